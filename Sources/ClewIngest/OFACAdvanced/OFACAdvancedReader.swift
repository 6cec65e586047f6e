import ClewModel

/// Reads OFAC's advanced XML (SDN_ADVANCED.XML, CONS_ADVANCED.XML): one listing a profile and list,
/// and the typed relations between them.
///
/// Format: Advanced Sanctions List Standard, sanctions.xsd `http://www.un.org/sanctions/1.0`; since
/// 2024 the namespace is `…/exports/ADVANCED_XML`. Values, places and documents stand before the
/// parties, lists and programmes behind them. So the parties wait as bytes (`ListingSpool`) until
/// the file has ended; beside them lie one line for each place, document and entry, and the
/// relations: together about a quarter of the file's size, in sections of any order as long as what
/// is referred to by parties comes before them.
package struct OFACAdvancedReader: Reader {
  package static let description = FormatDescription(
    name: "ofac-advanced", title: "OFAC advanced XML (SDN_ADVANCED, CONS_ADVANCED)",
    versions: "sanctions.xsd 1.0, both namespaces",
    recognisedBy: "root Sanctions with an OFAC namespace or ReferenceValueSets",
    yields: "listings with names in every script, dates, documents, addresses, wallets, "
      + "programmes and measures; links with the type of relation",
    limits: "dates in calendars other than the Gregorian stay as stated; links between entries "
      + "(SanctionsEntryLinks) are counted, not read")

  package static func recognises(_ head: SourceHead) -> Bool {
    guard let root = head.xmlRoot, root.name == "Sanctions" else { return false }
    return root.namespace.contains("ADVANCED_XML") || root.namespace.contains("un.org/sanctions")
      || head.text.contains("ReferenceValueSets")
  }

  package static func published(_ head: SourceHead) -> TimeSpan? {
    guard recognises(head), let start = head.text.firstRange(of: "DateOfIssue") else { return nil }
    let rest = head.text[start.upperBound...].prefix(400)
    func number(_ name: String) -> Int? {
      rest.firstRange(of: "\(name)>").flatMap { mark in
        Int(rest[mark.upperBound...].prefix { $0.isNumber })
      }
    }
    guard let year = number("Year"), let month = number("Month"), let day = number("Day") else {
      return nil
    }
    return Day(year: year, month: month, day: day).map { TimeSpan(day: $0) }
  }

  package init(options: ReadOptions) throws(IngestError) {}

  package func read(
    _ bytes: ByteStream, header: (SourceHeader) throws -> Void, batch: (Batch) throws -> Void
  ) throws {
    let reader = try XMLReader(bytes, names: Self.names, placed: Self.placed)
    var loader = OFACAdvancedLoader()
    func handOver(isAtEnd: Bool) throws {
      loader.finish(isAtEnd: isAtEnd)
      try header(loader.header(encoding: reader.encoding, isAtEnd: isAtEnd))
      try loader.handOver(batch)
    }
    do {
      while let event = try reader.next() {
        guard event.kind == .start else { continue }
        try loader.add(event, from: reader)
      }
    } catch let error as IngestError {
      try handOver(isAtEnd: false)
      throw error
    }
    try handOver(isAtEnd: true)
  }

  /// The elements that are read as records, and those that only hold them.
  enum Element: Int32, CaseIterable {
    case root, locations, documents, parties, relations, entries, entryLinks
    case issue, references, location, document, party, relation, entry, entryLink

    var name: String {
      switch self {
      case .root: "Sanctions"
      case .locations: "Locations"
      case .documents: "IDRegDocuments"
      case .parties: "DistinctParties"
      case .relations: "ProfileRelationships"
      case .entries: "SanctionsEntries"
      case .entryLinks: "SanctionsEntryLinks"
      case .issue: "DateOfIssue"
      case .references: "ReferenceValueSets"
      case .location: "Location"
      case .document: "IDRegDocument"
      case .party: "DistinctParty"
      case .relation: "ProfileRelationship"
      case .entry: "SanctionsEntry"
      case .entryLink: "SanctionsEntryLink"
      }
    }
  }

  static let names = RecordNames(Element.allCases.map(\.name))
  private static let placed = Set(
    [Element.document, .party, .relation, .entry].map(\.rawValue))
}
