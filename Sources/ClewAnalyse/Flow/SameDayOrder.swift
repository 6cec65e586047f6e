import ClewGraph
import ClewModel

/// Entries of one day rearranged so that every account's withdrawals come before its deposits, or
/// after them, as far as stated times and the payments themselves allow.
///
/// A payment is a withdrawal of one account and a deposit of another, so the mode is a partial order
/// over the payments of a day: deposits first works down the chain of accounts, withdrawals first up.
/// Where the payments of a day go round in a circle the entry that comes first in the ledger goes
/// first, and the day is named. Times stated on a day are kept; entries dated by the day are free;
/// those dated by month or year keep their place. O(n log n) for n entries of a day.
struct SameDayOrder {
  private(set) var circular: [Int32] = []
  private let postings: Postings
  private let depositsFirst: Bool

  init(_ postings: Postings, _ mode: TraceQuestion.SameDay) {
    self.postings = postings
    depositsFirst = mode == .depositsFirst
  }

  mutating func apply(to rows: inout [Int32]) {
    var start = 0
    while start < rows.count {
      let day = postings.dayNumber(of: rows[start])
      var end = start + 1
      while end < rows.count, postings.dayNumber(of: rows[end]) == day { end += 1 }
      if end - start > 1 {
        let places = (start..<end).filter {
          let precision = postings.precision[Int(rows[$0])]
          return precision <= TimeSpan.Precision.day.rawValue
        }
        var group = DayGroup(places.map { rows[$0] }, postings, depositsFirst: depositsFirst)
        for (place, row) in zip(places, group.arranged()) { rows[place] = row }
        if let row = group.firstForced { circular.append(row) }
      }
      start = end
    }
  }
}

/// The entries of one day, taken one by one: an entry may go when no entry that must go before it on
/// the same account is left. Entries with a stated time go class by class, a class to a time.
private struct DayGroup {
  private(set) var firstForced: Int32?
  /// In ledger order.
  private let entries: [Int32]
  /// By entry: the account that must be rid of other entries first, the one whose entries wait for
  /// it (-1 for none), and its class: 0 for entries dated by the day, else the rank of its time.
  private var wait: [Int] = []
  private var block: [Int] = []
  private var timeClass: [Int] = []
  private var byClass: [[Int]]
  /// By account: entries left that must go before those waiting there: all, those dated by the day,
  /// those of the class that is open.
  private var left: [Int]
  private var leftFree: [Int]
  private var leftNow: [Int]
  private var waitingFree: [[Int]]
  private var waitingNow: [[Int]]
  private var now = 0
  private var leftInClass = 0
  private var ready = SmallestFirst()
  private var open = SmallestFirst()
  private var taken: [Bool]

  init(_ rows: [Int32], _ postings: Postings, depositsFirst: Bool) {
    entries = rows
    var numbers: [Int32: Int] = [:]
    for row in rows {
      let (payer, payee) = (postings.from[Int(row)], postings.to[Int(row)])
      // A payment waits for the deposits of its payer, or for the withdrawals of its payee.
      for node in depositsFirst ? [payer, payee] : [payee, payer] {
        let number = node < 0 ? -1 : numbers[node, default: numbers.count]
        if node >= 0 { numbers[node] = number }
        if wait.count == block.count { wait.append(number) } else { block.append(number) }
      }
    }
    let day = TimeSpan.Precision.day.rawValue
    let stated = rows.filter { postings.precision[Int($0)] < day }
    let times = Set(stated.map { postings.lo[Int($0)] }).sorted()
    let ranks = Dictionary(uniqueKeysWithValues: zip(times, 1...))
    timeClass = rows.map { row in
      postings.precision[Int(row)] < day ? ranks[postings.lo[Int(row)]] ?? 0 : 0
    }
    byClass = [[Int]](repeating: [], count: times.count + 1)
    for (at, timeClass) in timeClass.enumerated() { byClass[timeClass].append(at) }
    left = [Int](repeating: 0, count: numbers.count)
    leftFree = left
    leftNow = left
    waitingFree = [[Int]](repeating: [], count: numbers.count)
    waitingNow = waitingFree
    taken = [Bool](repeating: false, count: rows.count)
  }

  mutating func arranged() -> [Int32] {
    for at in entries.indices where blocks(at) {
      left[block[at]] += 1
      if timeClass[at] == 0 { leftFree[block[at]] += 1 }
    }
    openClass(0)
    openNext()
    var order: [Int32] = []
    order.reserveCapacity(entries.count)
    while let at = next() {
      take(at)
      order.append(entries[at])
      if leftInClass == 0 { openNext() }
    }
    return order
  }

  /// Whether others wait for the entry: a payment of an account to itself holds nobody up.
  private func blocks(_ at: Int) -> Bool { block[at] >= 0 && block[at] != wait[at] }

  private func isReady(_ at: Int) -> Bool {
    guard wait[at] >= 0 else { return true }
    let account = wait[at]
    return timeClass[at] == 0 ? left[account] == 0 : leftFree[account] + leftNow[account] == 0
  }

  private mutating func openNext() {
    guard now + 1 < byClass.count else { return }
    now += 1
    leftInClass = byClass[now].count
    for at in byClass[now] where blocks(at) { leftNow[block[at]] += 1 }
    openClass(now)
  }

  private mutating func openClass(_ number: Int) {
    for at in byClass[number] {
      open.insert(at)
      if isReady(at) {
        ready.insert(at)
      } else if number == 0 {
        waitingFree[wait[at]].append(at)
      } else {
        waitingNow[wait[at]].append(at)
      }
    }
  }

  /// The first entry that may go; where none may, the first of the ledger.
  private mutating func next() -> Int? {
    while let at = ready.removeFirst() { if !taken[at] { return at } }
    while let at = open.removeFirst() {
      guard !taken[at] else { continue }
      firstForced = firstForced ?? entries[at]
      return at
    }
    return nil
  }

  private mutating func take(_ at: Int) {
    taken[at] = true
    if timeClass[at] > 0 { leftInClass -= 1 }
    guard blocks(at) else { return }
    let account = block[at]
    left[account] -= 1
    if timeClass[at] == 0 { leftFree[account] -= 1 } else { leftNow[account] -= 1 }
    if leftFree[account] + leftNow[account] == 0 {
      for other in waitingNow[account] { ready.insert(other) }
      waitingNow[account].removeAll(keepingCapacity: true)
    }
    if left[account] == 0 {
      for other in waitingFree[account] { ready.insert(other) }
      waitingFree[account].removeAll()
    }
  }
}

/// A binary heap of positions: the smallest comes out first.
private struct SmallestFirst {
  private var heap: [Int] = []

  mutating func insert(_ value: Int) {
    var at = heap.count
    heap.append(value)
    while at > 0, heap[(at - 1) / 2] > value {
      heap[at] = heap[(at - 1) / 2]
      at = (at - 1) / 2
    }
    heap[at] = value
  }

  mutating func removeFirst() -> Int? {
    guard let first = heap.first, let last = heap.popLast() else { return nil }
    guard !heap.isEmpty else { return first }
    var at = 0
    while 2 * at + 1 < heap.count {
      var child = 2 * at + 1
      if child + 1 < heap.count, heap[child + 1] < heap[child] { child += 1 }
      guard heap[child] < last else { break }
      heap[at] = heap[child]
      at = child
    }
    heap[at] = last
    return first
  }
}
