import ClewModel

/// Looks for dates in the first bytes of a JSON source, without parsing them.
enum JSONDates {
  /// The latest date that stands as text under one of some keys; nil where none does.
  static func latest(under keys: [String], in bytes: [UInt8]) -> TimeSpan? {
    var latest: TimeSpan?
    for key in keys {
      let quoted = Array("\"\(key)\"".utf8)
      var at = 0
      while let found = place(of: quoted, in: bytes, from: at) {
        at = found + quoted.count
        guard let date = date(in: bytes, from: at) else { continue }
        if latest.map({ ($0.lo, $0.hi) < (date.lo, date.hi) }) ?? true { latest = date }
      }
    }
    return latest
  }

  private static func place(of key: [UInt8], in bytes: [UInt8], from: Int) -> Int? {
    var at = from
    while at + key.count <= bytes.count {
      if bytes[at] == key[0], bytes[at..<(at + key.count)].elementsEqual(key) { return at }
      at += 1
    }
    return nil
  }

  private static func date(in bytes: [UInt8], from: Int) -> TimeSpan? {
    var at = from
    while at < bytes.count, bytes[at] <= 0x20 || bytes[at] == UInt8(ascii: ":") { at += 1 }
    guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else { return nil }
    let rest = bytes[(at + 1)...].prefix(40)
    guard let end = rest.firstIndex(of: UInt8(ascii: "\"")) else { return nil }
    return TimeSpan(iso: String(decoding: rest[..<end], as: UTF8.self))
  }
}
