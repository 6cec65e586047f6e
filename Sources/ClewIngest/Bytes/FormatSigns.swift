import ClewModel

/// What the first bytes of a source show, worked out once for all formats.
struct FormatSigns: Sendable {
  var bytes: [UInt8]
  var text: String
  /// Local name and namespace of the root element; empty for what is no XML.
  var root = ""
  var namespace = ""
  /// The cells of the first line in lower case, without blanks and quotes around them.
  var columns: Set<String> = []
  var firstColumn = ""
  /// The first lines that are not empty, at most 40, trimmed.
  var lines: [String]
  /// JSON: the keys of the outermost objects, and of those inside.
  var keys: Set<String> = []
  var innerKeys: Set<String> = []

  init(
    bytes: [UInt8], text: String, xmlRoot: (name: String, namespace: String)?, firstRow: [String]
  ) {
    self.bytes = bytes
    self.text = text
    lines = text.split(whereSeparator: \.isNewline).lazy.map(\.trimmed).prefix(60)
      .filter { !$0.isEmpty }.prefix(40).map { $0 }
    if let found = xmlRoot {
      root = found.name
      namespace = found.namespace
    } else {
      let cells = firstRow.count > 1 ? firstRow : Self.cells(lines.first ?? "")
      let names = cells.map(Self.columnName)
      columns = Set(names)
      firstColumn = names.first ?? ""
      (keys, innerKeys) = JSONKeys.of(text)
    }
  }

  func hasColumns(_ names: String...) -> Bool { names.allSatisfy(columns.contains) }
  func hasKeys(_ names: String...) -> Bool { names.allSatisfy(keys.contains) }
  func startsWith(_ signature: [UInt8]) -> Bool { bytes.starts(with: signature) }
  func startsWith(_ signature: String) -> Bool { bytes.starts(with: signature.utf8) }

  private static func cells(_ line: String) -> [String] {
    let separators: [Character] = ["\t", ";", "|", ","]
    let separator = separators.max { a, b in
      line.count { $0 == a } < line.count { $0 == b }
    }
    return line.split(separator: separator ?? ",", omittingEmptySubsequences: false)
      .map(String.init)
  }

  /// Without blanks, quotes and the remains of a mangled byte-order mark.
  private static func columnName(_ cell: String) -> String {
    var name = cell.lowercased()[...]
    while let first = name.first, first.isWhitespace || "\"\u{FEFF}\u{FFFD}ï»¿½".contains(first) {
      name = name.dropFirst()
    }
    while let last = name.last, last.isWhitespace || last == "\"" { name = name.dropLast() }
    return String(name)
  }
}

/// The keys of a JSON text, or JSON lines, whose end may be missing.
enum JSONKeys {
  /// - Returns: keys of the outermost objects (of an array's elements, where it is one) and keys of
  ///   the objects inside; empty for what does not begin like JSON.
  static func of(_ text: String) -> (outer: Set<String>, inner: Set<String>) {
    let bytes = Array(text.utf8)
    var index = bytes.firstIndex { !isBlank($0) } ?? bytes.count
    guard index < bytes.count,
      bytes[index] == UInt8(ascii: "{") || bytes[index] == UInt8(ascii: "[")
    else { return ([], []) }
    var depth = 0
    var outerDepth = Int.max
    var outer: Set<String> = []
    var inner: Set<String> = []
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "{"):
        depth += 1
        outerDepth = min(outerDepth, depth)
      case UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
      case UInt8(ascii: "\""):
        guard let end = endOfString(bytes, index + 1) else { return (outer, inner) }
        let next = bytes[(end + 1)...].first { !isBlank($0) }
        if next == UInt8(ascii: ":") {
          let key = String(decoding: bytes[(index + 1)..<end], as: UTF8.self)
          if depth == outerDepth { outer.insert(key) } else { inner.insert(key) }
        }
        index = end
      default: break
      }
      index += 1
    }
    return (outer, inner)
  }

  private static func endOfString(_ bytes: [UInt8], _ start: Int) -> Int? {
    var index = start
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "\\") {
        index += 1
      } else if bytes[index] == UInt8(ascii: "\"") {
        return index
      }
      index += 1
    }
    return nil
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }
}
