import ClewModel

extension NativeTable {
  /// Reads a table of one company a row in batches. A row without its number is rejected; columns the
  /// format does not name are counted, and kept as facts by whoever makes the mention.
  func readCompanies(
    batch: (Batch) throws -> Void, mention: (Provenance) -> Mention?
  ) throws {
    var current = Batch()
    var tally = UnreadTally()
    var count = 0
    func take(_ change: (inout Batch) -> Void) throws {
      if count == 0 { current.frame = RepairFrame(prefixLength: rows.offset, separator: "\n") }
      change(&current)
      count += 1
      guard count % 4096 == 0 else { return }
      try batch(current)
      current = Batch()
    }
    let extras = unnamedColumns
    try forEachRow {
      let provenance = rows.provenance
      for (index, name) in extras where rows[index].trimmed.count > 0 {
        tally.add(path: name, at: provenance)
      }
      if let found = mention(provenance) {
        try take { $0.mentions.append(found) }
      } else {
        try take { $0.rejections.append(rows.rejection("the row states no company number")) }
      }
    } refused: { rejection in
      try take { $0.rejections.append(rejection) }
    }
    current.unread = tally.paths()
    if !current.isEmpty { try batch(current) }
  }
}
