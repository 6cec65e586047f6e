import ClewModel

/// Builds listings entry by entry.
struct OFACXMLLoader {
  private var batch = Batch()
  private let tree = RecordTree()
  private var tally = UnreadTally()
  /// Listings handed over before.
  private var done = 0
  private var entries = 0
  private var published: TimeSpan?
  private var statedCount: Int?
  private var countPlace: RecordPlace?

  var isFull: Bool { batch.listings.count >= 4096 || batch.rejections.count >= 4096 }

  /// The list that the entries read so far belong to.
  var list: OFACList {
    batch.listings.contains { OFACList.isOnlyConsolidated($0.programmes) } ? .consolidated : .sdn
  }

  mutating func add(_ event: XMLEvent, from reader: XMLReader) throws {
    if event.name == OFACXMLReader.root { return }
    if event.name == OFACXMLReader.entry, entries == 0 {
      batch.frame = .xml(before: event, in: reader)
    }
    try tree.read(event, from: reader)
    let node = tree.root
    switch event.name {
    case OFACXMLReader.entry: addEntry(node)
    case OFACXMLReader.information: addInformation(node)
    default: break
    }
    tally.add(tree, path: node.name)
  }

  private mutating func addEntry(_ node: RecordNode) {
    entries += 1
    do {
      let entry = try OFACEntry(node)
      let number = done + batch.listings.count
      batch.listings.append(entry.listing)
      batch.links += entry.links.map {
        Link(
          kind: .linked, from: .listing(number), to: .listingName($0), candidate: true,
          role: "Linked To", provenance: entry.listing.provenance)
      }
    } catch {
      batch.rejections.append(node.rejection(error.reason, path: "sdnEntry"))
      // What a rejected record holds is in the rejection, not unread.
      node.takeAll()
    }
  }

  private mutating func addInformation(_ node: RecordNode) {
    if let date = node.child("Publish_Date"), let text = date.text {
      published = USDate.day(text)
      if published == nil {
        batch.rejections.append(
          date.rejection("Publish_Date is no date of the form 04/22/2020", path: node.name).ofPart)
      }
    }
    if let count = node.child("Record_Count"), let text = count.text {
      statedCount = Int(text.filter { $0 != "," })
      countPlace = RecordPlace(count, path: node.name)
      if statedCount == nil {
        batch.rejections.append(
          count.rejection("Record_Count is no number", path: node.name).ofPart)
      }
    }
  }

  /// Compares the count that the file states with what was read.
  ///
  /// - Parameter list: the list of a header that was handed over before the end, as a whole edition:
  ///   a file that holds another number of entries than it states is none.
  mutating func finish(headed list: OFACList?) {
    guard let statedCount, let countPlace, statedCount != entries else { return }
    batch.edition = list.map { Edition(family: "list:\($0.rawValue)", isWhole: false) }
    batch.rejections.append(
      countPlace.rejection(
        "Record_Count states \(statedCount) entries, the file holds \(entries): it is not whole"
      ).ofPart)
  }

  /// Whether there are as many entries as the file says.
  var isComplete: Bool { statedCount == nil || statedCount == entries }

  /// - Parameter isWhole: false for a file that is known to hold fewer entries than it states: it
  ///   removes nothing of earlier editions.
  func header(list: OFACList, encoding: String, isWhole: Bool) -> SourceHeader {
    SourceHeader(
      format: OFACXMLReader.description.name, encoding: encoding, published: published,
      list: list.rawValue,
      edition: Edition(family: "list:\(list.rawValue)", isWhole: isWhole))
  }

  /// The batch, its listings on the list.
  mutating func take(list: OFACList) -> Batch {
    for index in batch.listings.indices {
      batch.listings[index].list = list.rawValue
      batch.listings[index].effect = list.effect(of: batch.listings[index].programmes)
    }
    var full = Batch()
    swap(&full, &batch)
    done += full.listings.count
    full.unread = tally.paths()
    tally = UnreadTally()
    return full
  }
}
