import ClewModel
import Glibc

/// Reads the records of a table byte by byte, in flat memory (RFC 4180 and what real files make of
/// it): quoted cells with doubled quotes and line ends in them, CRLF, LF or CR, any delimiter.
///
/// A cell is a range of bytes, no `String`; it lives until the next call of `next`. Offsets and
/// lengths are those of the original bytes, also where the source is UTF-16 or windows-1252. Empty
/// lines are skipped. A quote opens a quoted cell only at its very beginning; blanks may follow the
/// closing one. Records without quotes take a path of `memchr` and eight bytes at a time; the state
/// machine in `CSVReader+Scan.swift` reads the others. Cost: time linear in the bytes, memory
/// `chunk + limit`.
final class CSVReader {
  /// What `next` found. `refused` is a record that cannot be read: see `refusal`.
  enum Event { case record, refused, end }

  /// A record longer than this many bytes is refused, not buffered.
  static let defaultLimit = 1 << 20

  let delimiter: UInt8
  let limit: Int
  /// False where a quote is a character like any other.
  let countsQuotes: Bool
  let source: TextSource

  /// The place of the record: byte offset and length in the source, and line, from 1.
  private(set) var offset: Int64 = 0
  private(set) var length = 0
  private(set) var line = 1
  /// Cells of the record.
  private(set) var count = 0
  /// Why the record was refused.
  var refusal = ""
  /// True where the record is the last and no line end follows it.
  private(set) var isUnterminated = false

  // The kernel: `buffer[start..<end]` is text not handed out yet, only bytes before `end` are read,
  // and `end` never passes `capacity`. `cells[..<count]` point into `buffer` or, for
  // cells with doubled quotes, into `unescaped`.
  var buffer: UnsafeMutablePointer<UInt8>
  var start = 0
  var end = 0
  private var capacity: Int
  private var cells: UnsafeMutablePointer<Cell>
  private var cellCapacity = 64
  var unescaped: UnsafeMutablePointer<UInt8>
  var unescapedCapacity = 0

  private let chunk: Int
  private var isAtEnd = false
  private var content = 0..<0
  private var nextOffset: Int64
  private var nextLine = 1
  // Whether any unread byte may be a quote, a CR, a NUL, or not ASCII.
  private var mayQuote = false
  private var mayReturn = false
  private var mayNul = false
  private var mayHigh = false
  /// No line feed stands in `buffer[start..<noNewlineUntil]`.
  private var noNewlineUntil = 0
  /// The first bytes of a record that was too long to hold.
  private var longSnippet: [UInt8]?
  private let delimiters: UInt64

  /// - Parameter countsQuotes: false for tables whose quotes enclose nothing: a record is a line.
  init(
    _ stream: ByteStream, delimiter: UInt8, encoding: TextEncoding? = nil,
    limit: Int = CSVReader.defaultLimit, chunk: Int = 1 << 20, countsQuotes: Bool = true
  ) throws {
    self.delimiter = delimiter
    self.countsQuotes = countsQuotes
    self.limit = limit
    self.chunk = max(chunk, 16)
    source = try TextSource(stream, encoding: encoding)
    nextOffset = Int64(source.markLength)
    delimiters = 0x0101_0101_0101_0101 &* UInt64(delimiter)
    capacity = limit + 16 + self.chunk
    buffer = .allocate(capacity: capacity)
    cells = .allocate(capacity: cellCapacity)
    unescaped = .allocate(capacity: 1)
  }

  deinit {
    buffer.deallocate()
    cells.deallocate()
    unescaped.deallocate()
  }

  /// A cell of the record; empty where the record has fewer.
  subscript(index: Int) -> Cell {
    index >= 0 && index < count ? cells[index] : Cell(start: nil, count: 0)
  }

  /// The record as it stands, without its line end.
  var record: Cell { Cell(start: buffer + content.lowerBound, count: content.count) }

  var provenance: Provenance {
    Provenance(
      offset: offset, length: Int32(clamping: length), line: Int32(clamping: line))
  }

  /// Where the next record begins in the source.
  var endOffset: Int64 { nextOffset }

  /// How rejected records are written out for repair below all that was read so far: they end as the
  /// record at hand does.
  var repairFrame: RepairFrame {
    let unit = source.encoding == .utf16le || source.encoding == .utf16be ? 2 : 1
    let ending = nextOffset - offset - Int64(length)
    let separator = ending == Int64(2 * unit) ? "\r\n" : "\n"
    return RepairFrame(prefixLength: nextOffset, separator: separator, suffix: separator)
  }

  /// The record as a rejection.
  func rejection(_ reason: String) -> Rejection {
    let cut = Cell(start: buffer + content.lowerBound, count: min(content.count, 500))
    let snippet = longSnippet.map { String(decoding: $0, as: UTF8.self) } ?? cut.text
    return Rejection(provenance: provenance, reason: reason, snippet: snippet)
  }

  /// Moves to the next record.
  ///
  /// - Throws: `IngestError(.truncated)` where the source ends inside a quoted cell.
  func next() throws -> Event {
    while true {
      if start == end, try !refill() {
        count = 0
        content = 0..<0
        return .end
      }
      guard noNewlineUntil <= start, let newline = memchr(buffer + start, 0x0A, end - start) else {
        noNewlineUntil = end
        if let event = try slow() { return event }
        continue
      }
      let stop = UnsafeRawPointer(newline) - UnsafeRawPointer(buffer)
      if mayQuote, memchr(buffer + start, 0x22, stop - start) != nil {
        if let event = try slow() { return event }
        continue
      }
      var contentEnd = stop
      if mayReturn, let found = memchr(buffer + start, 0x0D, stop - start) {
        contentEnd = UnsafeRawPointer(found) - UnsafeRawPointer(buffer)
        if contentEnd != stop - 1 {
          if let event = try slow() { return event }
          continue
        }
      }
      if contentEnd == start {
        take(contentEnd: start, end: stop + 1, lines: 1)
        continue
      }
      if contentEnd - start > limit { return try skipLongRecord() }
      split(start, contentEnd)
      take(contentEnd: contentEnd, end: stop + 1, lines: 1)
      isUnterminated = false
      return try check()
    }
  }

  // MARK: - Kernel

  /// Cuts `buffer[from..<to]` at the delimiters, eight bytes at a time.
  private func split(_ from: Int, _ to: Int) {
    let base = buffer
    count = 0
    var cell = from
    var at = from
    let raw = UnsafeRawPointer(base)
    while at + 8 <= to {
      let x = raw.loadUnaligned(fromByteOffset: at, as: UInt64.self) ^ delimiters
      let low = (x & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x7F7F_7F7F_7F7F_7F7F
      var hits = ~(low | x | 0x7F7F_7F7F_7F7F_7F7F)
      while hits != 0 {
        let found = at &+ hits.trailingZeroBitCount &>> 3
        append(Cell(start: base + cell, count: found &- cell))
        cell = found &+ 1
        hits &= hits &- 1
      }
      at &+= 8
    }
    while at < to {
      if base[at] == delimiter {
        append(Cell(start: base + cell, count: at &- cell))
        cell = at &+ 1
      }
      at &+= 1
    }
    append(Cell(start: base + cell, count: to &- cell))
  }

  func append(_ cell: Cell) {
    if count == cellCapacity {
      let wider = UnsafeMutablePointer<Cell>.allocate(capacity: cellCapacity * 2)
      wider.update(from: cells, count: count)
      cells.deallocate()
      cells = wider
      cellCapacity *= 2
    }
    cells[count] = cell
    count &+= 1
  }

  func removeCells() { count = 0 }

  /// Hands out `buffer[start..<end]`, whose content ends before its line end.
  func take(contentEnd: Int, end: Int, lines: Int) {
    content = start..<contentEnd
    if longSnippet != nil { longSnippet = nil }
    length = measure(start, contentEnd)
    offset = nextOffset
    line = nextLine
    nextOffset += Int64(
      end == contentEnd ? length : length + measure(contentEnd, end))
    nextLine += lines
    start = end
  }

  private func measure(_ from: Int, _ to: Int) -> Int {
    source.encoding == .utf8
      ? to - from : source.originalLength(Cell(start: buffer + from, count: to - from))
  }

  /// Reads on until a chunk more is there or the source ends; keeps the unread bytes.
  ///
  /// - Returns: false where nothing more was to be had.
  private func refill() throws -> Bool {
    if isAtEnd { return false }
    if start > 0 {
      if end > start { buffer.update(from: buffer + start, count: end - start) }
      end -= start
      start = 0
    }
    let first = end
    let wanted = min(capacity, end + chunk)
    // Transcoding writes up to three bytes for one, and needs room for a few.
    while wanted - end >= 16 || end == first {
      let room = UnsafeMutableRawBufferPointer(start: buffer + end, count: wanted - end)
      let got = try source.read(into: room)
      if got == 0 {
        isAtEnd = true
        break
      }
      end += got
    }
    guard end > first else { return false }
    noNewlineUntil = 0
    mayQuote = countsQuotes && memchr(buffer, 0x22, end) != nil
    mayReturn = memchr(buffer, 0x0D, end) != nil
    mayNul = memchr(buffer, 0, end) != nil
    mayHigh = !UTF8Check.isASCII(Cell(start: buffer, count: end))
    return true
  }

  /// Refuses a record with NUL bytes or bytes that are not UTF-8; decides the encoding where the
  /// bytes before were all ASCII.
  private func check() throws -> Event {
    if mayNul, memchr(buffer + content.lowerBound, 0, content.count) != nil {
      return refuse("the record holds a NUL byte; expected text")
    }
    guard mayHigh, source.encoding == .utf8, !UTF8Check.isASCII(record) else { return .record }
    if UTF8Check.isValid(record) {
      if !source.isConclusive { source.settle(.utf8) }
      return .record
    }
    if source.isConclusive {
      return refuse("the record holds bytes that are not UTF-8, which the source otherwise is")
    }
    becomeWindows1252()
    return try next()
  }

  /// Reads the record and all after it as windows-1252: everything before was ASCII.
  private func becomeWindows1252() {
    source.settle(.windows1252)
    let from = content.lowerBound
    let held = Cell(start: buffer + from, count: end - from)
    let wider = held.count * 3 + limit + 16 + chunk
    let expanded = UnsafeMutablePointer<UInt8>.allocate(capacity: wider)
    end = TextSource.expand(
      held, into: UnsafeMutableRawBufferPointer(start: expanded, count: wider))
    buffer.deallocate()
    buffer = expanded
    capacity = wider
    start = 0
    noNewlineUntil = 0
    nextOffset = offset
    nextLine = line
  }

  func refuse(_ reason: String) -> Event {
    refusal = reason
    return .refused
  }

  // MARK: - The slow path

  /// Reads one record with the state machine, reading on as often as it needs; nil where that was
  /// an empty line.
  private func slow() throws -> Event? {
    while true {
      switch scan(isAtEnd: isAtEnd) {
      case .empty(let end):
        take(contentEnd: start, end: end, lines: 1)
        return nil
      case .record(let contentEnd, let end, let lines, let isMalformed):
        if contentEnd - start > limit { return try skipLongRecord() }
        isUnterminated = contentEnd == end
        take(contentEnd: contentEnd, end: end, lines: lines)
        if isMalformed {
          return refuse("text follows a closing quote; expected the delimiter or the line's end")
        }
        return try check()
      case .openQuote(let quoteLine):
        if isAtEnd { throw unclosed(line: nextLine + quoteLine) }
        fallthrough
      case .more:
        // A CR at the end may be half of a line end: one byte more than the limit is no proof.
        if end - start > limit + 1 { return try skipLongRecord() }
        _ = try refill()
      }
    }
  }

  private func unclosed(line: Int) -> IngestError {
    IngestError(
      .truncated, what: "a quoted cell is not closed before the end of the file",
      place: "\(source.stream.name), line \(line)",
      next: "Close the quote, or double a quote that is part of the text; the file may be cut.")
  }

  /// Drops a record that is too long, holding no more than a chunk of it.
  private func skipLongRecord() throws -> Event {
    let first = nextOffset
    let firstLine = nextLine
    var skip = CSVSkip(delimiter: delimiter, countsQuotes: countsQuotes)
    longSnippet = Array(Cell(start: buffer + start, count: min(500, end - start)))
    while true {
      let stop = skip.run(Cell(start: buffer + start, count: end - start))
      nextOffset += Int64(measure(start, start + stop.consumed))
      start += stop.consumed
      if stop.isDone { break }
      if try !refill() {
        if skip.isQuoted { throw unclosed(line: firstLine + skip.quoteLine) }
        skip.finish()
        break
      }
    }
    nextLine = firstLine + max(skip.lines, 1)
    offset = first
    line = firstLine
    length = Int(nextOffset - first) - skip.endLength * (source.encoding.isWide ? 2 : 1)
    count = 0
    content = start..<start
    return refuse("the record is longer than \(limit) bytes")
  }
}

extension TextEncoding {
  /// True where a line end takes two bytes a character.
  var isWide: Bool { self == .utf16le || self == .utf16be }
}
