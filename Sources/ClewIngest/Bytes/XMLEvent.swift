/// One step of an XML document: a tag opens, text stands, a tag closes.
///
/// Names are local names: prefixes and namespaces are dropped. Text is UTF-8 and lies in the
/// reader; text of white space only is not reported.
package struct XMLEvent: Sendable {
  package enum Kind: UInt8, Sendable { case start, text, end }

  package var kind: Kind
  /// The element's name (of a text: that of the element around it), a number of `RecordNames`.
  package var name: Int32
  /// The line the tag begins on, from 1; of a text, the line it ends on.
  package var line: Int32
  /// Byte offset in the source: of `<` for a start, of the byte after `>` for an end. Exact for
  /// UTF-8; in other encodings exact for the names the reader was asked to place, where the
  /// encoding has one or two bytes a character, and else the last offset that was computed.
  package var offset: Int64
  /// Where the text lies in the reader; for a start, the range of its attributes.
  var lower: Int32
  var upper: Int32
}

/// An attribute of the start tag last returned.
struct XMLAttribute {
  /// Its name with `@` before it, a number of `RecordNames`.
  var name: Int32
  var lower: Int32
  var upper: Int32
}

/// What a document may at most ask for: what lies beyond is an attack or no document of records.
package struct XMLLimits: Sendable {
  /// Levels of nesting. The deepest goAML schema type ends before the 30th level.
  package var depth = 128
  /// Bytes of one text, attribute, comment or tag.
  package var text = 32 << 20
  /// Elements, and bytes of text, of one record that is read as a tree.
  package var recordElements = 2_000_000
  package var recordBytes = 64 << 20
  /// Different element and attribute names.
  package var names = 8_192
  /// True where texts keep the white space at their ends, and texts of white space alone are texts.
  package var keepsWhiteSpace = false

  package init() {}
}
