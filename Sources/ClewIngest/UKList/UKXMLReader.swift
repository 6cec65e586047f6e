import ClewModel

/// Reads the XML forms of the UK lists: the UK Sanctions List (root Designations) and the OFSI
/// consolidated list (root ArrayOfFinancialSanctionsTarget, one element for each alias).
///
/// No schema of either is at hand: elements are those that public readers of the two name
/// (OpenSanctions' crawlers of both lists), matched without regard to their nesting; what is not
/// known is counted.
package struct UKXMLReader: Reader {
  package static let description = FormatDescription(
    name: "uk-sanctions-xml", title: "UK Sanctions List and OFSI consolidated list, XML",
    versions: "Designations (FCDO); ArrayOfFinancialSanctionsTarget (OFSI, 2022 format)",
    recognisedBy: "root Designations or ArrayOfFinancialSanctionsTarget",
    yields: """
      listings with aliases, measures, birth dates, documents, addresses, ships; companies as texts
      """,
    limits: UKTable.limits)

  private static let roots: Set<String> = ["Designations", "ArrayOfFinancialSanctionsTarget"]

  package static func recognises(_ head: SourceHead) -> Bool { roots.contains(head.signs.root) }

  /// The element `DateGenerated`, which only the UK Sanctions List has.
  package static func published(_ head: SourceHead) -> TimeSpan? {
    head.text(ofElement: "DateGenerated").flatMap(UKDate.time)
  }

  package init(options: ReadOptions) throws(IngestError) {}

  package func read(
    _ bytes: ByteStream, header: (SourceHeader) throws -> Void, batch: (Batch) throws -> Void
  ) throws {
    let walk = try XMLRecordWalk(
      bytes, records: ["Designation", "FinancialSanctionsTarget"], outside: ["DateGenerated"])
    var groups = UKGroups()
    try walk.read {
      try header(
        SourceHeader(
          format: Self.description.name, encoding: walk.encoding,
          published: walk.outside["DateGenerated"].flatMap(UKDate.time), list: UKGroups.list,
          edition: Edition(family: "list:\(UKGroups.list)", isWhole: true)))
    } batch: {
      try batch($0)
    } record: { node, current in
      let record =
        walk.recordName == "Designation" ? UKDesignation.record(node) : UKTarget.record(node)
      if let reason = groups.add(record, at: node.provenance(walk.recordPath)) {
        node.takeAll()
        let rejection = node.rejection(reason, path: walk.recordPath)
        // Several targets are one entry.
        let isEntry = walk.recordName == "Designation"
        current.rejections.append(isEntry ? rejection : rejection.ofPart)
      }
    } finish: {
      groups.finish(into: &$0)
    }
  }
}

/// An element of the OFSI list: the same fields as a row of its CSV. Elements may stand more than
/// once; of one that makes up the only name or address, all after the first are left unread.
enum UKTarget {
  static func record(_ node: RecordNode) -> UKRecord {
    var cells: [UKField: [String]] = [:]
    for child in node.children {
      // `i:nil="true"` marks an empty element; the full forms repeat what the parts say.
      if child.name.hasSuffix("@nil") || ["FullName", "FullAddress"].contains(child.name) {
        child.takeAll()
        continue
      }
      guard let field = UKField.names[child.name.lowercased()], child.isLeaf else { continue }
      if cells[field] != nil, once.contains(field) { continue }
      if let text = child.text { cells[field, default: []].append(text) }
    }
    return UKRecord { cells[$0] ?? [] }
  }

  /// What a record has one of.
  private static let once: Set<UKField> = [
    .groupID, .uniqueID, .kind, .name1, .name2, .name3, .name4, .name5, .name6, .nameType,
    .strength,
    .scriptType, .scriptLanguage, .address1, .address2, .address3, .address4, .address5, .address6,
    .postcode, .country,
  ]
}

/// A Designation: values in lists of their own, what belongs together in one element.
enum UKDesignation {
  static func record(_ node: RecordNode) -> UKRecord {
    var record = UKRecord()
    read(node, into: &record)
    record.addLabelled()
    return record
  }

  private static func read(_ node: RecordNode, into record: inout UKRecord) {
    for child in node.children {
      switch child.name {
      case "Name" where !child.isLeaf:
        let parts = names.map { child.text($0)?.singleSpaced }
        record.names.append(
          UKRecord.Name(
            parts: parts, type: child.text("NameType"), strength: child.text("AliasStrength")))
      case "NonLatinName":
        if let name = child.text("NameNonLatinScript") ?? (child.isLeaf ? child.text : nil) {
          record.scripts.append(
            UKRecord.Script(
              name: name, type: child.text("NonLatinScriptType"),
              language: child.text("NonLatinScriptLanguage")))
        }
      case "Address" where !child.isLeaf:
        record.addresses.append(
          UKRecord.Address(
            lines: lines.compactMap { child.text($0)?.singleSpaced },
            postcode: child.text("AddressPostalCode"), country: child.text("AddressCountry")))
      case "Location":
        record.births.append((child.text("TownOfBirth"), child.text("CountryOfBirth")))
      case "Passport" where !child.isLeaf:
        record.passports.append(
          UKRecord.Document(
            number: child.text("PassportNumber"),
            details: child.text("PassportAdditionalInformation")))
      case "NationalIdentifier" where !child.isLeaf:
        record.nationalIDs.append(
          UKRecord.Document(
            number: child.text("NationalIdentifierNumber"),
            details: child.text("NationalIdentifierAdditionalInformation")))
      case "SanctionsImposedIndicators":
        readIndicators(child, into: &record)
      default:
        if !child.isLeaf {
          read(child, into: &record)
        } else if let field = UKField.names[child.name.lowercased()], let text = child.text {
          record.values[field, default: []].append(text)
        }
      }
    }
  }

  /// One flag a measure. They repeat the measures in words; where those are missing, they count.
  private static func readIndicators(_ node: RecordNode, into record: inout UKRecord) {
    let set = node.children.filter { $0.text?.lowercased() == "true" }.map { words($0.name) }
    guard record.values[.measures] == nil else { return }
    if !set.isEmpty { record.values[.measures] = set }
  }

  /// `TravelBan` as `Travel ban`.
  private static func words(_ name: String) -> String {
    var text = ""
    for letter in name {
      if letter.isUppercase, !text.isEmpty {
        text += " " + letter.lowercased()
      } else {
        text.append(letter)
      }
    }
    return text
  }

  private static let names: [StaticString] = [
    "Name1", "Name2", "Name3", "Name4", "Name5", "Name6",
  ]
  private static let lines: [StaticString] = [
    "AddressLine1", "AddressLine2", "AddressLine3", "AddressLine4", "AddressLine5", "AddressLine6",
  ]
}
