/// What separates the cells of a table.
package enum Delimiter {
  /// Candidates, the usual one first.
  package static let candidates: [UInt8] = [
    UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t"), UInt8(ascii: "|"),
  ]

  /// The delimiter that cuts the first line that is not empty into most cells, and those cells.
  ///
  /// - Returns: no cells where the line breaks the syntax of CSV, or there is none.
  package static func sniff(_ text: String) -> (delimiter: UInt8, cells: [String]) {
    var best: (delimiter: UInt8, cells: [String]) = (candidates[0], [])
    let head = Array(text.utf8)
    for delimiter in candidates {
      let stream = ByteStream(name: "", bytes: head)
      guard let reader = try? CSVReader(stream, delimiter: delimiter, encoding: .utf8),
        let event = try? reader.next(), event == .record
      else { continue }
      let cells = (0..<reader.count).map { reader[$0].text }
      if cells.count > best.cells.count { best = (delimiter, cells) }
    }
    return best
  }
}
