/// Numbers byte strings, or pairs of them, in the order of their first appearance.
///
/// Open addressing with linear probing. A key of at most 16 bytes lies in its slot, so that a
/// look-up costs one cache miss; a longer one lies in an arena. The hash is seeded per table so that
/// a hostile file cannot aim at it; no order of output depends on it. Expected O(length) a look-up,
/// about 50 bytes a short key.
struct ByteTable {
  /// One key. Short: `low` and `high` are its bytes. Long: its arena offset and its whole hash.
  private struct Slot {
    var low: UInt64 = 0
    var high: UInt64 = 0
    var hash: UInt32 = 0
    var firstLength: UInt32 = 0
    var length: UInt32 = 0
    /// -1 where the slot is free.
    var number: Int32 = -1
  }

  private static let shortLength = 16
  private var slots = [Slot](repeating: Slot(), count: 64)
  private var arena: [UInt8] = []
  private let seed = UInt64.random(in: .min ... .max)
  private var newest = 0
  private(set) var count = 0

  init() {}

  /// Gives the key that was just found new another number, not below 0.
  mutating func renumber(_ number: Int32) {
    precondition(number >= 0, "a negative number marks a free slot")
    slots[newest].number = number
  }

  /// The number of the pair, and whether it is new.
  mutating func number(of first: Cell, _ second: Cell = Cell(start: nil, count: 0)) -> (
    number: Int, isNew: Bool
  ) {
    var wanted = Slot()
    wanted.firstLength = UInt32(truncatingIfNeeded: first.count)
    wanted.length = UInt32(truncatingIfNeeded: first.count &+ second.count)
    if count * 4 > slots.count * 3 { grow() }
    let isShort = first.count &+ second.count <= Self.shortLength
    let hash: UInt64
    if isShort {
      var at: UInt64 = 0
      Self.pack(first, &wanted, &at)
      Self.pack(second, &wanted, &at)
      let lengths = UInt64(wanted.firstLength) << 32 | UInt64(wanted.length)
      hash = Self.fold(Self.fold(wanted.low ^ seed) ^ wanted.high ^ lengths)
    } else {
      hash = Self.mix(second, Self.mix(first, seed))
      wanted.high = hash
    }
    wanted.hash = UInt32(truncatingIfNeeded: hash)
    let mask = slots.count &- 1
    var at = Int(wanted.hash) & mask
    while slots[at].number >= 0 {
      if slots[at].hash == wanted.hash, slots[at].high == wanted.high,
        slots[at].firstLength == wanted.firstLength, slots[at].length == wanted.length,
        isShort ? slots[at].low == wanted.low : holds(Int(slots[at].low), first, second)
      {
        return (Int(slots[at].number), false)
      }
      at = (at &+ 1) & mask
    }
    if !isShort {
      wanted.low = UInt64(arena.count)
      arena.append(contentsOf: first)
      arena.append(contentsOf: second)
    }
    wanted.number = Int32(truncatingIfNeeded: count)
    slots[at] = wanted
    newest = at
    count += 1
    return (count - 1, true)
  }

  /// Puts the bytes of a cell behind the `at` bytes the slot already holds.
  private static func pack(_ cell: Cell, _ slot: inout Slot, _ at: inout UInt64) {
    for byte in cell {
      if at < 8 {
        slot.low |= UInt64(byte) &<< (at &* 8)
      } else {
        slot.high |= UInt64(byte) &<< ((at &- 8) &* 8)
      }
      at &+= 1
    }
  }

  private func holds(_ start: Int, _ first: Cell, _ second: Cell) -> Bool {
    arena.withUnsafeBufferPointer { bytes in
      let middle = start + first.count
      return bytes[start..<middle].elementsEqual(first)
        && bytes[middle..<(middle + second.count)].elementsEqual(second)
    }
  }

  private mutating func grow() {
    var wider = [Slot](repeating: Slot(), count: slots.count * 2)
    let mask = wider.count - 1
    for slot in slots where slot.number >= 0 {
      var at = Int(slot.hash) & mask
      while wider[at].number >= 0 { at = (at + 1) & mask }
      wider[at] = slot
    }
    slots = wider
  }

  /// Folds eight bytes at a time by a 64 × 64 → 128-bit product, as wyhash does.
  private static func mix(_ bytes: Cell, _ seed: UInt64) -> UInt64 {
    var hash = seed ^ UInt64(truncatingIfNeeded: bytes.count) &* 0x9E37_79B9_7F4A_7C15
    let raw = UnsafeRawBufferPointer(bytes)
    var at = 0
    while at + 8 <= raw.count {
      hash = fold(hash ^ raw.loadUnaligned(fromByteOffset: at, as: UInt64.self))
      at += 8
    }
    var tail: UInt64 = 0
    while at < raw.count {
      tail = tail << 8 | UInt64(raw[at])
      at += 1
    }
    return fold(hash ^ tail)
  }

  private static func fold(_ value: UInt64) -> UInt64 {
    let (high, low) = value.multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
    return high ^ low
  }
}
