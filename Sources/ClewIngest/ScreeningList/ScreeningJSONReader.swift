import ClewModel

/// Reads the consolidated screening list as its service writes it in JSON (`consolidated.json`, the
/// answers of its search): the records under `results`, with the keys of the table's columns, lists
/// as arrays, addresses and `ids` in parts, `id` for the table's `_id`.
package struct ScreeningJSONReader: Reader {
  package static let description = FormatDescription(
    name: "csl-json", title: "US consolidated screening list (trade.gov), JSON",
    versions: "consolidated.json and answers of the search service",
    recognisedBy: "JSON with federal_register_notice and source_list_url",
    yields: ScreeningListReader.description.yields,
    limits: "an answer to a search is no whole list: it removes nothing of earlier ones")

  package static func recognises(_ head: SourceHead) -> Bool {
    [head.signs.keys, head.signs.innerKeys].contains {
      $0.isSuperset(of: ["federal_register_notice", "source_list_url"])
    }
  }

  package init(options: ReadOptions) throws(IngestError) {}

  package func read(
    _ bytes: ByteStream, header: (SourceHeader) throws -> Void, batch: (Batch) throws -> Void
  ) throws {
    let signs = try SourceHead(peeking: bytes).signs
    // Search answers count what they found and where they begin.
    let isAnswer = signs.keys.contains("offset") || signs.keys.contains("total")
    let reader = try JSONReader(bytes, arrays: ["results"])
    try header(
      SourceHeader(
        format: Self.description.name, encoding: TextEncoding.utf8.rawValue, list: "csl",
        edition: Edition(family: "list:csl", isWhole: !isAnswer)))
    let tree = RecordTree()
    var loader = ScreeningLoader()
    func handOver() throws {
      let full = loader.take()
      if !full.isEmpty { try batch(full) }
    }
    func next() throws -> JSONReader.Event {
      do {
        return try reader.next(into: tree)
      } catch let error as IngestError {
        // What came before the place that cannot be read is whole.
        try handOver()
        throw error
      }
    }
    while true {
      let event = try next()
      if event == .end { break }
      loader.frame(
        RepairFrame(
          prefixLength: reader.prefixLength, separator: reader.isArray ? "," : "\n",
          suffix: reader.suffix))
      switch event {
      case .refused(let reason): loader.refuse(reader.rejection(reason))
      default:
        do {
          loader.add(try Self.entry(tree.root))
        } catch {
          loader.refuse(tree.root.rejection(error.reason))
          // What a refused record holds is in the rejection, not unread.
          tree.root.takeAll()
        }
        loader.count(unreadOf: tree, path: "results")
      }
      if loader.isFull { try handOver() }
    }
    try handOver()
  }

  private static func entry(_ node: RecordNode) throws(OFACEntryError) -> ScreeningEntry {
    // Where the record is in an answer to a search.
    node.child("score")?.takeAll()
    var texts: [String: String] = [:]
    for child in node.children where child.isLeaf && ScreeningEntry.single.contains(child.name) {
      if let text = child.text { texts[child.name == "id" ? "_id" : child.name] = text }
    }
    let provenance = node.provenance()
    var entry = try ScreeningEntry(provenance: provenance) { texts[$0] }
    entry.addProgrammes(node.texts("programs"))
    node.texts("dates_of_birth").forEach { entry.addBirth($0) }
    node.texts("places_of_birth").forEach { entry.addBirthPlace($0) }
    node.texts("nationalities").forEach { entry.addNationality($0, isCitizenship: false) }
    node.texts("citizenships").forEach { entry.addNationality($0, isCitizenship: true) }
    for id in node.children("ids") {
      let number = id.text("number")
      guard let type = id.text("type") ?? (number == nil ? nil : "Identification Number") else {
        continue
      }
      entry.addItem(
        ScreeningItem(
          type: type, number: number, country: id.text("country"),
          issued: id.text("issue_date"), expires: id.text("expiration_date")))
    }
    if let remarks = texts["remarks"] { entry.addRemarks(remarks) }
    node.texts("alt_names").forEach { entry.addAlias($0) }
    for address in node.children("addresses") {
      let country = address.text("country")
      let parts = ["address", "city", "state", "postal_code"].compactMap { key in
        address.children.first { $0.name == key }?.text
      }
      entry.addAddress(parts, country: country)
    }
    return entry
  }
}
