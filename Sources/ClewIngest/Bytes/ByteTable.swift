/// Numbers byte strings, or pairs of them, in the order of their first appearance.
///
/// Open addressing over one arena, no `String` and no allocation per key; the hash is seeded per
/// table so that a hostile file cannot aim at it, and no order of output depends on it. Expected
/// O(length) a look-up.
struct ByteTable {
  private struct Entry {
    var hash: UInt32
    var firstLength: Int32
    var start: Int
    var length: Int
  }

  private var arena: [UInt8] = []
  private var entries: [Entry] = []
  private var slots: [Int32]
  private let seed: UInt64

  init() {
    slots = [Int32](repeating: -1, count: 64)
    seed = UInt64.random(in: .min ... .max)
  }

  var count: Int { entries.count }

  /// The number of the pair, and whether it is new.
  mutating func number(of first: Cell, _ second: Cell = Cell(start: nil, count: 0)) -> (
    number: Int, isNew: Bool
  ) {
    let hash = UInt32(truncatingIfNeeded: Self.mix(second, Self.mix(first, seed)))
    var slot = Int(hash) & (slots.count - 1)
    while slots[slot] >= 0 {
      let found = Int(slots[slot])
      if entries[found].hash == hash, equals(entries[found], first, second) {
        return (found, false)
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    let number = entries.count
    entries.append(
      Entry(
        hash: hash, firstLength: Int32(clamping: first.count), start: arena.count,
        length: first.count + second.count))
    arena.append(contentsOf: first)
    arena.append(contentsOf: second)
    slots[slot] = Int32(truncatingIfNeeded: number)
    if entries.count * 2 > slots.count { grow() }
    return (number, true)
  }

  private func equals(_ entry: Entry, _ first: Cell, _ second: Cell) -> Bool {
    guard Int(entry.firstLength) == first.count, entry.length == first.count + second.count else {
      return false
    }
    return arena.withUnsafeBufferPointer { bytes in
      var at = entry.start
      for byte in first {
        if bytes[at] != byte { return false }
        at &+= 1
      }
      for byte in second {
        if bytes[at] != byte { return false }
        at &+= 1
      }
      return true
    }
  }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: slots.count * 2)
    for (number, entry) in entries.enumerated() {
      var slot = Int(entry.hash) & (slots.count - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(truncatingIfNeeded: number)
    }
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
