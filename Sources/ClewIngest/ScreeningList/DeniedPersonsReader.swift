import ClewModel

/// Reads the Denied Persons List of the Bureau of Industry and Security (`dpl.txt`): a table with
/// tabs, one row an address.
///
/// The list numbers nothing: an entry is a name with the day its order took effect, and rows that
/// agree in both are one listing. Whether it is a person or a firm is not said. Dates are month, day,
/// year, but `Last_Update` is ISO 8601. Memory: one batch, and the references.
package struct DeniedPersonsReader: Reader {
  package static let description = FormatDescription(
    name: "bis-dpl", title: "US denied persons list (BIS)", versions: "dpl.txt, 12 columns",
    recognisedBy: "columns Name, Effective_Date, Standard_Order, FR_Citation",
    yields: "listings with addresses, terms of the order and its notices",
    limits: "the list does not say what a name is: listings are of kind unknown")

  package static func recognises(_ head: SourceHead) -> Bool {
    head.signs.hasColumns("name", "effective_date", "standard_order", "fr_citation")
  }

  private static let columns: Set<String> = [
    "name", "street_address", "city", "state", "country", "postal_code", "effective_date",
    "expiration_date", "standard_order", "last_update", "action", "fr_citation",
  ]

  package init(options: ReadOptions) throws(IngestError) {}

  package func read(
    _ bytes: ByteStream, header: (SourceHeader) throws -> Void, batch: (Batch) throws -> Void
  ) throws {
    let table = try NativeTable(bytes, columns: Self.columns)
    try header(
      SourceHeader(
        format: Self.description.name, encoding: table.rows.source.encoding.rawValue,
        list: "bis-dpl", edition: Edition(family: "list:bis-dpl", isWhole: true)))
    var loader = ScreeningLoader()
    func handOver() throws {
      let full = loader.take()
      if !full.isEmpty { try batch(full) }
    }
    do {
      try table.forEachRow {
        loader.frame(at: table.rows)
        loader.count(unknownOf: table, known: Self.columns)
        if let listing = Self.listing(table) {
          loader.add(listing, isNamedByText: true)
        } else {
          loader.refuse(table.rows.rejection("the row has no name"))
        }
        if loader.isFull { try handOver() }
      } refused: {
        loader.frame(at: table.rows)
        loader.refuse($0)
      }
    } catch let error as IngestError {
      // What came before the place that cannot be read is whole.
      try handOver()
      throw error
    }
    try handOver()
  }

  private static func listing(_ table: NativeTable) -> Listing? {
    guard let name = table.text("name") else { return nil }
    let stated = table.text("effective_date")
    let effective = stated.flatMap(USDate.day)
    let day = effective.map(\.description) ?? stated
    var listing = Listing(
      list: "bis-dpl", authority: .bis, effect: .export,
      ref: [name, day].compactMap { $0 }.joined(separator: " "), kind: .unknown, name: name,
      listed: effective, provenance: table.rows.provenance)
    if effective == nil, let stated { listing.facts.append(Fact("effective-date", stated)) }
    if let end = table.text("expiration_date") {
      listing.facts.append(Fact("expires", USDate.day(end)?.description ?? end, raw: end))
    }
    let parts = ["street_address", "city", "state", "postal_code"].compactMap(table.text)
    let country = table.text("country")
    if !parts.isEmpty {
      let line = parts + [country].compactMap { $0 }
      listing.facts.append(
        Fact(
          .address, line.joined(separator: ", "),
          qualifier: country.flatMap(ScreeningEntry.code)))
    } else if let country {
      listing.facts.append(
        Fact(.country, ScreeningEntry.code(country) ?? country, raw: country))
    }
    for (column, property) in [
      ("standard_order", Property("standard-order")), ("fr_citation", "federal-register-notice"),
      ("action", "action"), ("last_update", "updated"),
    ] {
      if let text = table.text(column) { listing.facts.append(Fact(property, text)) }
    }
    return listing
  }
}
