/// Reads an SVG as XML and says what is wrong with it: not well-formed, or not self-contained.
///
/// The checks are those that matter for a picture put into a page: tags nest, attributes are quoted
/// and not repeated, references are known, no control characters, no document type, no processing
/// instruction after the first, no script, no event handler, no style sheet, no address of any file
/// or host. Time: linear in the text.
package enum SVGCheck {
  /// The first problem, nil when there is none.
  package static func problem(in svg: String) -> String? {
    var scanner = SVGScanner(Array(svg.utf8))
    return scanner.scan()
  }
}

private struct SVGScanner {
  let bytes: [UInt8]
  var at = 0
  var open: [String] = []
  var elements = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  static let banned: Set<String> = [
    "script", "style", "foreignObject", "image", "a", "use", "iframe", "object", "embed", "animate",
    "set", "handler", "audio", "video",
  ]

  mutating func scan() -> String? {
    if starts(with: "<?xml ") {
      guard let end = find("?>") else { return "the XML declaration does not end" }
      at = end + 2
    }
    while at < bytes.count {
      let problem = bytes[at] == UInt8(ascii: "<") ? tag() : text()
      if let problem { return problem + " (byte \(at))" }
    }
    if let last = open.last { return "<\(last)> is not closed" }
    return elements == 0 ? "there is no element" : nil
  }

  private mutating func text() -> String? {
    let start = at
    while at < bytes.count, bytes[at] != UInt8(ascii: "<") {
      if let problem = character() { return problem }
    }
    let blank = bytes[start..<at].allSatisfy { $0 == 0x20 || $0 == 0x0A || $0 == 0x09 || $0 == 0x0D }
    return open.isEmpty && !blank ? "there is text outside the picture" : nil
  }

  private mutating func tag() -> String? {
    at += 1
    if at < bytes.count, bytes[at] == UInt8(ascii: "/") {
      at += 1
      let name = word()
      skipBlanks()
      guard take(">") else { return "</\(name)> does not end" }
      guard let opened = open.popLast(), opened == name else { return "</\(name)> closes nothing" }
      return nil
    }
    let name = word()
    guard !name.isEmpty else { return "a tag has no name, or is a comment or declaration" }
    guard !Self.banned.contains(name) else { return "<\(name)> is not allowed" }
    if open.isEmpty, elements > 0 { return "there is a second root element" }
    if open.isEmpty, name != "svg" { return "the root element is <\(name)>" }
    elements += 1
    var seen: Set<String> = []
    while true {
      let before = at
      skipBlanks()
      if take("/") { return take(">") ? nil : "<\(name)> does not end" }
      if take(">") {
        open.append(name)
        return nil
      }
      guard at > before else { return "<\(name)> has attributes without a blank between" }
      let attribute = word()
      guard !attribute.isEmpty, take("="), take("\"") else {
        return "<\(name)> has an attribute that is not quoted"
      }
      guard seen.insert(attribute).inserted else { return "\(attribute) stands twice in <\(name)>" }
      if attribute.hasPrefix("on") || attribute == "style" || attribute.hasSuffix("href") {
        return "the attribute \(attribute) is not allowed"
      }
      let start = at
      while at < bytes.count, bytes[at] != UInt8(ascii: "\"") {
        if bytes[at] == UInt8(ascii: "<") { return "the value of \(attribute) holds <" }
        if let problem = character() { return problem }
      }
      let value = String(decoding: bytes[start..<min(at, bytes.count)], as: UTF8.self)
      if attribute != "xmlns", !attribute.hasPrefix("data-"), attribute != "aria-label",
        value.contains("url(") || value.contains("://")
      {
        return "the value of \(attribute) is an address"
      }
      guard take("\"") else { return "the value of \(attribute) does not end" }
    }
  }

  /// One character of text or of a value, or a reference.
  private mutating func character() -> String? {
    let byte = bytes[at]
    if byte < 0x20, byte != 0x09, byte != 0x0A, byte != 0x0D { return "there is a control character" }
    guard byte == UInt8(ascii: "&") else {
      at += 1
      return nil
    }
    let name = bytes[at...].prefix(9).prefix { $0 != UInt8(ascii: ";") }
    let reference = String(decoding: name.dropFirst(), as: UTF8.self)
    let known = ["amp", "lt", "gt", "quot", "#39"].contains(reference)
    guard known, name.endIndex < bytes.count else { return "there is an unknown reference" }
    at = name.endIndex + 1
    return nil
  }

  private mutating func word() -> String {
    let start = at
    while at < bytes.count, bytes[at] > 0x20, bytes[at] < 0x7F,
      !"<>/=\"'&".utf8.contains(bytes[at])
    {
      at += 1
    }
    return String(decoding: bytes[start..<at], as: UTF8.self)
  }

  private mutating func skipBlanks() {
    while at < bytes.count, bytes[at] == 0x20 || bytes[at] == 0x0A || bytes[at] == 0x09 { at += 1 }
  }

  private mutating func take(_ character: Character) -> Bool {
    guard at < bytes.count, bytes[at] == character.asciiValue else { return false }
    at += 1
    return true
  }

  private func starts(with text: String) -> Bool { bytes[at...].starts(with: text.utf8) }

  private func find(_ text: String) -> Int? {
    let pattern = Array(text.utf8)
    var index = at
    while index + pattern.count <= bytes.count {
      if bytes[index..<(index + pattern.count)].elementsEqual(pattern) { return index }
      index += 1
    }
    return nil
  }
}
