import ClewModel

/// Listings whose rows stand all over a table, one row for each alias, address or birth date.
///
/// Rows that follow one another are one run, whose place in the source is the block of its lines. A
/// listing stands on the run that holds its main name; what other runs add becomes supplements with
/// their own places. Values are united. Memory: the different facts of all entries.
struct ListingGroups {
  private struct Run {
    var provenance: Provenance
    var facts: [Fact] = []
    var hasMainName = false
  }
  private struct Group {
    var listing: Listing
    var runs: [Run]
    var mainName: String?
    var seen: Set<Fact> = []
  }
  private var groups: [Group] = []
  private var last: Int?

  /// Begins a group; its number is what `add` takes.
  mutating func begin(_ listing: Listing) -> Int {
    groups.append(Group(listing: listing, runs: []))
    return groups.count - 1
  }

  /// Adds a row's facts. `change` sees the listing as it is so far.
  mutating func add(
    _ facts: [Fact], mainName: String? = nil, to group: Int, at place: Provenance,
    change: (inout Listing) -> Void = { _ in }
  ) {
    if last == group, let run = groups[group].runs.indices.last {
      let begin = groups[group].runs[run].provenance.offset
      let end = place.offset + Int64(place.length)
      groups[group].runs[run].provenance.length = Int32(clamping: end - begin)
    } else {
      groups[group].runs.append(Run(provenance: place))
    }
    last = group
    let run = groups[group].runs.count - 1
    if let mainName, groups[group].mainName == nil {
      groups[group].mainName = mainName
      groups[group].runs[run].hasMainName = true
    }
    for fact in facts where groups[group].seen.insert(fact).inserted {
      groups[group].runs[run].facts.append(fact)
    }
    change(&groups[group].listing)
  }

  /// The listings in the order in which their first rows stand, and their supplements.
  ///
  /// An entry with no row that gives a main name bears its first alias; no alias repeats the name.
  mutating func finish(into batch: inout Batch) {
    for group in groups {
      var listing = group.listing
      let main = group.runs.firstIndex { $0.hasMainName } ?? 0
      let aliases = group.runs.lazy.flatMap(\.facts).filter { $0.property == .alias }
      listing.name = group.mainName ?? aliases.first?.value ?? ""
      guard !listing.name.isEmpty, main < group.runs.count else {
        let place = group.runs.first?.provenance ?? listing.provenance
        let rejection = Rejection(
          provenance: place, reason: "the entry has no name", snippet: "")
        batch.rejections.append(group.runs.count > 1 ? rejection.ofPart : rejection)
        continue
      }
      func facts(_ run: Run) -> [Fact] {
        run.facts.filter { $0.property != .alias || $0.value != listing.name }
      }
      listing.provenance = group.runs[main].provenance
      listing.facts = facts(group.runs[main])
      batch.listings.append(listing)
      for (index, run) in group.runs.enumerated() where index != main {
        let added = facts(run)
        guard !added.isEmpty else { continue }
        batch.supplements.append(
          ListingSupplement(
            list: listing.list, ref: listing.ref, facts: added, provenance: run.provenance))
      }
    }
    groups = []
    last = nil
  }
}
