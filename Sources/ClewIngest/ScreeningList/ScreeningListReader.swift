import ClewModel

/// Reads the consolidated screening list of the United States (International Trade Administration,
/// `consolidated.csv`): one listing a row, on lists called `csl-` and a code (`ScreeningSource`).
///
/// Columns are found by name. Editions before 2023 number only the entries of OFAC: rows without
/// `entity_number` and `_id` are referred to by name and start date, and rows that agree in both are
/// one listing. Memory: one batch, and the references of such rows.
package struct ScreeningListReader: Reader {
  package static let description = FormatDescription(
    name: "csl", title: "US consolidated screening list (trade.gov)",
    versions: "CSV of 28 and 29 columns",
    recognisedBy: "columns source, name, addresses, federal_register_notice",
    yields: "listings of OFAC, BIS and the Department of State with licence requirements",
    limits: "a copy of other lists, kept apart from them; a file taken of some lists only removes "
      + "what an earlier one states of the others")

  package static func recognises(_ head: SourceHead) -> Bool {
    head.signs.hasColumns("source", "name", "addresses", "federal_register_notice")
  }

  package init(options: ReadOptions) throws(IngestError) {}

  package func read(
    _ bytes: ByteStream, header: (SourceHeader) throws -> Void, batch: (Batch) throws -> Void
  ) throws {
    let table = try NativeTable(bytes, columns: ScreeningEntry.columns)
    try header(
      SourceHeader(
        format: Self.description.name, encoding: table.rows.source.encoding.rawValue, list: "csl",
        edition: Edition(family: "list:csl", isWhole: true)))
    var loader = ScreeningLoader()
    let isTypeFirst = table.position("_id") >= 0
    func handOver() throws {
      let full = loader.take()
      if !full.isEmpty { try batch(full) }
    }
    do {
      try table.forEachRow {
        loader.frame(at: table.rows)
        // Files put together from several repeat the header.
        if table.text("source") == "source" { return }
        loader.count(unknownOf: table, known: ScreeningEntry.columns)
        do {
          loader.add(try Self.entry(table, isTypeFirst: isTypeFirst))
        } catch let error as OFACEntryError {
          loader.refuse(table.rows.rejection(error.reason))
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

  private static func entry(
    _ table: NativeTable, isTypeFirst: Bool
  ) throws(OFACEntryError) -> ScreeningEntry {
    var entry = try ScreeningEntry(provenance: table.rows.provenance) { table.text($0) }
    func list(_ column: String) -> [String] {
      (table.text(column) ?? "").split(separator: ";").map(\.trimmed).filter { !$0.isEmpty }
    }
    entry.addProgrammes(list("programs"))
    list("dates_of_birth").forEach { entry.addBirth($0) }
    list("places_of_birth").forEach { entry.addBirthPlace($0) }
    list("nationalities").forEach { entry.addNationality($0, isCitizenship: false) }
    list("citizenships").forEach { entry.addNationality($0, isCitizenship: true) }
    list("ids").forEach { entry.addItem(ScreeningItem($0, isTypeFirst: isTypeFirst)) }
    if let remarks = table.text("remarks") { entry.addRemarks(remarks) }
    list("alt_names").forEach { entry.addAlias($0) }
    list("addresses").forEach { entry.addAddress($0) }
    return entry
  }
}
