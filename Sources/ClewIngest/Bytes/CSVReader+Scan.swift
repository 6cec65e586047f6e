/// Where a record is, seen from the byte to come.
private enum CellState { case begin, plain, quoted, quoteSeen, closed }

extension CSVReader {
  /// What the state machine found from `start` on.
  enum Scanned {
    case empty(end: Int)
    case record(contentEnd: Int, end: Int, lines: Int, isMalformed: Bool)
    /// The bytes end inside a quoted cell, opened this many lines below the record's first.
    case openQuote(line: Int)
    case more
  }

  /// Reads one record of `buffer[start..<end]` into cells.
  func scan(isAtEnd: Bool) -> Scanned {
    removeCells()
    prepareUnescaped()
    var writer = 0
    var state = CellState.begin
    var cell = start
    var cellEnd = start
    var escapes = false
    var malformed = false
    var lines = 0
    var quoteLine = 0
    var at = start
    while at < end {
      let byte = buffer[at]
      if state == .quoted {
        if byte == 0x22 {
          state = .quoteSeen
          cellEnd = at
        } else if byte == 0x0A || (byte == 0x0D && !(at + 1 < end && buffer[at + 1] == 0x0A)) {
          lines += 1
        }
        at += 1
        continue
      }
      if byte == delimiter || byte == 0x0A || byte == 0x0D {
        if byte == 0x0D, at + 1 == end, !isAtEnd { return .more }
        let isQuoted = state == .quoteSeen || state == .closed
        add(cell, isQuoted ? cellEnd : at, escapes: escapes, &writer)
        if byte != delimiter {
          let isPair = byte == 0x0D && at + 1 < end && buffer[at + 1] == 0x0A
          let next = at + (isPair ? 2 : 1)
          if at == start { return .empty(end: next) }
          return .record(contentEnd: at, end: next, lines: lines + 1, isMalformed: malformed)
        }
        state = .begin
        cell = at + 1
        escapes = false
      } else if byte == 0x22, state == .begin, countsQuotes {
        state = .quoted
        quoteLine = lines
        cell = at + 1
      } else if byte == 0x22, state == .quoteSeen {
        state = .quoted
        escapes = true
      } else if state == .quoteSeen || state == .closed {
        state = .closed
        if byte != 0x20, byte != 0x09 { malformed = true }
      } else {
        state = .plain
      }
      at += 1
    }
    if state == .quoted { return .openQuote(line: quoteLine) }
    guard isAtEnd else { return .more }
    let isQuoted = state == .quoteSeen || state == .closed
    add(cell, isQuoted ? cellEnd : end, escapes: escapes, &writer)
    return .record(contentEnd: end, end: end, lines: lines + 1, isMalformed: malformed)
  }

  private func add(_ from: Int, _ to: Int, escapes: Bool, _ writer: inout Int) {
    guard escapes else { return append(Cell(start: buffer + from, count: to - from)) }
    let first = writer
    var at = from
    while at < to {
      unescaped[writer] = buffer[at]
      writer += 1
      at += buffer[at] == 0x22 ? 2 : 1
    }
    append(Cell(start: unescaped + first, count: writer - first))
  }

  /// Room for every byte of the record without its doubled quotes.
  private func prepareUnescaped() {
    let needed = end - start
    guard unescapedCapacity < needed else { return }
    unescaped.deallocate()
    unescaped = .allocate(capacity: needed)
    unescapedCapacity = needed
  }
}

/// Finds the end of a record over any number of pieces, by the rules of `CSVReader.scan`, keeping
/// nothing of it.
struct CSVSkip {
  let delimiter: UInt8
  let countsQuotes: Bool
  private(set) var lines = 0
  private(set) var quoteLine = 0
  /// Characters of the line end, 0 where the source ended first.
  private(set) var endLength = 0
  private var state = CellState.begin
  private var pendingReturn = false

  init(delimiter: UInt8, countsQuotes: Bool = true) {
    self.delimiter = delimiter
    self.countsQuotes = countsQuotes
  }

  var isQuoted: Bool { state == .quoted }

  /// - Returns: how many bytes belong to the record and its line end, and whether it ends there.
  mutating func run(_ bytes: Cell) -> (consumed: Int, isDone: Bool) {
    for at in 0..<bytes.count {
      let byte = bytes[at]
      if pendingReturn, state != .quoted {
        endLength = byte == 0x0A ? 2 : 1
        return (byte == 0x0A ? at + 1 : at, true)
      }
      if state == .quoted {
        step(quoted: byte)
        continue
      }
      switch byte {
      case 0x0A:
        lines += 1
        endLength = 1
        return (at + 1, true)
      case 0x0D:
        lines += 1
        pendingReturn = true
      case delimiter: state = .begin
      case 0x22 where state == .begin && countsQuotes:
        state = .quoted
        quoteLine = lines
      case 0x22 where state == .quoteSeen: state = .quoted
      default: state = state == .quoteSeen || state == .closed ? .closed : .plain
      }
    }
    return (bytes.count, false)
  }

  /// The source ends here.
  mutating func finish() {
    if pendingReturn, state != .quoted { endLength = 1 }
  }

  private mutating func step(quoted byte: UInt8) {
    if byte == 0x22 {
      state = .quoteSeen
      pendingReturn = false
    } else if byte == 0x0A {
      if !pendingReturn { lines += 1 }
      pendingReturn = false
    } else {
      pendingReturn = byte == 0x0D
      if pendingReturn { lines += 1 }
    }
  }
}
