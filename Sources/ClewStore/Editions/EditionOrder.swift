import ClewModel

/// The order of the live sources of one family, and which of them take the place of which.
///
/// A source stands where its date puts it: that of its publication, else the as-of date it was given.
/// One without a date is later than all that were ingested before it. What replaces a corrected
/// source stands where that one stood. The files of one edition (`Edition.part`) share a position:
/// parts of one date, and parts without a date that the latest edition still lacks.
///
/// Pure; near-linear in the number of sources, times that of the whole ones.
struct EditionOrder {
  struct Source: Hashable {
    var id: Int64
    /// The id of the first source it stands for: its own, or that of the one it replaced.
    var order: Int64
    /// The first second of its date; nil where none is stated or given.
    var date: Int64?
    var isWhole: Bool
    var part: String?
    /// Sources of later editions that it came with again, unchanged.
    var restatedWith: [Int64] = []

    init(id: Int64, order: Int64? = nil, date: Int64?, isWhole: Bool, part: String? = nil) {
      self.id = id
      self.order = order ?? id
      self.date = date
      self.isWhole = isWhole
      self.part = part
    }
  }

  /// In ascending position, then id.
  private(set) var sources: [Source] = []
  /// Those of them that may take the place of others: few, also where deltas are many.
  private var wholes: [Source] = []
  private var positions: [Int64: Int] = [:]
  /// Of sources that came with a later edition again.
  private var lastPositions: [Int64: Int] = [:]

  init(_ family: [Source]) {
    var editions: [Group] = []
    var latest = Int64.min
    for source in family.sorted(by: { ($0.order, $0.id) < ($1.order, $1.id) }) {
      latest = max(latest, source.date ?? latest)
      let date = source.date ?? latest
      if let index = Self.edition(of: source, among: editions) {
        editions[index].members.append(source)
      } else {
        editions.append(Group(date: date, isDated: source.date != nil, members: [source]))
      }
    }
    editions.sort { ($0.date, $0.first) < ($1.date, $1.first) }
    for (number, edition) in editions.enumerated() {
      for member in edition.members { positions[member.id] = number }
      sources += edition.members.sorted { $0.id < $1.id }
    }
    wholes = sources.filter(\.isWhole)
    for source in sources where !source.restatedWith.isEmpty {
      let again = source.restatedWith.compactMap { positions[$0] }
      lastPositions[source.id] = (again + [positions[source.id] ?? 0]).max()
    }
  }

  /// From 0; nil for a source that is not of the family or not live.
  func position(of source: Int64) -> Int? { positions[source] }

  /// The position of the last edition it came with.
  func lastPosition(of source: Int64) -> Int? { lastPositions[source] ?? positions[source] }

  /// The live sources of each edition, in order.
  var editions: [[Source]] {
    var result: [[Source]] = []
    for source in sources {
      if positions[source.id] == result.count { result.append([]) }
      result[result.count - 1].append(source)
    }
    return result
  }

  /// True where the later source removes all that the earlier one states.
  ///
  /// A side file stands only for the files of its own kind: it must not empty the list.
  func replaces(_ later: Source, _ earlier: Source) -> Bool {
    guard later.isWhole, let p = positions[later.id], let q = lastPosition(of: earlier.id), p > q
    else { return false }
    return later.part == nil || later.part == Edition.mainPart || later.part == earlier.part
  }

  /// The first later source that removes all that this one states.
  func successor(of source: Source) -> Source? { wholes.first { replaces($0, source) } }

  /// True where the sources stand in the same order, one more or less set aside.
  func agrees(with other: EditionOrder, apartFrom added: Int64) -> Bool {
    sources.map(\.id).filter { $0 != added } == other.sources.map(\.id).filter { $0 != added }
  }

  private struct Group {
    var date: Int64
    var isDated: Bool
    var members: [Source]

    var first: Int64 { members.map(\.order).min() ?? 0 }
    /// Whole parts can be joined by further ones.
    func lacks(_ part: String) -> Bool {
      members.allSatisfy { $0.isWhole && $0.part != nil && $0.part != part }
    }
  }

  private static func edition(of source: Source, among editions: [Group]) -> Int? {
    guard source.isWhole, let part = source.part else { return nil }
    if let date = source.date {
      return editions.lastIndex { $0.isDated && $0.date == date && $0.lacks(part) }
    }
    let newest = editions.indices.max {
      (editions[$0].date, editions[$0].first) < (editions[$1].date, editions[$1].first)
    }
    return newest.flatMap { editions[$0].lacks(part) ? $0 : nil }
  }
}
