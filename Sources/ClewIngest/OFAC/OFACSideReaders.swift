import ClewModel

/// Reads OFAC's alias file (`alt.csv`, `cons_alt.csv`): one supplement a row.
package struct OFACAliasReader: Reader {
  package static let description = FormatDescription(
    name: "ofac-csv-alt", title: "OFAC lists, aliases", versions: OFACReader.description.versions,
    recognisedBy: "5 columns without header: two numbers, aka/fka/nka, name",
    yields: "aliases of listings", limits: "belongs to the main file of the same list")

  package static func recognises(_ head: SourceHead) -> Bool {
    OFACShape.matches(head) { row in
      row.cells.count == 5 && OFACShape.isNumber(row.cells[1]) && row.quoted[2]
        && ["aka", "fka", "nka"].contains(row.cells[2].trimmed)
    }
  }

  private let mainFiles: [UInt8]?

  package init(options: ReadOptions) throws(IngestError) {
    mainFiles = options.companions["ofac-csv"]
  }

  package func read(
    _ bytes: ByteStream, header: (SourceHeader) throws -> Void, batch: (Batch) throws -> Void
  ) throws {
    try OFACSideFile(format: Self.description.name, columns: 5, mainFiles: mainFiles).read(
      bytes, header: header, batch: batch
    ) { row in
      guard let name = row.value(3), let kind = row.value(2) else { return nil }
      var facts = OFACName.facts(
        alias: name, qualifier: kind, isPerson: OFACName.isPersons(name))
      if let remark = row.value(4) { facts.append(Fact(.remark, remark)) }
      return facts
    }
  }
}

/// Reads OFAC's address file (`add.csv`, `cons_add.csv`): one supplement a row. A row that states
/// a country alone gives a country, one that states nothing gives no fact.
package struct OFACAddressReader: Reader {
  package static let description = FormatDescription(
    name: "ofac-csv-add", title: "OFAC lists, addresses",
    versions: OFACReader.description.versions,
    recognisedBy: "6 columns without header: two numbers, then text in quotes or -0-",
    yields: "addresses of listings", limits: "belongs to the main file of the same list")

  package static func recognises(_ head: SourceHead) -> Bool {
    var hasNull = false
    let matches = OFACShape.matches(head) { row in
      guard row.cells.count == 6, OFACShape.isNumber(row.cells[1]), !row.quoted[1] else {
        return false
      }
      hasNull = hasNull || (2..<6).contains { row.cells[$0].trimmed == "-0-" }
      return (2..<6).allSatisfy { OFACShape.isTextOrNull(row, $0) }
    }
    return matches && hasNull
  }

  private let mainFiles: [UInt8]?

  package init(options: ReadOptions) throws(IngestError) {
    mainFiles = options.companions["ofac-csv"]
  }

  package func read(
    _ bytes: ByteStream, header: (SourceHeader) throws -> Void, batch: (Batch) throws -> Void
  ) throws {
    try OFACSideFile(format: Self.description.name, columns: 6, mainFiles: mainFiles).read(
      bytes, header: header, batch: batch
    ) { row in
      var facts: [Fact] = []
      let country = row.value(4)
      let code = country.flatMap { CountryName.code($0) }
      let place = [row.value(2), row.value(3)].compactMap { $0 }
      if !place.isEmpty {
        let named = country == "undetermined" ? place : place + [country].compactMap { $0 }
        facts.append(Fact(.address, named.joined(separator: ", "), qualifier: code))
      } else if let country, country != "undetermined" {
        facts.append(Fact(.country, code ?? country, raw: country))
      }
      if let remark = row.value(5) { facts.append(Fact(.remark, remark)) }
      return facts
    }
  }
}

/// Reads OFAC's comments file (`sdn_comments.csv`) on its own: each row is the continuation of a
/// remark, kept as text. What it says is read where it is joined with its beginning, by `OFACReader`.
package struct OFACCommentsReader: Reader {
  package static let description = FormatDescription(
    name: "ofac-csv-comments", title: "OFAC lists, overflow of the remarks",
    versions: OFACReader.description.versions,
    recognisedBy: "2 columns without header: number, text in quotes with the words of remarks",
    yields: "the ends of remarks of 1,000 characters",
    limits: "read with the main file of the same run")

  package static func recognises(_ head: SourceHead) -> Bool {
    let words = [
      "a.k.a. '", "Linked To:", "Digital Currency Address", "Passport ", "DOB ", " Number ",
      " No. ", "Secondary sanctions", "directives",
    ]
    var hasWords = false
    let matches = OFACShape.matches(head) { row in
      guard row.cells.count == 2, row.quoted[1] else { return false }
      hasWords = hasWords || words.contains { row.cells[1].contains($0) }
      return true
    }
    return matches && hasWords
  }

  private let mainFiles: [UInt8]?

  package init(options: ReadOptions) throws(IngestError) {
    mainFiles = options.companions["ofac-csv"]
  }

  package func read(
    _ bytes: ByteStream, header: (SourceHeader) throws -> Void, batch: (Batch) throws -> Void
  ) throws {
    try OFACSideFile(format: Self.description.name, columns: 2, mainFiles: mainFiles).read(
      bytes, header: header, batch: batch
    ) { row in
      row.value(1).map { [Fact(.remark, $0, qualifier: "continued")] }
    }
  }
}

/// What the three side files share: which list they belong to, the rows, the supplements.
struct OFACSideFile {
  var format: String
  var columns: Int
  /// The main files of the run, one after the other.
  var mainFiles: [UInt8]?

  /// - Parameter facts: the facts of a row, nil where it lacks what it must have.
  func read(
    _ bytes: ByteStream, header: (SourceHeader) throws -> Void, batch: (Batch) throws -> Void,
    facts: (OFACRecord) -> [Fact]?
  ) throws {
    let head = Array(try bytes.peek(1 << 16))
    let list = try OFACList.ofSideFile(
      OFACShape.rows(head).map { $0.cells[0].trimmed }, mainFiles: mainFiles
    )
    try header(
      SourceHeader(
        format: format, encoding: OFACShape.encoding(head), list: list.rawValue,
        edition: list.edition(part: format)))
    var records = OFACRecords(bytes)
    var current = Batch()
    current.frame = OFACShape.frame
    while let row = try records.record() {
      if row.cells.count == columns, OFACShape.isNumber(row.cells[0]), let facts = facts(row) {
        current.supplements.append(
          ListingSupplement(
            list: list.rawValue, ref: row.cells[0].trimmed, facts: facts, provenance: row.provenance
          ))
      } else {
        current.rejections.append(
          Rejection(
            provenance: row.provenance,
            reason: "a row of this file has \(columns) columns and begins with an entry's number",
            snippet: row.snippet))
      }
      if current.supplements.count + current.rejections.count >= 4096 {
        try batch(current)
        current = Batch()
      }
    }
    if !current.isEmpty { try batch(current) }
  }
}
