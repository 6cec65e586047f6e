/// The rows of a table, counted: what reading its cells costs by itself.
package enum TableRows {
  /// - Returns: records, the header among them; refused ones do not count.
  package static func count(_ stream: ByteStream) throws -> Int {
    let head = try SourceHead(peeking: stream)
    let rows = try CSVReader(stream, delimiter: Delimiter.sniff(head.text).delimiter)
    var count = 0
    while true {
      switch try rows.next() {
      case .record: count += 1
      case .refused: continue
      case .end: return count
      }
    }
  }
}
