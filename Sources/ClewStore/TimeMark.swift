import ClewModel

/// The second column of a stored time: its precision, and the zone where one was stated.
///
/// The mark is the raw value of the precision, plus `8 × (zone minutes + 2000)` where the source
/// states a zone. Marks below 8 have no zone; `mark & 7` is the precision.
package enum TimeMark {
  private static let shift: Int64 = 2000

  package static func mark(of span: TimeSpan) -> Int64 {
    Int64(span.precision.rawValue) + (span.zoneMinutes.map { 8 * (Int64($0) + shift) } ?? 0)
  }

  /// - Returns: nil where the time is not stated or the mark is none of ours.
  package static func span(lo: Int64?, mark: Int64?) -> TimeSpan? {
    guard let lo, let mark, mark >= 0,
      let precision = TimeSpan.Precision(rawValue: UInt8(mark & 7))
    else { return nil }
    let zone = mark >= 8 ? Int16(exactly: (mark >> 3) - shift) : nil
    return TimeSpan(lo: lo, precision: precision, zoneMinutes: zone)
  }
}

/// The row number of a text in the word index: `owner × 8 + owner kind`.
package enum WordRow {
  package static func id(_ kind: FactOwner, _ owner: Int64) -> Int64 { owner * 8 + kind.rawValue }

  package static func owner(of id: Int64) -> (kind: FactOwner, owner: Int64)? {
    FactOwner(rawValue: id & 7).map { ($0, id >> 3) }
  }
}
