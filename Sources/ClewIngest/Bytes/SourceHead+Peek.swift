extension SourceHead {
  /// How many bytes detection looks at.
  package static let length = 1 << 16

  /// The head of a stream, which is not consumed.
  package init(peeking stream: ByteStream) throws {
    self.init(bytes: Array(try stream.peek(Self.length)))
  }

  /// The head of a source from its first bytes.
  package init(bytes: [UInt8]) {
    let detected = TextEncoding.detect(bytes, isCut: bytes.count >= Self.length)
    let text = detected.encoding.decode(bytes.dropFirst(detected.markLength))
    let root = XMLRoot.find(in: text)
    self.init(
      bytes: bytes, text: text, encoding: detected.encoding.rawValue, xmlRoot: root,
      firstRow: root == nil ? Delimiter.sniff(text).cells : [])
  }
}

/// The root element of an XML document, by a light scan: no parser runs on unknown bytes.
enum XMLRoot {
  /// Local name and namespace of the first element after declaration, comments, processing
  /// instructions and document type; nil where the text is no XML.
  static func find(in text: String) -> (name: String, namespace: String)? {
    let bytes = Array(text.utf8)
    var at = skipBlanks(bytes, 0)
    while at + 1 < bytes.count, bytes[at] == UInt8(ascii: "<") {
      switch bytes[at + 1] {
      case UInt8(ascii: "?"):
        guard let end = find("?>", in: bytes, from: at) else { return nil }
        at = end
      case UInt8(ascii: "!"):
        let isComment = bytes[at...].starts(with: "<!--".utf8)
        guard let end = isComment ? find("-->", in: bytes, from: at) : endOfType(bytes, at) else {
          return nil
        }
        at = end
      default: return element(bytes, at + 1)
      }
      at = skipBlanks(bytes, at)
    }
    return nil
  }

  private static func skipBlanks(_ bytes: [UInt8], _ from: Int) -> Int {
    var at = from
    while at < bytes.count, isBlank(bytes[at]) { at += 1 }
    return at
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
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

  /// The end of a document type, whose internal subset may hold `>` in brackets.
  private static func endOfType(_ bytes: [UInt8], _ from: Int) -> Int? {
    var depth = 0
    for at in from..<bytes.count {
      switch bytes[at] {
      case UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "]"): depth -= 1
      case UInt8(ascii: ">") where depth <= 0: return at + 1
      default: break
      }
    }
    return nil
  }

  private static func element(
    _ bytes: [UInt8], _ from: Int
  ) -> (name: String, namespace: String)? {
    var at = from
    while at < bytes.count, !isBlank(bytes[at]), bytes[at] != UInt8(ascii: ">"),
      bytes[at] != UInt8(ascii: "/")
    {
      at += 1
    }
    let qualified = String(decoding: bytes[from..<at], as: UTF8.self)
    guard let first = qualified.unicodeScalars.first,
      first == "_" || first == ":" || first.properties.isAlphabetic
    else { return nil }
    let parts = qualified.split(separator: ":", maxSplits: 1)
    let prefix = parts.count == 2 ? String(parts[0]) : ""
    let wanted = prefix.isEmpty ? "xmlns" : "xmlns:" + prefix
    return (String(parts.last ?? ""), attribute(wanted, bytes, at))
  }

  /// The value of an attribute of the start tag that goes on at `from`, empty where it has none.
  private static func attribute(_ wanted: String, _ bytes: [UInt8], _ from: Int) -> String {
    var at = from
    while at < bytes.count {
      at = skipBlanks(bytes, at)
      let nameStart = at
      while at < bytes.count, !isBlank(bytes[at]), bytes[at] != UInt8(ascii: "="),
        bytes[at] != UInt8(ascii: ">"), bytes[at] != UInt8(ascii: "/")
      {
        at += 1
      }
      let name = bytes[nameStart..<at]
      at = skipBlanks(bytes, at)
      guard at + 1 < bytes.count, bytes[at] == UInt8(ascii: "=") else { return "" }
      at = skipBlanks(bytes, at + 1)
      guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") || bytes[at] == UInt8(ascii: "'"),
        let end = bytes[(at + 1)...].firstIndex(of: bytes[at])
      else { return "" }
      if name.elementsEqual(wanted.utf8) {
        return String(decoding: bytes[(at + 1)..<end], as: UTF8.self)
      }
      at = end + 1
    }
    return ""
  }
}
