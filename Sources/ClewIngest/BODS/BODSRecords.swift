/// What a source has stated so far under each id, so that a later statement of the same record, or
/// one that replaces another, takes the earlier back.
///
/// Memory is bounded: past `limit` records it starts anew, at about 100 bytes each.
struct BODSRecords {
  /// The records that one statement made, by their numbers in the source, which follow each other.
  struct Entry {
    /// Start of the statement's date; the least value where it states none.
    var date: Int64
    var mentions: Range<Int32>
    var links: Range<Int32>
    /// A digest of both ends of a relationship, 0 for a party.
    var ends: UInt64
  }

  static let limit = 1 << 20

  private var entries: [Key: Entry] = [:]
  /// Relationships stated under the id of another.
  private var others: [Key: [Entry]] = [:]
  /// Ids that statements replace and that have not been stated so far: which replaces them.
  private var awaited: [String: String] = [:]
  /// Ids of parties that replace others, with the id under which all of them are stated.
  private var roots: [String: String] = [:]

  /// 128 bits of an id: two of 10^6 ids agree by chance once in 10^26 sources.
  struct Key: Hashable {
    private var high: UInt64 = 0xCBF2_9CE4_8422_2325
    private var low: UInt64 = 0x9E37_79B9_7F4A_7C15

    init(_ id: String, isParty: Bool) {
      for byte in id.utf8 {
        high = (high ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
        low = (low &+ UInt64(byte)) &* 0xFF51_AFD7_ED55_8CCD
        low ^= low >> 32
      }
      if isParty { low = ~low }
    }

    /// The digest of a text for comparison alone.
    static func digest(_ text: String) -> UInt64 { Key(text, isParty: false).high }
  }

  func entry(of key: Key) -> Entry? { entries[key] }

  /// Everything stated under an id.
  func all(of key: Key) -> [Entry] {
    guard let entry = entries[key] else { return [] }
    return [entry] + (others[key] ?? [])
  }

  mutating func state(_ entry: Entry, as key: Key) {
    if entries.count >= Self.limit, entries[key] == nil {
      entries.removeAll()
      others.removeAll()
    }
    entries[key] = entry
    if !others.isEmpty { others[key] = nil }
  }

  mutating func stateBeside(_ entry: Entry, as key: Key) { others[key, default: []].append(entry) }

  mutating func forget(_ key: Key) {
    entries[key] = nil
    others[key] = nil
  }

  /// The id under which a party is stated: that of the first statement of its chain.
  func root(of id: String) -> String { roots[id] ?? id }

  mutating func join(_ id: String, to root: String) {
    guard id != root else { return }
    if roots.count >= Self.limit { roots.removeAll() }
    roots[id] = root
  }

  mutating func await(_ id: String, replacedBy statement: String) {
    if awaited.count >= Self.limit { awaited.removeAll() }
    awaited[id] = statement
  }

  /// The statement that replaces this id, stated before it.
  mutating func replacement(of id: String) -> String? { awaited.removeValue(forKey: id) }
}
