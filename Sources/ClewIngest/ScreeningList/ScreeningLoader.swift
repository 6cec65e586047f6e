import ClewModel

/// Gathers listings of tables in which rows without a number may be one entry.
struct ScreeningLoader {
  private var batch = Batch()
  private var tally = UnreadTally()
  private var done = 0
  private var isFramed = false
  /// References made of a name, and the facts of the last listing that has one.
  private var named: Set<String> = []
  private var last: (key: String, index: Int)?

  var isFull: Bool {
    batch.listings.count + batch.supplements.count + batch.rejections.count >= 4096
  }

  /// Says, at the first row, what stands before it.
  mutating func frame(at rows: CSVReader) {
    guard !rows.source.encoding.isWide else { return }
    frame(RepairFrame(prefixLength: rows.offset, separator: "\n", suffix: "\n"))
  }

  mutating func frame(_ frame: RepairFrame) {
    if !isFramed { batch.frame = frame }
    isFramed = true
  }

  /// Counts what no one took of a record.
  mutating func count(unreadOf tree: RecordTree, path: String) { tally.add(tree, path: path) }

  /// Counts the cells of columns that the format does not name.
  mutating func count(unknownOf table: NativeTable, known: Set<String>) {
    for (index, name) in table.header.enumerated() where !known.contains(name.lowercased()) {
      guard table.rows[index].trimmed.count > 0 else { continue }
      let path = name.isEmpty ? "column \(index + 1)" : name
      tally.add(path: path, at: table.rows.provenance)
    }
  }

  mutating func refuse(_ rejection: Rejection) { batch.rejections.append(rejection) }

  /// Adds a listing, or what its row says beyond an earlier one of the same entry.
  mutating func add(_ entry: ScreeningEntry) {
    add(entry.listing, links: entry.links, isNamedByText: entry.isNamedByText)
  }

  mutating func add(_ listing: Listing, links: [String] = [], isNamedByText: Bool) {
    let key = "\(listing.list)\u{1F}\(listing.ref)"
    if isNamedByText, !named.insert(key).inserted {
      return addFurther(listing, key: key)
    }
    last = (key, batch.listings.count)
    let number = done + batch.listings.count
    batch.listings.append(listing)
    batch.links += links.map {
      Link(
        kind: .linked, from: .listing(number), to: .listingName($0), candidate: true,
        role: "Linked To", provenance: listing.provenance)
    }
  }

  /// Rows of one entry mostly follow each other; what comes later supplements the listing.
  private mutating func addFurther(_ listing: Listing, key: String) {
    if let last, last.key == key, last.index < batch.listings.count {
      for fact in listing.facts where !batch.listings[last.index].facts.contains(fact) {
        batch.listings[last.index].facts.append(fact)
      }
      return
    }
    batch.supplements.append(
      ListingSupplement(
        list: listing.list, ref: listing.ref, facts: listing.facts, provenance: listing.provenance))
  }

  mutating func take() -> Batch {
    var full = Batch()
    swap(&full, &batch)
    done += full.listings.count
    last = nil
    full.unread = tally.paths()
    tally = UnreadTally()
    return full
  }
}
