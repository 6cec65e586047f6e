import Glibc

/// Parses one JSON value (RFC 8259) into the rows of a record.
///
/// Invariants of the unsafe code, which is all in this file: `base[0..<end]` is readable and
/// `base[end]` is a NUL, which is legal nowhere in JSON, so that every scan stops there at the
/// latest; eight bytes at a time are read only where `at + 8 <= end`. Nothing keeps a pointer after
/// `parse` has returned.
struct JSONKernel {
  /// How parsing ended.
  enum Outcome: Equatable {
    /// The value ends before this place.
    case whole(Int)
    /// The bytes end inside the value.
    case cut
    case broken(at: Int, String)
  }

  /// What the rows are filed under.
  struct Place {
    /// Offset in the source of `base[0]`.
    var offset: Int64
    var line: Int32
  }

  private let base: UnsafePointer<UInt8>
  private let end: Int
  private let origin: Int64
  private let limits: XMLLimits
  /// The line at `at`.
  private(set) var line: Int32
  private var at: Int
  private var failure: Outcome?

  init(
    _ base: UnsafePointer<UInt8>, from start: Int, end: Int, place: Place, limits: XMLLimits
  ) {
    self.base = base
    self.end = end
    at = start
    origin = place.offset
    line = place.line
    self.limits = limits
  }

  /// Parses the value that starts here; the first row is named `name`.
  mutating func parse(
    into rows: inout RecordRows, keys: inout JSONKeyTable, name: Int32
  ) -> Outcome {
    _ = value(name, parent: -1, depth: 0, &rows, &keys)
    return failure ?? .whole(at)
  }

  /// Goes over white space; returns the byte after it.
  @inline(__always)
  private mutating func skipBlanks() -> UInt8 {
    while true {
      let byte = base[at]
      if byte > 0x20 { return byte }
      switch byte {
      case 0x0A:
        line &+= 1
        at &+= 1
      case 0x20, 0x0D, 0x09: at &+= 1
      default: return byte
      }
    }
  }

  /// One value under a name. Returns false where parsing stops.
  private mutating func value(
    _ name: Int32, parent: Int32, depth: Int, _ rows: inout RecordRows, _ keys: inout JSONKeyTable
  ) -> Bool {
    let byte = skipBlanks()
    switch byte {
    case UInt8(ascii: "\""):
      let start = (at: at, line: line, text: rows.bytes.count)
      guard string(into: &rows.bytes) else { return false }
      addLeaf(name, parent, start, &rows)
      return true
    case UInt8(ascii: "{"): return object(name, parent: parent, depth: depth, &rows, &keys)
    case UInt8(ascii: "["): return array(name, parent: parent, depth: depth, &rows, &keys)
    case UInt8(ascii: "n"): return word("null", name, parent, isNothing: true, &rows)
    case UInt8(ascii: "t"): return word("true", name, parent, isNothing: false, &rows)
    case UInt8(ascii: "f"): return word("false", name, parent, isNothing: false, &rows)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      return number(name, parent, &rows)
    default: return stop("a value was expected")
    }
  }

  private mutating func object(
    _ name: Int32, parent: Int32, depth: Int, _ rows: inout RecordRows, _ keys: inout JSONKeyTable
  ) -> Bool {
    guard depth < limits.depth else { return stop("nests deeper than \(limits.depth) levels") }
    let row = open(name, parent, &rows)
    at &+= 1
    if skipBlanks() == UInt8(ascii: "}") {
      at &+= 1
      close(row, &rows)
      return true
    }
    while true {
      guard skipBlanks() == UInt8(ascii: "\"") else { return stop("a key in quotes was expected") }
      guard let key = key(&keys) else { return false }
      guard skipBlanks() == UInt8(ascii: ":") else { return stop("a colon was expected") }
      at &+= 1
      guard value(key, parent: Int32(truncatingIfNeeded: row), depth: depth &+ 1, &rows, &keys)
      else { return false }
      switch skipBlanks() {
      case UInt8(ascii: ","): at &+= 1
      case UInt8(ascii: "}"):
        at &+= 1
        close(row, &rows)
        return true
      default: return stop("a comma or the end of the object was expected")
      }
    }
  }

  /// The elements of an array stand as rows of its own name; an array inside an array is one row
  /// whose elements are named `#item`.
  private mutating func array(
    _ name: Int32, parent: Int32, depth: Int, _ rows: inout RecordRows, _ keys: inout JSONKeyTable
  ) -> Bool {
    guard depth < limits.depth else { return stop("nests deeper than \(limits.depth) levels") }
    at &+= 1
    if skipBlanks() == UInt8(ascii: "]") {
      at &+= 1
      return true
    }
    while true {
      if skipBlanks() == UInt8(ascii: "[") {
        let row = open(name, parent, &rows)
        guard
          array(
            keys.item, parent: Int32(truncatingIfNeeded: row), depth: depth &+ 1, &rows, &keys)
        else { return false }
        close(row, &rows)
      } else {
        guard value(name, parent: parent, depth: depth &+ 1, &rows, &keys) else { return false }
      }
      switch skipBlanks() {
      case UInt8(ascii: ","): at &+= 1
      case UInt8(ascii: "]"):
        at &+= 1
        return true
      default: return stop("a comma or the end of the array was expected")
      }
    }
  }

  // MARK: - plain values

  private mutating func word(
    _ word: StaticString, _ name: Int32, _ parent: Int32, isNothing: Bool, _ rows: inout RecordRows
  ) -> Bool {
    let count = word.utf8CodeUnitCount
    for index in 0..<count where base[at &+ index] != word.utf8Start[index] {
      at &+= index
      return stop("\"\(word)\" was expected")
    }
    guard !isNothing else {
      at &+= count
      return true
    }
    let start = (at: at, line: line, text: rows.bytes.count)
    rows.bytes.append(contentsOf: UnsafeBufferPointer(start: base + at, count: count))
    at &+= count
    addLeaf(name, parent, start, &rows)
    return true
  }

  /// A number, kept as the text it is.
  private mutating func number(
    _ name: Int32, _ parent: Int32, _ rows: inout RecordRows
  ) -> Bool {
    let start = (at: at, line: line, text: rows.bytes.count)
    if base[at] == UInt8(ascii: "-") { at &+= 1 }
    let first = at
    guard digits() else { return stop("a digit was expected") }
    if base[first] == UInt8(ascii: "0"), at &- first > 1 {
      at = first
      return stop("a number does not begin with 0")
    }
    if base[at] == UInt8(ascii: ".") {
      at &+= 1
      guard digits() else { return stop("a digit was expected") }
    }
    if base[at] | 0x20 == UInt8(ascii: "e") {
      at &+= 1
      if base[at] == UInt8(ascii: "+") || base[at] == UInt8(ascii: "-") { at &+= 1 }
      guard digits() else { return stop("a digit was expected") }
    }
    // At the end of the bytes more digits may come.
    if at == end { return stop("") }
    rows.bytes.append(
      contentsOf: UnsafeBufferPointer(start: base + start.at, count: at &- start.at))
    addLeaf(name, parent, start, &rows)
    return true
  }

  @inline(__always)
  private mutating func digits() -> Bool {
    let start = at
    while base[at] &- UInt8(ascii: "0") < 10 { at &+= 1 }
    return at > start
  }

  // MARK: - strings

  /// The number of the key that starts at the quote.
  private mutating func key(_ keys: inout JSONKeyTable) -> Int32? {
    let quote = at
    let start = at &+ 1
    at = start
    var union: UInt64 = 0
    skipPlain(&union)
    while base[at] != UInt8(ascii: "\"") {
      let byte = base[at]
      if byte == UInt8(ascii: "\\") || byte < 0x20 {
        at = quote
        return unusualKey(&keys)
      }
      union |= UInt64(byte)
      at &+= 1
    }
    guard union & 0x8080_8080_8080_8080 == 0 else {
      at = quote
      return unusualKey(&keys)
    }
    let count = at &- start
    at &+= 1
    return keys.number(
      of: UnsafeBufferPointer(start: base + start, count: count), hash(start, count))
  }

  /// A hash of bytes, eight at a time.
  @inline(__always)
  private func hash(_ start: Int, _ count: Int) -> UInt64 {
    let raw = UnsafeRawPointer(base)
    let factor: UInt64 = 0x9E37_79B9_7F4A_7C15
    var hash = UInt64(truncatingIfNeeded: count) &* factor
    var from = start
    var left = count
    while left > 0 {
      var word: UInt64 = 0
      if from &+ 8 <= end {
        word = raw.loadUnaligned(fromByteOffset: from, as: UInt64.self)
        if left < 8 { word &= (1 << UInt64(left &* 8)) &- 1 }
      } else {
        for index in 0..<min(left, 8) {
          word |= UInt64(base[from &+ index]) << UInt64(index &* 8)
        }
      }
      hash = (hash ^ word) &* factor
      hash ^= hash >> 29
      from &+= 8
      left &-= 8
    }
    return hash
  }

  /// A key with escapes or beyond ASCII.
  private mutating func unusualKey(_ keys: inout JSONKeyTable) -> Int32? {
    var text: [UInt8] = []
    guard string(into: &text) else { return nil }
    return keys.number(of: String(decoding: text, as: UTF8.self))
  }

  /// Appends the text that starts at the quote, unescaped and checked.
  private mutating func string(into target: inout [UInt8]) -> Bool {
    at &+= 1
    var from = at
    var union: UInt64 = 0
    while true {
      skipPlain(&union)
      let byte = base[at]
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
        let piece = UnsafeBufferPointer(start: base + from, count: at &- from)
        if union & 0x8080_8080_8080_8080 != 0, !UTF8Check.isValid(piece) {
          return stop("the text is not UTF-8")
        }
        target.append(contentsOf: piece)
        if byte == UInt8(ascii: "\"") {
          at &+= 1
          return true
        }
        guard escape(into: &target) else { return false }
        from = at
        union = 0
      } else if byte < 0x20 {
        return stop(
          byte == 0x0A || byte == 0x0D
            ? "a text is not closed before the end of its line"
            : "a control character stands in a text")
      } else {
        union |= UInt64(byte)
        at &+= 1
      }
    }
  }

  /// Goes over eight bytes at a time as long as none is a quote, a backslash or a control character.
  @inline(__always)
  private mutating func skipPlain(_ union: inout UInt64) {
    let raw = UnsafeRawPointer(base)
    while at &+ 8 <= end {
      let bytes = raw.loadUnaligned(fromByteOffset: at, as: UInt64.self)
      let quote = bytes ^ 0x2222_2222_2222_2222
      let slash = bytes ^ 0x5C5C_5C5C_5C5C_5C5C
      let low = bytes &- 0x2020_2020_2020_2020
      let hits =
        ((quote &- 0x0101_0101_0101_0101) & ~quote)
        | ((slash &- 0x0101_0101_0101_0101) & ~slash) | (low & ~bytes)
      let found = hits & 0x8080_8080_8080_8080
      guard found == 0 else {
        // The lowest hit is exact: no borrow comes from below it.
        let plain = found.trailingZeroBitCount >> 3
        union |= bytes & ((1 << UInt64(plain &* 8)) &- 1)
        at &+= plain
        return
      }
      union |= bytes
      at &+= 8
    }
  }

  private mutating func escape(into target: inout [UInt8]) -> Bool {
    at &+= 1
    let byte = base[at]
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): target.append(byte)
    case UInt8(ascii: "n"): target.append(0x0A)
    case UInt8(ascii: "t"): target.append(0x09)
    case UInt8(ascii: "r"): target.append(0x0D)
    case UInt8(ascii: "b"): target.append(0x08)
    case UInt8(ascii: "f"): target.append(0x0C)
    case UInt8(ascii: "u"): return unicodeEscape(into: &target)
    default: return stop("an escape that JSON does not have")
    }
    at &+= 1
    return true
  }

  private mutating func unicodeEscape(into target: inout [UInt8]) -> Bool {
    at &+= 1
    guard let first = fourDigits() else { return false }
    var code = UInt32(first)
    if (0xD800...0xDBFF).contains(first) {
      guard base[at] == UInt8(ascii: "\\") else { return stop("half of a surrogate pair") }
      at &+= 1
      guard base[at] == UInt8(ascii: "u") else { return stop("half of a surrogate pair") }
      at &+= 1
      guard let second = fourDigits() else { return false }
      guard (0xDC00...0xDFFF).contains(second) else { return stop("half of a surrogate pair") }
      code = 0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00)
    }
    guard code != 0 else { return stop("a NUL stands in a text") }
    guard let scalar = Unicode.Scalar(code) else { return stop("half of a surrogate pair") }
    target.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    return true
  }

  private mutating func fourDigits() -> UInt16? {
    var code: UInt16 = 0
    for _ in 0..<4 {
      let byte = base[at]
      let digit: UInt8
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
      default:
        _ = stop("four hexadecimal digits were expected")
        return nil
      }
      code = code << 4 | UInt16(digit)
      at &+= 1
    }
    return code
  }

  // MARK: - rows

  @inline(__always)
  private func open(_ name: Int32, _ parent: Int32, _ rows: inout RecordRows) -> Int {
    rows.openRow(name, parent: parent, offset: origin &+ Int64(at), line: line)
  }

  @inline(__always)
  private func close(_ row: Int, _ rows: inout RecordRows) {
    rows.closeRow(row, end: origin &+ Int64(at))
  }

  @inline(__always)
  private func addLeaf(
    _ name: Int32, _ parent: Int32, _ start: (at: Int, line: Int32, text: Int),
    _ rows: inout RecordRows
  ) {
    rows.addLeaf(
      name, parent: parent, textFrom: start.text, from: origin &+ Int64(start.at),
      to: origin &+ Int64(at), line: start.line)
  }

  /// Ends parsing here: cut where the bytes end, else broken.
  private mutating func stop(_ what: String) -> Bool {
    failure = at >= end ? .cut : .broken(at: at, what)
    return false
  }
}

/// The keys of a JSON source as small numbers, found by their bytes.
struct JSONKeyTable {
  private(set) var names: RecordNames
  /// The name of an element of an array inside an array.
  let item: Int32
  /// The name of a record.
  let record: Int32
  private let limit: Int
  private var arena: [UInt8] = []
  private var slots: [Slot]
  private var count = 0

  private struct Slot {
    var hash: UInt64 = 0
    var number: Int32 = -1
    var start: Int32 = 0
    var length: Int32 = 0
  }

  init(limit: Int) {
    var names = RecordNames([])
    record = names.number(of: "record")
    item = names.number(of: "#item")
    self.names = names
    self.limit = limit
    slots = [Slot](repeating: Slot(), count: 1024)
  }

  /// The number of a key of ASCII bytes with its hash; nil is never returned for a known one.
  @inline(__always)
  mutating func number(of bytes: UnsafeBufferPointer<UInt8>, _ hash: UInt64) -> Int32 {
    var at = Int(truncatingIfNeeded: hash >> 20) & (slots.count &- 1)
    while slots[at].number >= 0 {
      let slot = slots[at]
      if slot.hash == hash, Int(slot.length) == bytes.count, holds(slot, bytes) {
        return slot.number
      }
      at = (at &+ 1) & (slots.count &- 1)
    }
    return add(bytes, hash)
  }

  mutating func number(of text: String) -> Int32 {
    if let known = names.known(text) { return known }
    // Keys beyond any format's number are one name: a map with data for keys.
    return names.count < limit ? names.number(of: text) : item
  }

  @inline(__always)
  private func holds(_ slot: Slot, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    arena.withUnsafeBufferPointer { known in
      guard let first = known.baseAddress, let other = bytes.baseAddress else { return true }
      return memcmp(first + Int(slot.start), other, bytes.count) == 0
    }
  }

  private mutating func add(_ bytes: UnsafeBufferPointer<UInt8>, _ hash: UInt64) -> Int32 {
    let number = number(of: String(decoding: bytes, as: UTF8.self))
    guard number != item else { return number }
    if (count + 1) * 2 > slots.count { grow() }
    insert(
      Slot(
        hash: hash, number: number, start: Int32(truncatingIfNeeded: arena.count),
        length: Int32(truncatingIfNeeded: bytes.count)))
    arena.append(contentsOf: bytes)
    count += 1
    return number
  }

  private mutating func grow() {
    let old = slots
    slots = [Slot](repeating: Slot(), count: old.count * 2)
    for slot in old where slot.number >= 0 { insert(slot) }
  }

  private mutating func insert(_ slot: Slot) {
    var at = Int(truncatingIfNeeded: slot.hash >> 20) & (slots.count - 1)
    while slots[at].number >= 0 { at = (at + 1) & (slots.count - 1) }
    slots[at] = slot
  }
}
