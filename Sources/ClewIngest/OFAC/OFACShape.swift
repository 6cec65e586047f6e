import ClewModel

/// Tells OFAC's files apart by their rows: they have neither header nor name inside.
enum OFACShape {
  /// Rows stand for themselves: there is no header.
  static let frame = RepairFrame(prefixLength: 0, separator: "\r\n", suffix: "\r\n")

  /// True where the source begins with rows of OFAC's make: a number first, text in quotes, nulls as
  /// `-0- `. The first row and three quarters of the first twenty pass `test`: a bad row is for the
  /// reader to reject.
  static func matches(_ head: SourceHead, _ test: (OFACRecord) -> Bool) -> Bool {
    // Cheap refusals first: recognition runs over every source.
    guard let first = head.bytes.first, first >= 0x30, first <= 0x39 else { return false }
    let passes = rows(head.bytes, limit: 20).map { row in
      isNumber(row.cells[0]) && !row.quoted[0] && test(row)
    }
    return passes.first == true && passes.count { $0 } * 4 >= passes.count * 3
  }

  /// The whole rows of the first bytes of a source, at most `limit`.
  static func rows(_ head: [UInt8], limit: Int = .max) -> [OFACRecord] {
    var whole = head[...]
    if head.count >= 1 << 16, let end = head.lastIndex(of: 0x0A) ?? head.lastIndex(of: 0x0D) {
      whole = head[..<end]
    }
    var records = OFACRecords(Array(whole))
    var rows: [OFACRecord] = []
    // A head may end inside quotes: what came before counts.
    while rows.count < limit, let row = try? records.record() { rows.append(row) }
    return rows
  }

  static func encoding(_ head: [UInt8]) -> String {
    // A head may end inside a character: the last three bytes do not decide.
    let whole = head.count >= 1 << 16 ? Array(head.dropLast(3)) : head
    if String(validating: whole, as: UTF8.self) != nil { return "utf-8" }
    for cut in 1...3 where head.count >= 1 << 16 {
      if String(validating: whole.dropLast(cut), as: UTF8.self) != nil { return "utf-8" }
    }
    return "windows-1252"
  }

  static func isNumber(_ cell: String) -> Bool {
    let text = cell.trimmed
    return !text.isEmpty && text.utf8.count <= 9
      && text.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
  }

  /// Text stands in quotes; what is not is OFAC's null, whole or at the cut end of a file.
  static func isTextOrNull(_ row: OFACRecord, _ column: Int) -> Bool {
    row.quoted[column] || row.value(column) == nil
  }
}
