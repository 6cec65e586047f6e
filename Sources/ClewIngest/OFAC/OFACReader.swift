import ClewModel

/// Reads the main file of an OFAC list (`sdn.csv`, `cons_prim.csv`): one listing a row.
///
/// The remarks overflow into a comments file, given as the companion `ofac-csv-comments`: a remark
/// of 1,000 characters is joined with its continuation before it is read. Without one the listing
/// loads, its last remark item is kept as text marked `cut`, and a rejection names the row, so that
/// the loss is counted. Links (`Linked To:`) come after the last listing, because the full stop
/// behind a name belongs to the name or to the remark, which only the names of the list tell.
/// Memory: one batch, the names, and the links.
package struct OFACReader: Reader {
  package static let description = FormatDescription(
    name: "ofac-csv", title: "OFAC SDN and consolidated lists, main file",
    versions: "delimited files, specification of 2023-09-25",
    recognisedBy: "12 columns without header: number, name, individual/vessel/aircraft/-0-",
    yields: "listings with aliases, birth dates, documents, wallets; candidate links",
    limits:
      "relations carry no share; aliases and addresses stand in two further files; no date of "
      + "publication: give it with --as-of")

  package static func recognises(_ head: SourceHead) -> Bool {
    OFACShape.matches(head) { row in
      row.cells.count == 12 && row.quoted[1] && row.cells[1].trimmed.isEmpty == false
        && ["individual", "vessel", "aircraft", "-0-"].contains(row.cells[2].trimmed)
    }
  }

  private let comments: [UInt8]?

  package init(options: ReadOptions) throws(IngestError) {
    comments = options.companions["ofac-csv-comments"]
  }

  package func read(
    _ bytes: ByteStream, header: (SourceHeader) throws -> Void, batch: (Batch) throws -> Void
  ) throws {
    let head = Array(try bytes.peek(1 << 16))
    let list = OFACList.ofMainFile(OFACShape.rows(head))
    try header(
      SourceHeader(
        format: "ofac-csv", encoding: OFACShape.encoding(head), list: list.rawValue,
        edition: list.edition(part: Edition.mainPart)))
    var loader = OFACLoader(
      list: list, continuations: try comments.map(OFACContinuations.init))
    loader.batch.frame = OFACShape.frame
    var records = OFACRecords(bytes)
    while let row = try records.record() {
      loader.add(row)
      if loader.batch.listings.count >= 4096 {
        try batch(loader.batch)
        loader.batch = Batch()
      }
    }
    loader.addLinks()
    if !loader.batch.isEmpty { try batch(loader.batch) }
  }
}

/// The comments file by reference.
struct OFACContinuations {
  private var texts: [String: Set<String>] = [:]

  init(_ bytes: [UInt8]) throws {
    var records = OFACRecords(bytes)
    while let row = try records.record() {
      guard row.cells.count == 2 else { continue }
      texts[row.cells[0].trimmed, default: []].insert(row.cells[1])
    }
  }

  /// The continuation of an entry's remark, nil where there is none or two that differ.
  func text(of ref: String) -> String? {
    guard let found = texts[ref], found.count == 1 else { return nil }
    return found.first
  }
}

/// Builds listings row by row.
struct OFACLoader {
  var batch = Batch()

  private let list: OFACList
  private let continuations: OFACContinuations?
  private var names: Set<String> = []
  private var count = 0
  private var links: [(from: Int, to: OFACRemark.LinkedName, provenance: Provenance)] = []

  init(list: OFACList, continuations: OFACContinuations?) {
    self.list = list
    self.continuations = continuations
  }

  mutating func add(_ row: OFACRecord) {
    guard row.cells.count == 12 else {
      return reject(row, "a row of the main file has 12 columns, this one \(row.cells.count)")
    }
    let ref = row.cells[0].trimmed
    guard !ref.isEmpty, ref.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
      return reject(row, "the first column is not the number of an entry")
    }
    guard let name = row.value(1) else { return reject(row, "the entry has no name") }
    var listing = Listing(
      list: list.rawValue, authority: .ofac, effect: .blocking, ref: ref, kind: kind(row.value(2)),
      name: name, programmes: OFACList.programmes(row.cells[3]), provenance: row.provenance)
    listing.effect = list.effect(of: listing.programmes)
    if listing.kind == .person, let spoken = OFACName.reordered(name) {
      listing.facts.append(Fact(.alias, spoken, raw: name, qualifier: "reordered"))
    }
    for (column, property) in Self.columns {
      guard let value = row.value(column) else { continue }
      let isFlag = property == "flag"
      listing.facts.append(
        Fact(property, isFlag ? CountryName.value(value) : value, raw: value))
    }
    if row.value(11) != nil { addRemark(row, to: &listing) }
    names.insert(name)
    count += 1
    batch.listings.append(listing)
  }

  /// Joins, reads and files the remark.
  private mutating func addRemark(_ row: OFACRecord, to listing: inout Listing) {
    var text = row.cells[11]
    var isCut = false
    if text.unicodeScalars.count >= OFACRemark.cutLength {
      if let rest = continuations?.text(of: listing.ref) {
        text += rest
      } else {
        isCut = continuations == nil || !text.hasSuffix(".")
      }
    }
    let remark = OFACRemark(text.trimmed, kind: listing.kind, isCut: isCut)
    listing.facts += remark.facts
    listing.listed = remark.listed
    links += remark.links.map { (from: count, to: $0, provenance: row.provenance) }
    if isCut {
      reject(
        row,
        "the remark is cut at \(OFACRemark.cutLength) characters and its continuation is not "
          + "there: ingest the comments file in the same run; the listing loaded without its last "
          + "remark item")
    }
  }

  /// Emits the links, in the order of the file. A name that ends in a full stop is taken with it if
  /// the list has an entry of that name, else without; where it has neither, the stop stays on
  /// abbreviations (`S.A.`).
  mutating func addLinks() {
    for link in links {
      let name: String
      if let shorter = link.to.shorter, !names.contains(link.to.stated) {
        let isAbbreviation = shorter.split(separator: " ").last?.contains(".") == true
        name = names.contains(shorter) || !isAbbreviation ? shorter : link.to.stated
      } else {
        name = link.to.stated
      }
      batch.links.append(
        Link(
          kind: .linked, from: .listing(link.from), to: .listingName(name), candidate: true,
          role: "Linked To", provenance: link.provenance))
    }
    links = []
  }

  private mutating func reject(_ row: OFACRecord, _ reason: String) {
    batch.rejections.append(
      Rejection(provenance: row.provenance, reason: reason, snippet: row.snippet))
  }

  private func kind(_ word: String?) -> PartyKind {
    switch word {
    case nil: .organisation
    case "individual": .person
    case "vessel": .vessel
    case "aircraft": .aircraft
    default: .unknown
    }
  }

  /// The columns that are facts as they stand. Tonnages are in tons with thousands commas, as stated.
  private static let columns: [(Int, Property)] = [
    (4, .title), (5, "call-sign"), (6, "vessel-type"), (7, "tonnage"),
    (8, "gross-registered-tonnage"), (9, "flag"), (10, "vessel-owner"),
  ]
}
