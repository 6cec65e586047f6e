import ClewModel

/// Reads the EU list as CSV, version 1.1: 118 columns separated by `;`, one group of values a row,
/// the entity's own fields on each. One listing for each Entity_LogicalId, wherever its rows stand.
///
/// Memory: the different facts of all entries.
package struct EUTableReader: Reader {
  package static let description = FormatDescription(
    name: "eu-fsf-csv", title: "EU consolidated financial sanctions list, CSV", versions: "1.1",
    recognisedBy: "columns Entity_LogicalId and NameAlias_WholeName",
    yields: "listings with names, birth dates, documents, addresses, regulations",
    limits: """
      the file states no strong or weak names; the list is held in memory while its rows are grouped; \
      quotes count only where they enclose a cell, a stray one is text; version 1.0 (Naal_wholename) is recognised and not \
      read
      """)

  package static func recognises(_ head: SourceHead) -> Bool {
    let columns = Set(head.firstRow.map(ColumnTable.normal))
    return isHeader(columns) || isHeader(head.signs.columns)
  }

  private static func isHeader(_ columns: Set<String>) -> Bool {
    columns.contains("entity_logicalid") && columns.contains("namealias_wholename")
  }

  /// The date of the file stands on every row, in the column fileGenerationDate.
  package static func published(_ head: SourceHead) -> TimeSpan? {
    guard head.signs.lines.count > 1, head.signs.firstColumn == "filegenerationdate" else {
      return nil
    }
    let cell = head.signs.lines[1].prefix { $0 != ";" }.filter { $0 != "\"" }
    return EUDate.time(String(cell).trimmed)
  }

  package init(options: ReadOptions) throws(IngestError) {}

  package func read(
    _ bytes: ByteStream, header: (SourceHeader) throws -> Void, batch: (Batch) throws -> Void
  ) throws {
    let published = Self.published(try SourceHead(peeking: bytes))
    let table = try ColumnTable(
      bytes, delimiter: UInt8(ascii: ";"), isLazy: true, known: EUColumns.all,
      isHeader: Self.isHeader)
    try header(
      SourceHeader(
        format: Self.description.name, encoding: table.rows.source.encoding.rawValue,
        published: published, list: EUEntry.list,
        edition: Edition(family: "list:\(EUEntry.list)", isWhole: true)))
    var groups = ListingGroups()
    var numbers: [String: Int] = [:]
    var current = Batch()
    try table.forEachRow { place in
      guard let logicalID = table["entity_logicalid"] else {
        current.rejections.append(
          table.rejection("the row has no Entity_LogicalId", at: place).ofPart)
        return
      }
      var (listing, entry) = Self.entry(table, logicalID: logicalID, generated: published)
      listing.provenance = place
      let group = numbers[logicalID] ?? groups.begin(listing)
      numbers[logicalID] = group
      groups.add(entry.facts, mainName: entry.mainName, to: group, at: place) { known in
        for programme in listing.programmes where !known.programmes.contains(programme) {
          known.programmes.append(programme)
        }
        known.listed = known.listed ?? listing.listed
        if known.kind == .unknown { known.kind = listing.kind }
        if listing.effect == .watch { known.effect = .watch }
      }
    } refused: {
      current.rejections.append($0.ofPart)
    }
    groups.finish(into: &current)
    current.unread = table.unread()
    current.frame = table.frame
    try batch(current)
  }

  private static let groups = [
    "entity", "namealias", "address", "birthdate", "identification", "citizenship",
  ]

  private static func entry(
    _ table: ColumnTable, logicalID: String, generated: TimeSpan?
  ) -> (Listing, EUEntry) {
    let subject = [table["entity_subjecttype"], table["entity_subjecttype_classificationcode"]]
    let designated = table["entity_designationdate"]
    var listing = EUEntry.listing(
      logicalID: logicalID, reference: table["entity_eu_referencenumber"], subject: subject,
      programmes: groups.compactMap { table[$0 + "_regulation_programme"] }, designated: designated)
    var entry = EUEntry()
    entry.add(
      EUEntry.ownFacts(
        logicalID: logicalID, unitedNations: table["entity_unitednationid"],
        designated: designated, details: table["entity_designationdetails"], subject: subject,
        remarks: [table["entity_remark"]].compactMap { $0 }))
    if let delisted = table["entity_delistingdate"] {
      entry.delist(on: delisted, generated: generated, &listing)
    }
    for group in groups { entry.add(regulation(table, group: group)) }
    entry.add(name: EUDetail(table, group: "namealias"))
    entry.add(EUFacts.citizenship(EUDetail(table, group: "citizenship")))
    entry.add(EUFacts.birth(EUDetail(table, group: "birthdate")))
    entry.add(EUFacts.address(EUDetail(table, group: "address")))
    if let contact = table["address_contactinfo"] { entry.add(contacts(contact)) }
    entry.add(
      EUIdentification.facts(
        EUDetail(table, group: "identification"), isPerson: listing.kind == .person))
    listing.kind = entry.kind(stated: listing.kind)
    return (listing, entry)
  }

  /// `PHONE[+356 2100 0000] EMAIL[a@example.org]`, or a text as it stands.
  private static func contacts(_ cell: String) -> [Fact] {
    var facts: [Fact] = []
    var rest = cell[...]
    while let open = rest.firstIndex(of: "["), let close = rest[open...].firstIndex(of: "]") {
      let key = rest[..<open].trimmed
      let value = rest[rest.index(after: open)..<close].trimmed
      guard !key.isEmpty, !value.isEmpty else { break }
      facts.append(EUFacts.contact(key, value))
      rest = rest[rest.index(after: close)...].drop { $0 == " " || $0 == "," || $0 == "\n" }
    }
    return facts.isEmpty || !rest.isEmpty ? facts + [Fact("contact", rest.trimmed)] : facts
  }

  private static func regulation(_ table: ColumnTable, group: String) -> [Fact] {
    let prefix = group + "_regulation_"
    return EUFacts.regulation(
      type: table[prefix + "type"], by: table[prefix + "organisationtype"],
      published: table[prefix + "publicationdate"], inForce: table[prefix + "entryintoforcedate"],
      title: table[prefix + "numbertitle"], url: table[prefix + "publicationurl"])
  }
}
