import ClewModel

/// The elements that are open at a place of an XML document, by a light scan of what lies before it.
enum OpenElements {
  /// The end tags that close what the text leaves open, innermost first: `</list></root>`, with the
  /// prefixes of the source; nil where the text ends inside a tag, a comment or a section.
  static func closing(_ text: String) -> String? {
    let bytes = Array(text.utf8)
    var open: [ArraySlice<UInt8>] = []
    var at = 0
    while let start = bytes[at...].firstIndex(of: UInt8(ascii: "<")) {
      let rest = bytes[start...]
      if rest.starts(with: "<!--".utf8) {
        guard let end = find("-->", in: bytes, from: start + 4) else { return nil }
        at = end
      } else if rest.starts(with: "<![CDATA[".utf8) {
        guard let end = find("]]>", in: bytes, from: start + 9) else { return nil }
        at = end
      } else if rest.starts(with: "<?".utf8) {
        guard let end = find("?>", in: bytes, from: start + 2) else { return nil }
        at = end
      } else {
        guard let end = endOfTag(bytes, start) else { return nil }
        let second = bytes[start + 1]
        if second == UInt8(ascii: "/") {
          guard open.popLast() != nil else { return nil }
        } else if second != UInt8(ascii: "!"), bytes[end - 2] != UInt8(ascii: "/") {
          open.append(
            rest.dropFirst().prefix { $0 > 0x20 && $0 != UInt8(ascii: ">") })
        }
        at = end
      }
    }
    return open.reversed().map { "</\(String(decoding: $0, as: UTF8.self))>" }.joined()
  }

  /// Behind the `>` of the tag or declaration that begins at `start`; brackets and quotes are skipped.
  private static func endOfTag(_ bytes: [UInt8], _ start: Int) -> Int? {
    var quote: UInt8?
    var depth = 0
    for at in (start + 1)..<bytes.count {
      let byte = bytes[at]
      if let open = quote {
        if byte == open { quote = nil }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "'"): quote = byte
      case UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "]"): depth -= 1
      case UInt8(ascii: ">") where depth <= 0: return at + 1
      default: continue
      }
    }
    return nil
  }

  private static func find(_ word: StaticString, in bytes: [UInt8], from: Int) -> Int? {
    let length = word.utf8CodeUnitCount
    var at = from
    while at + length <= bytes.count {
      if (0..<length).allSatisfy({ bytes[at + $0] == word.utf8Start[$0] }) { return at + length }
      at += 1
    }
    return nil
  }
}

extension RepairFrame {
  /// The frame of records of which the first starts here, with nothing of it read yet; nil where what
  /// stands before it is no longer at hand.
  static func xml(before first: XMLEvent, in reader: XMLReader) -> RepairFrame? {
    let head = reader.sourceBytes(from: 0, count: Int(clamping: first.offset))
    return head.count == first.offset ? xml(head: head, first: first.offset) : nil
  }

  /// The frame of records of an XML document: all before the first of them, and the end tags of what
  /// is open there.
  ///
  /// - Parameters:
  ///   - head: the first bytes of the source.
  ///   - first: where its first record begins.
  /// - Returns: nil where the first record lies beyond `head`.
  static func xml(head: [UInt8], first: Int64) -> RepairFrame? {
    guard first >= 0, first <= Int64(head.count) else { return nil }
    let text = SourceHead(bytes: Array(head[..<Int(first)])).text
    guard let closing = OpenElements.closing(text), !closing.isEmpty else { return nil }
    return RepairFrame(prefixLength: first, separator: "\n", suffix: "\n\(closing)\n")
  }
}
