import ClewIngest
import Testing

struct XMLReaderTests {
  /// What a document says, one word an event.
  private func events(_ bytes: [UInt8], piece: Int = 1 << 20) throws -> [String] {
    let reader = try XMLReader(stream(bytes, piece: piece), names: RecordNames([]))
    var words: [String] = []
    while let event = try reader.next() {
      switch event.kind {
      case .start: words.append("<" + reader.names.text(event.name))
      case .end: words.append("/" + reader.names.text(event.name))
      case .text:
        var text: [UInt8] = []
        reader.append(textOf: event, to: &text)
        words.append(String(decoding: text, as: UTF8.self))
      }
    }
    return words
  }

  private func events(_ text: String, piece: Int = 1 << 20) throws -> [String] {
    try events(Array(text.utf8), piece: piece)
  }

  private func failure(_ bytes: [UInt8]) -> IngestError? {
    #expect(throws: IngestError.self) { try events(bytes) }
  }

  private func failure(_ text: String) -> IngestError? { failure(Array(text.utf8)) }

  private static let document = """
    <?xml version="1.0"?>
    <a:r xmlns:a="urn:x" b="1 &lt; 2">
      <!-- a comment -->
      <one>  Müller &amp; &#x41;<![CDATA[ <S>öhne ]]></one><two/>
      tail
    </a:r>

    """

  @Test(arguments: [1, 2, 3, 7, 64, 4096]) func piecesOfAnySizeGiveTheSameEvents(_ piece: Int)
    throws
  {
    let words = try events(Self.document, piece: piece)
    #expect(
      words == ["<r", "<one", "Müller & A <S>öhne", "/one", "<two", "/two", "tail", "/r"])
  }

  @Test func placesAreThoseOfTheBytes() throws {
    let bytes = Array(Self.document.utf8)
    let reader = try XMLReader(stream(bytes, piece: 5), names: RecordNames([]))
    var starts: [Int64] = []
    while let event = try reader.next() {
      if event.kind == .start { starts.append(event.offset) }
      if event.kind == .end, let start = starts.popLast() {
        let cited = String(decoding: bytes[Int(start)..<Int(event.offset)], as: UTF8.self)
        #expect(cited.hasPrefix("<") && cited.hasSuffix(">"))
        #expect(cited.contains(reader.names.text(event.name)))
      }
    }
    #expect(starts.isEmpty)
  }

  @Test func linesAreThoseTheTagsBeginOn() throws {
    let text = "<r>\n<a\n b='1'\n/>\n<c/></r>"
    let reader = try XMLReader(stream(Array(text.utf8)), names: RecordNames([]))
    var lines: [Int32] = []
    while let event = try reader.next() { if event.kind == .start { lines.append(event.line) } }
    #expect(lines == [1, 2, 5])
  }

  // MARK: - encodings

  @Test func aByteOrderMarkIsNoText() throws {
    let bytes: [UInt8] = [0xEF, 0xBB, 0xBF] + Array("<r>x</r>".utf8)
    let reader = try XMLReader(stream(bytes), names: RecordNames([]))
    let first = try #require(try reader.next())
    #expect(first.offset == 3 && reader.encoding == "utf-8")
    #expect(try events(bytes) == ["<r", "x", "/r"])
  }

  @Test(arguments: [true, false]) func utf16IsReadWithItsPlaces(_ isBig: Bool) throws {
    let text = "\u{FEFF}<?xml version='1.0' encoding='UTF-16'?>\n<r><n>Ünï😀</n><m q='é'>x</m></r>"
    var bytes: [UInt8] = []
    for unit in text.utf16 {
      bytes +=
        isBig ? [UInt8(unit >> 8), UInt8(unit & 255)] : [UInt8(unit & 255), UInt8(unit >> 8)]
    }
    #expect(try events(bytes) == ["<r", "<n", "Ünï😀", "/n", "<m", "x", "/m", "/r"])
    let names = RecordNames(["r", "n", "m"])
    let reader = try XMLReader(stream(bytes), names: names, placed: [0, 1, 2])
    var cited: [String] = []
    var starts: [Int64] = []
    while let event = try reader.next() {
      if event.kind == .start { starts.append(event.offset) }
      if event.kind == .end, let start = starts.popLast() {
        let units = stride(from: Int(start), to: Int(event.offset), by: 2).map { (at: Int) in
          let high = UInt16(bytes[isBig ? at : at + 1])
          return high << 8 | UInt16(bytes[isBig ? at + 1 : at])
        }
        cited.append(String(decoding: units, as: UTF16.self))
      }
    }
    #expect(cited == ["<n>Ünï😀</n>", "<m q='é'>x</m>", "<r><n>Ünï😀</n><m q='é'>x</m></r>"])
    #expect(reader.encoding == (isBig ? "utf-16be" : "utf-16le"))
  }

  @Test func windows1252AndLatin1AreRead() throws {
    let head = Array("<?xml version='1.0' encoding='windows-1252'?><r><n>".utf8)
    let bytes = head + [0x80, 0xFC] + Array("</n></r>".utf8)
    #expect(try events(bytes) == ["<r", "<n", "€ü", "/n", "/r"])
    let reader = try XMLReader(stream(bytes), names: RecordNames(["r", "n"]), placed: [0, 1])
    var places: [Int64] = []
    while let event = try reader.next() { if event.kind != .text { places.append(event.offset) } }
    #expect(reader.encoding == "windows-1252")
    #expect(places == [45, 48, Int64(bytes.count) - 4, Int64(bytes.count)])
    let latin = Array("<?xml version='1.0' encoding='ISO-8859-1'?><r>".utf8) + [0xFC]
    #expect(try events(latin + Array("</r>".utf8)) == ["<r", "ü", "/r"])
  }

  @Test func bytesThatAreNotWhatTheFileDeclaresAreRefused() throws {
    let bytes = Array("<?xml version='1.0' encoding='UTF-8'?>\n<r><n>".utf8) + [0xFC, 0x20]
    let error = try #require(failure(bytes + Array("</n></r>".utf8)))
    #expect(error.code == .encoding, "\(error)")
    #expect(error.place.hasPrefix("a.xml line 2, element r/n"), "\(error)")
    #expect(failure("<?xml version='1.0' encoding='klingon'?><r/>")?.code == .encoding)
    #expect(failure("<?xml version='1.0' encoding='UTF-16'?><r/>")?.code == .encoding)
  }

  // MARK: - hostile input

  @Test func entitiesAreNeverExpanded() throws {
    let bomb = """
      <?xml version="1.0"?>
      <!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">
      <!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>
      <r>&c;</r>
      """
    #expect(failure(bomb)?.code == .notWellFormed)
    let external = #"<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r>&x;</r>"#
    #expect(failure(external)?.code == .notWellFormed)
    let parameter = #"<!DOCTYPE r [<!ENTITY % x SYSTEM "file:///etc/passwd"> %x;]><r/>"#
    #expect(failure(parameter)?.code == .notWellFormed)
    let outside = #"<!DOCTYPE r SYSTEM "http://localhost/x.dtd"><r>&x;</r>"#
    #expect(failure(outside)?.code == .notWellFormed)
    let error = try #require(failure("<r>\n<n>&nbsp;</n></r>"))
    #expect(error.code == .notWellFormed && error.what.contains("nbsp"))
    #expect(error.place == "a.xml line 2, element r/n")
    #expect(failure("<r n='&x;'/>")?.code == .notWellFormed)
    #expect(try events(#"<!DOCTYPE r SYSTEM "r.dtd"><r>&lt;</r>"#) == ["<r", "<", "/r"])
  }

  @Test func deepNestingIsRefusedByName() throws {
    let deep = String(repeating: "<e>", count: 200) + String(repeating: "</e>", count: 200)
    #expect(failure(deep)?.code == .tooDeep)
    let deeper = String(repeating: "<e>", count: 300)
    #expect(failure(deeper)?.code == .tooDeep)
    let level = String(repeating: "<e>", count: 128) + String(repeating: "</e>", count: 128)
    #expect(try events(level).count == 256)
  }

  @Test func aTextOf12MegabytesIsReadAndOneWithoutEndRefused() throws {
    let long = [UInt8](repeating: UInt8(ascii: "x"), count: 12 << 20)
    let words = try events(Array("<r>".utf8) + long + Array("</r>".utf8))
    #expect(words.count == 3 && words[1].utf8.count == 12 << 20)
    #expect(endless(after: "<r>")?.code == .tooLarge)
    #expect(endless(after: "<r n='")?.code == .tooLarge)
    #expect(endless(after: "<r><!--")?.code == .tooLarge)
  }

  /// The failure of a document that goes on for a gigabyte.
  private func endless(after start: String) -> IngestError? {
    var given = 0
    let bytes = ByteStream(name: "a.xml") { buffer in
      guard given < 1 << 30 else { return 0 }
      if given < start.utf8.count {
        let piece = start.utf8.dropFirst(given).prefix(buffer.count)
        buffer.copyBytes(from: piece)
        given += piece.count
        return piece.count
      }
      buffer.initializeMemory(as: UInt8.self, repeating: UInt8(ascii: "x"))
      given += buffer.count
      return buffer.count
    }
    let error = #expect(throws: IngestError.self) {
      let reader = try XMLReader(bytes, names: RecordNames([]))
      while try reader.next() != nil {}
    }
    #expect(given < 80 << 20)
    return error
  }

  @Test func brokenSyntaxNamesItsPlace() throws {
    let amp = try #require(failure("<r>\n\n<n>Smith & Sons</n></r>"))
    #expect(amp.code == .notWellFormed && amp.place == "a.xml line 3, element r/n")
    let mismatch = try #require(failure("<r><a></b></r>"))
    #expect(mismatch.code == .notWellFormed && mismatch.place.contains("element r/a"))
    #expect(failure("<r>\u{1}</r>")?.code == .notWellFormed)
    #expect(failure("<r>&#1;</r>")?.code == .notWellFormed)
    #expect(failure("<r>a\0b</r>")?.code == .notWellFormed)
    #expect(failure("<r/><r/>")?.code == .notWellFormed)
    #expect(failure("<r/>x")?.code == .notWellFormed)
    #expect(failure("plain text")?.code == .notWellFormed)
    #expect(failure("<r a='1' a='2'/>")?.code == .notWellFormed)
    #expect(failure("")?.code == .truncated)
    #expect(failure("<r><a>x")?.code == .truncated)
    #expect(failure("<r><a>x</a")?.code == .truncated)
  }

  @Test func aCutAnywhereThrowsOrChangesNothing() throws {
    let bytes = Array(Self.document.utf8)
    let whole = try events(bytes)
    for cut in 0..<bytes.count {
      let read = try? events(Array(bytes[..<cut]))
      #expect(read == nil || read == whole)
    }
  }

  // MARK: - trees

  @Test func aTreeHasAttributesTextsAndPaths() throws {
    let text = "<r x='1'><a>one</a><b><a q='z'>two</a> more <a/></b></r>"
    let reader = try XMLReader(stream(Array(text.utf8)), names: RecordNames([]))
    let first = try #require(try reader.next())
    let tree = RecordTree()
    try tree.read(first, from: reader)
    var shown: [String] = []
    for row in 0..<tree.count {
      shown.append("\(tree.path(of: row, names: reader.names))=\(tree.text(row))")
    }
    #expect(
      shown == ["=", "@x=1", "a=one", "b=", "b/a[1]=two", "b/a@q=z", "b/#text=more", "b/a[2]="]
    )
    #expect(String(decoding: tree.head, as: UTF8.self) == text)
    #expect(try reader.next() == nil)
  }

  @Test func attributesAreUnescaped() throws {
    let text = "<r><a n=\"Fell &amp; Co &lt;x&gt; &quot;q&quot; &#38;#38; &amp;amp;\"/></r>"
    let reader = try XMLReader(stream(Array(text.utf8), piece: 5), names: RecordNames([]))
    let tree = RecordTree()
    let start = try #require(try reader.next())
    try tree.read(start, from: reader)
    #expect(tree.root.child("a")?.attribute("n") == "Fell & Co <x> \"q\" &#38; &amp;")
  }

  /// A million of them, moved one by one, would take longer.
  @Test(.timeLimit(.minutes(10))) func ampersandsOfALongAttributeAreUnescapedOnce() throws {
    let count = 1_000_000
    let text = "<r n=\"" + String(repeating: "&amp;", count: count) + "x\"/>"
    let reader = try XMLReader(stream(Array(text.utf8)), names: RecordNames([]))
    let tree = RecordTree()
    let start = try #require(try reader.next())
    try tree.read(start, from: reader)
    #expect(tree.root.attribute("n") == String(repeating: "&", count: count) + "x")
  }

  @Test func aRecordWithoutEndIsRefused() throws {
    var limits = XMLLimits()
    limits.recordElements = 10
    let text = "<r>" + String(repeating: "<a>x</a>", count: 20) + "</r>"
    let reader = try XMLReader(stream(Array(text.utf8)), names: RecordNames([]))
    let start = try #require(try reader.next())
    let error = #expect(throws: IngestError.self) {
      try RecordTree().read(start, from: reader, limits: limits)
    }
    #expect(error?.code == .tooLarge)
  }
}
