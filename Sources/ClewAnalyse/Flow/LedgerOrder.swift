import ClewGraph
import ClewModel

/// The order in which all postings are worked: by the start of their time; of one time, each source's
/// entries in the order the source gives them, the sources by what they state (not by their number).
///
/// The order of rows of different sources, and the numbers of rows and sources, do not matter: the
/// same entries in another arrangement give the same order. O(n) time and space for n postings, and
/// a sort of the sources of one moment by their entries. An analyst's own sequence is laid over it
/// within a day, then the mode for entries of one day (see `SameDayOrder`).
struct LedgerOrder {
  /// Rows of the postings.
  private(set) var rows: [Int32]
  /// The same before the mode for entries of one day: the order to which stated balances belong.
  private(set) var stated: [Int32] = []
  /// Days on which a mode for entries of one day could not be kept, because the payments of that day
  /// go round in a circle: one row of each.
  private(set) var circular: [Int32] = []

  init(_ postings: Postings, _ question: TraceQuestion) {
    let times = Self.times(postings)
    rows = Self.byTime(times)
    settleTies(postings, times)
    lay(question.claims.order, postings)
    stated = rows
    if question.sameDay != .ledger {
      var day = SameDayOrder(postings, question.sameDay)
      day.apply(to: &rows)
      circular = day.circular
    }
  }

  /// By row: the second at which it is worked. The start of its time; an entry dated by the day that
  /// follows in its source upon one of that day with a clock time keeps its place behind it.
  private static func times(_ postings: Postings) -> [Int64] {
    let day = TimeSpan.Precision.day.rawValue
    let precision = postings.precision
    guard precision.contains(day), precision.contains(where: { $0 < day }) else {
      return postings.lo
    }
    var times = postings.lo
    var last: [Int32: Int32] = [:]
    for row in times.indices where precision[row] <= day {
      let source = postings.firstSource(of: Int32(row))
      let before = last.updateValue(Int32(row), forKey: source)
      guard precision[row] == day, let before,
        postings.dayNumber(of: before) == postings.dayNumber(of: Int32(row))
      else { continue }
      times[row] = max(times[row], times[Int(before)])
    }
    return times
  }

  /// Rows by time, then row: nothing to do where they ascend, else a radix sort.
  private static func byTime(_ lo: [Int64]) -> [Int32] {
    var rows = [Int32](unsafeUninitializedCapacity: lo.count) { buffer, count in
      for row in 0..<lo.count { buffer[row] = Int32(row) }
      count = lo.count
    }
    guard let first = lo.min(), let last = lo.max(), first < last else { return rows }
    var ascends = true
    for row in 1..<lo.count where lo[row] < lo[row - 1] {
      ascends = false
      break
    }
    if ascends { return rows }
    var next = rows
    let width = UInt64(bitPattern: last &- first)
    var shift: UInt64 = 0
    while shift < 64, width >> shift > 0 {
      var starts = [Int](repeating: 0, count: 2049)
      for value in lo { starts[Int((UInt64(bitPattern: value &- first) >> shift) & 2047) + 1] += 1 }
      for digit in 0..<2048 { starts[digit + 1] += starts[digit] }
      for row in rows {
        let digit = Int((UInt64(bitPattern: lo[Int(row)] &- first) >> shift) & 2047)
        next[starts[digit]] = row
        starts[digit] += 1
      }
      swap(&rows, &next)
      shift += 11
    }
    return rows
  }

  /// Brings the sources of one moment into an order that does not depend on their numbers.
  private mutating func settleTies(_ postings: Postings, _ times: [Int64]) {
    var start = 0
    while start < rows.count {
      let time = times[Int(rows[start])]
      let source = postings.firstSource(of: rows[start])
      var end = start + 1
      var isOne = true
      while end < rows.count, times[Int(rows[end])] == time {
        if postings.firstSource(of: rows[end]) != source { isOne = false }
        end += 1
      }
      if !isOne { settle(start..<end, postings) }
      start = end
    }
  }

  private mutating func settle(_ range: Range<Int>, _ postings: Postings) {
    var bySource: [Int32: [Int32]] = [:]
    for row in rows[range] { bySource[postings.firstSource(of: row), default: []].append(row) }
    let lists = bySource.values.sorted { (a: [Int32], b: [Int32]) -> Bool in
      for (x, y) in zip(a, b) {
        let (left, right) = (EntryContent(x, postings), EntryContent(y, postings))
        if left != right { return left < right }
      }
      return a.count != b.count ? a.count < b.count : (a.first ?? 0) < (b.first ?? 0)
    }
    rows.replaceSubrange(range, with: lists.joined())
  }

  /// Puts the rows that the analyst names into the analyst's sequence, day by day, on the places that
  /// they hold among the rows of their day.
  private mutating func lay(_ sequence: [Int32], _ postings: Postings) {
    guard !sequence.isEmpty else { return }
    var rank: [Int32: Int] = [:]
    for (position, row) in sequence.enumerated() where rank[row] == nil { rank[row] = position }
    var places: [Int64: [Int]] = [:]
    for (place, row) in rows.enumerated() where rank[row] != nil {
      places[postings.dayNumber(of: row), default: []].append(place)
    }
    for (_, places) in places {
      let named = places.map { rows[$0] }.sorted { (rank[$0] ?? 0) < (rank[$1] ?? 0) }
      for (place, row) in zip(places, named) { rows[place] = row }
    }
  }
}

/// What an entry says, without its numbers: for a tie-break between sources.
private struct EntryContent: Comparable {
  private let key: (Int64, Int64, UInt16, UInt16)
  private let sides: (Int32, Int32, UInt8)

  init(_ row: Int32, _ postings: Postings) {
    let r = Int(row)
    key = (
      postings.debit[r], postings.credit[r], postings.debitUnit[r], postings.creditUnit[r]
    )
    sides = (postings.from[r], postings.to[r], postings.precision[r])
  }

  static func < (a: Self, b: Self) -> Bool {
    a.key != b.key ? a.key < b.key : a.sides < b.sides
  }

  static func == (a: Self, b: Self) -> Bool { a.key == b.key && a.sides == b.sides }
}

extension Postings {
  /// The source whose order of entries a posting stands in, by binary search (`sourceStart` holds the
  /// first row of each source); -1 for none.
  func firstSource(of row: Int32) -> Int32 {
    var (low, high) = (0, sourceStart.count)
    while low < high {
      let middle = (low + high) / 2
      if sourceStart[middle] <= row { low = middle + 1 } else { high = middle }
    }
    return low > 0 && low <= sourceIDs.count ? sourceIDs[low - 1] : -1
  }

  func dayNumber(of row: Int32) -> Int64 {
    let second = lo[Int(row)]
    return second >= 0 ? second / 86_400 : -((-second + 86_399) / 86_400)
  }

  /// The last second of a posting's time.
  func hi(of row: Int32) -> Int64 {
    TimeSpan.hi(
      lo: lo[Int(row)],
      precision: TimeSpan.Precision(rawValue: precision[Int(row)]) ?? .second)
  }
}
