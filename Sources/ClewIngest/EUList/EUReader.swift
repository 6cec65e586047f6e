import ClewModel

/// Reads the consolidated list of persons, groups and entities under EU financial sanctions in XML
/// (Financial Sanctions Files): one listing for each logicalId.
///
/// Schema: `http://eu.europa.ec/fpi/fsd/export` 1.1. Elements and attributes are matched by local
/// name, so that a file of version 1.0, which has the same root and the same details, is read as far
/// as it agrees, and what differs is counted. A second element of one logicalId becomes a supplement.
package struct EUReader: Reader {
  package static let description = FormatDescription(
    name: "eu-fsf", title: "EU consolidated financial sanctions list, XML",
    versions: "1.1; 1.0 as far as its elements bear the same names",
    recognisedBy: "root export with sanctionEntity, or the namespace of FSD",
    yields: "listings with names, birth dates, documents, addresses, contacts, regulations",
    limits: """
      dates in other calendars than the Gregorian are kept and not converted; documents in remarks \
      stay prose; the older WHOLE/ENTITY files (before 2017) are not read
      """)

  package static func recognises(_ head: SourceHead) -> Bool {
    head.signs.root == "export"
      && (head.signs.namespace.hasPrefix("http://eu.europa.ec/fpi/fsd/export")
        || head.text.contains("<sanctionEntity"))
  }

  /// The attribute `generationDate` of the root.
  package static func published(_ head: SourceHead) -> TimeSpan? {
    head.text(ofAttribute: "generationDate").flatMap(EUDate.time)
  }

  package init(options: ReadOptions) throws(IngestError) {}

  package func read(
    _ bytes: ByteStream, header: (SourceHeader) throws -> Void, batch: (Batch) throws -> Void
  ) throws {
    let walk = try XMLRecordWalk(
      bytes, records: ["sanctionEntity"], attributes: ["generationDate", "globalFileId"])
    var generated: TimeSpan?
    var seen: Set<String> = []
    try walk.read {
      generated = walk.rootAttributes["generationDate"].flatMap(EUDate.time)
      try header(
        SourceHeader(
          format: Self.description.name, encoding: walk.encoding, published: generated,
          list: EUEntry.list, edition: Edition(family: "list:\(EUEntry.list)", isWhole: true)))
    } batch: {
      try batch($0)
    } record: { node, current in
      let place = node.provenance(walk.recordPath)
      guard let logicalID = node.attribute("logicalId") ?? node.attribute("euReferenceNumber")
      else {
        node.takeAll()
        current.rejections.append(
          node.rejection(
            "the entity has neither a logicalId nor a reference", path: walk.recordPath))
        return
      }
      var (listing, entry) = Self.entry(node, logicalID: logicalID)
      guard let name = entry.mainName else {
        node.takeAll()
        current.rejections.append(node.rejection("the entity has no name", path: walk.recordPath))
        return
      }
      guard seen.insert(logicalID).inserted else {
        current.supplements.append(
          ListingSupplement(
            list: EUEntry.list, ref: listing.ref, facts: entry.facts(without: ""),
            provenance: place))
        return
      }
      listing.name = name
      listing.provenance = place
      if let delisted = node.attribute("delistingDate") {
        entry.delist(on: delisted, generated: generated, &listing)
      }
      listing.kind = entry.kind(stated: listing.kind)
      listing.facts = entry.facts(without: name)
      current.listings.append(listing)
    }
  }

  private static func entry(_ node: RecordNode, logicalID: String) -> (Listing, EUEntry) {
    let subject = node.child("subjectType")
    let words = [subject?.attribute("code"), subject?.attribute("classificationCode")]
    let regulations = node.children("regulation")
    let corrected = regulations + regulations.flatMap { $0.children("corrigendum") }
    let listing = EUEntry.listing(
      logicalID: logicalID, reference: node.attribute("euReferenceNumber")?.trimmed, subject: words,
      programmes: corrected.compactMap { $0.attribute("programme") },
      designated: node.attribute("designationDate"))
    var entry = EUEntry()
    entry.isPerson = listing.kind == .person
    entry.add(
      EUEntry.ownFacts(
        logicalID: logicalID, unitedNations: node.attribute("unitedNationId")?.trimmed,
        designated: node.attribute("designationDate"),
        details: node.attribute("designationDetails"), subject: words,
        remarks: node.texts("remark")))
    for found in regulations { entry.add(regulation(found)) }
    for name in node.children("nameAlias") {
      entry.add(name: EUDetail(name))
      entry.add(common(name))
    }
    for child in node.children("citizenship") {
      entry.add(EUFacts.citizenship(EUDetail(child)) + common(child))
    }
    for child in node.children("birthdate") {
      entry.add(EUFacts.birth(EUDetail(child)) + common(child))
    }
    for child in node.children("address") {
      entry.add(EUFacts.address(EUDetail(child)) + common(child))
      for contact in child.children("contactInfo") {
        let key = contact.attribute("key")
        if let value = contact.attribute("value") { entry.add([EUFacts.contact(key ?? "", value)]) }
      }
    }
    for child in node.children("identification") {
      entry.add(
        EUIdentification.facts(EUDetail(child), isPerson: entry.isPerson) + common(child))
    }
    entry.add(additional(node))
    return (listing, entry)
  }

  /// What every detail may carry: the regulation it was taken from, and additional information.
  private static func common(_ node: RecordNode) -> [Fact] {
    node.children("regulationSummary").flatMap(regulation) + additional(node)
  }

  private static func additional(_ node: RecordNode) -> [Fact] {
    node.children("additionalInformation").compactMap { info in
      let key = info.attribute("key")
      return info.attribute("value").map { Fact("additional-information", $0, qualifier: key) }
    }
  }

  private static func regulation(_ node: RecordNode) -> [Fact] {
    _ = node.attribute("logicalId")
    let corrected = node.children("corrigendum").flatMap(regulation)
    let facts = EUFacts.regulation(
      type: node.attribute("regulationType"), by: node.attribute("organisationType"),
      published: node.attribute("publicationDate"), inForce: node.attribute("entryIntoForceDate"),
      title: node.attribute("numberTitle"),
      url: node.text("publicationUrl") ?? node.attribute("publicationUrl"))
    let remarks = node.texts("remark").map { Fact(.remark, $0, qualifier: "regulation") }
    return facts + remarks + additional(node) + corrected
  }
}
