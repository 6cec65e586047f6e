/// What a source has stated so far under each id, so that a later statement of the same record, or
/// one that replaces another, takes the earlier back.
///
/// Memory is bounded: past `limit` records it starts anew.
struct BODSRecords {
  /// The records that one statement made, by their numbers in the source.
  struct Entry {
    /// Start of the statement's date; the least value where it states none.
    var date: Int64
    var statement: String
    var mentions: [Int]
    var links: [Int]
    /// Both ends of a relationship as text, empty for a party.
    var ends = ""
  }

  static let limit = 1 << 20

  private var entries: [String: Entry] = [:]
  /// Ids that statements replace and that have not been stated so far: which replaces them.
  private var awaited: [String: String] = [:]
  /// Ids of parties that replace others, with the id under which all of them are stated.
  private var roots: [String: String] = [:]

  func entry(of id: String) -> Entry? { entries[id] }

  mutating func state(_ entry: Entry, as id: String) {
    if entries.count >= Self.limit, entries[id] == nil { entries.removeAll() }
    entries[id] = entry
  }

  mutating func forget(_ id: String) { entries[id] = nil }

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
