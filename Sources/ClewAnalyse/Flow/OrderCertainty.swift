import ClewGraph
import ClewModel

/// Which entries of an account may stand in another order than the one they are worked in: those whose
/// times overlap with an entry of another source, or are known as a month or a year only.
///
/// Inside one source the position decides, also where times are equal; against an entry dated by a month
/// or a year everything within its span is uncertain, whichever source states it. O(n log n) for n
/// entries.
struct OrderCertainty {
  /// By row: whether its place is uncertain in the payer's ledger, in the payee's.
  private(set) var asWithdrawal: [Bool]
  private(set) var asDeposit: [Bool]

  init(_ postings: Postings) {
    let count = postings.count
    asWithdrawal = [Bool](repeating: false, count: count)
    asDeposit = asWithdrawal
    let day = TimeSpan.Precision.day.rawValue
    var isOneSource = true
    var isFine = true
    for row in 0..<Int32(count) {
      if postings.firstSource(of: row) != postings.firstSource(of: 0) { isOneSource = false }
      if postings.precision[Int(row)] > day { isFine = false }
    }
    if isOneSource, isFine { return }
    mark(postings)
  }

  private mutating func mark(_ postings: Postings) {
    struct Entry {
      var node: Int32
      var lo: Int64
      var hi: Int64
      var row: Int32
      var isDeposit: Bool
      var isWide: Bool
    }
    let day = TimeSpan.Precision.day.rawValue
    var entries: [Entry] = []
    entries.reserveCapacity(postings.count * 2)
    for row in 0..<Int32(postings.count) {
      let (lo, hi) = (postings.lo[Int(row)], postings.hi(of: row))
      let (from, to) = (postings.from[Int(row)], postings.to[Int(row)])
      let isWide = postings.precision[Int(row)] > day
      if from >= 0 {
        entries.append(
          Entry(node: from, lo: lo, hi: hi, row: row, isDeposit: false, isWide: isWide))
      }
      if to >= 0, to != from {
        entries.append(
          Entry(node: to, lo: lo, hi: hi, row: row, isDeposit: true, isWide: isWide))
      }
    }
    entries.sort { (a: Entry, b: Entry) -> Bool in
      if a.node != b.node { return a.node < b.node }
      return a.lo != b.lo ? a.lo < b.lo : a.row < b.row
    }
    // Entries of one account whose times hang together; uncertain where several sources state them,
    // or one of them is known as a month or a year only.
    var start = 0
    while start < entries.count {
      var end = start + 1
      var hi = entries[start].hi
      let source = postings.firstSource(of: entries[start].row)
      var isOneSource = !entries[start].isWide
      while end < entries.count, entries[end].node == entries[start].node, entries[end].lo <= hi {
        hi = max(hi, entries[end].hi)
        if entries[end].isWide || postings.firstSource(of: entries[end].row) != source {
          isOneSource = false
        }
        end += 1
      }
      if end - start > 1, !isOneSource {
        for entry in entries[start..<end] {
          if entry.isDeposit {
            asDeposit[Int(entry.row)] = true
          } else {
            asWithdrawal[Int(entry.row)] = true
          }
        }
      }
      start = end
    }
  }
}
