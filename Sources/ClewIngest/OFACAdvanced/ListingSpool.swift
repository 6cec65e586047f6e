import ClewModel

/// Profiles in a compact form: what a listing is called and states, as bytes, until the end of the
/// file tells its list. The words of properties are held once; a profile takes about as many bytes
/// as its texts have.
struct ListingSpool {
  private var blocks: [[UInt8]] = []
  private var properties: [String] = []
  private var numbers: [String: Int] = [:]
  private(set) var count = 0

  private static let blockSize = 1 << 20

  /// Bytes held.
  var size: Int { blocks.reduce(0) { $0 + $1.count } }

  mutating func append(_ profile: AdvancedProfile) {
    if (blocks.last?.count ?? Self.blockSize) >= Self.blockSize {
      var block: [UInt8] = []
      block.reserveCapacity(Self.blockSize + (1 << 16))
      blocks.append(block)
    }
    var bytes: [UInt8] = []
    swap(&bytes, &blocks[blocks.count - 1])
    write(profile, to: &bytes)
    swap(&bytes, &blocks[blocks.count - 1])
    count += 1
  }

  /// Hands the profiles back in order; the spool is empty after.
  mutating func drain(_ body: (AdvancedProfile) throws -> Void) rethrows {
    count = 0
    for index in blocks.indices {
      var block: [UInt8] = []
      swap(&block, &blocks[index])
      var at = 0
      while at < block.count { try body(read(block, &at)) }
    }
    blocks = []
  }

  // MARK: - the form

  private mutating func write(_ profile: AdvancedProfile, to bytes: inout [UInt8]) {
    Self.put(profile.id, &bytes)
    Self.put(profile.ref, &bytes)
    bytes.append(profile.kind.rawValue)
    Self.put(profile.name, &bytes)
    Self.put(UInt64(bitPattern: profile.provenance.offset), &bytes)
    Self.put(UInt64(UInt32(bitPattern: profile.provenance.length)), &bytes)
    Self.put(UInt64(UInt32(bitPattern: profile.provenance.line)), &bytes)
    Self.put(profile.listed.map(\.description) ?? "", &bytes)
    Self.put(UInt64(profile.linked.count), &bytes)
    for name in profile.linked { Self.put(name, &bytes) }
    Self.put(UInt64(profile.facts.count), &bytes)
    for fact in profile.facts {
      let word = fact.property.rawValue
      let number = numbers[word] ?? properties.count
      if number == properties.count {
        properties.append(word)
        numbers[word] = number
      }
      Self.put(UInt64(number), &bytes)
      Self.put(fact.value, &bytes)
      bytes.append((fact.raw == nil ? 0 : 1) | (fact.qualifier == nil ? 0 : 2))
      if let raw = fact.raw { Self.put(raw, &bytes) }
      if let qualifier = fact.qualifier { Self.put(qualifier, &bytes) }
    }
  }

  private func read(_ bytes: [UInt8], _ at: inout Int) -> AdvancedProfile {
    let id = Self.text(bytes, &at)
    let ref = Self.text(bytes, &at)
    let kind = PartyKind(rawValue: bytes[at]) ?? .unknown
    at += 1
    let name = Self.text(bytes, &at)
    let provenance = Provenance(
      offset: Int64(bitPattern: Self.number(bytes, &at)),
      length: Int32(truncatingIfNeeded: Self.number(bytes, &at)),
      line: Int32(truncatingIfNeeded: Self.number(bytes, &at)), path: "DistinctParty")
    var profile = AdvancedProfile(
      id: id, ref: ref, kind: kind, name: name, provenance: provenance)
    profile.listed = TimeSpan(iso: Self.text(bytes, &at))
    for _ in 0..<Int(Self.number(bytes, &at)) { profile.linked.append(Self.text(bytes, &at)) }
    let facts = Int(Self.number(bytes, &at))
    profile.facts.reserveCapacity(facts)
    for _ in 0..<facts {
      let property = Property(rawValue: properties[Int(Self.number(bytes, &at))])
      let value = Self.text(bytes, &at)
      let flags = bytes[at]
      at += 1
      let raw = flags & 1 == 0 ? nil : Self.text(bytes, &at)
      let qualifier = flags & 2 == 0 ? nil : Self.text(bytes, &at)
      profile.facts.append(Fact(property, value, raw: raw, qualifier: qualifier))
    }
    return profile
  }

  private static func put(_ text: String, _ bytes: inout [UInt8]) {
    put(UInt64(text.utf8.count), &bytes)
    bytes.append(contentsOf: text.utf8)
  }

  /// Seven bits a byte, the lowest first.
  private static func put(_ number: UInt64, _ bytes: inout [UInt8]) {
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  private static func text(_ bytes: [UInt8], _ at: inout Int) -> String {
    let count = Int(number(bytes, &at))
    defer { at += count }
    return String(decoding: bytes[at..<(at + count)], as: UTF8.self)
  }

  private static func number(_ bytes: [UInt8], _ at: inout Int) -> UInt64 {
    var number: UInt64 = 0
    var shift: UInt64 = 0
    while bytes[at] >= 0x80 {
      number |= UInt64(bytes[at] & 0x7F) << shift
      shift += 7
      at += 1
    }
    number |= UInt64(bytes[at]) << shift
    at += 1
    return number
  }
}
