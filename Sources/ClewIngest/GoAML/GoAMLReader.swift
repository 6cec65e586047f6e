import ClewModel

/// Reports to financial-intelligence units in the XML of UNODC's goAML, schema 4.0 to 5.0.2.
///
/// Elements are matched by local name in any order; the schema is not enforced, because real
/// filings break it. One transaction or party is in memory at a time.
package struct GoAMLReader: Reader {
  package static let description = FormatDescription(
    name: "goaml", title: "goAML report (UNODC)", versions: "4.0 to 5.0.2",
    recognisedBy: "root element report, reports or reportdata with goAML's elements below",
    yields: "filings, persons, entities, accounts, transactions, links with roles and shares; a "
      + "report sent again, or after a rejection, takes the place of the earlier one",
    limits: "a record of at most 2,000,000 elements; codes of other FIUs stay as stated unless "
      + "their code lists are loaded (docs/code-lists.md); reports of several filers in one file "
      + "take no earlier ones back; elements that no schema has are kept as facts and counted")

  /// Words of which one is near the beginning of every goAML report.
  private static let words = [
    "<rentity_id", "<report_code", "<entity_reference", "<transactionnumber", "<involved_parties",
    "<t_from", "<t_to", "<report_parties", "<report_indicators", "<amount_local",
    "<currency_code_local", "<date_transaction", ":rentity_id", ":report_code",
    ":transactionnumber",
    ":entity_reference", ":report_parties", ":involved_parties",
  ]

  package static func recognises(_ head: SourceHead) -> Bool {
    guard let root = head.xmlRoot, ["report", "reports", "reportdata"].contains(root.name) else {
      return false
    }
    return words.contains { head.text.contains($0) }
  }

  private let codeLists: GoAMLCodeLists

  package init(options: ReadOptions) throws(IngestError) {
    codeLists = GoAMLCodeLists(options.codeLabels)
  }

  package func read(
    _ bytes: ByteStream, header: (SourceHeader) throws -> Void, batch: (Batch) throws -> Void
  ) throws {
    let reader = try XMLReader(
      bytes, names: GoAMLElement.names, placed: GoAMLElement.numbers(Self.placed))
    let mapper = GoAMLMapper(reader: reader, codeLists: codeLists)
    var walk = GoAMLWalk(reader: reader, mapper: mapper)
    var isStated = false
    func handOver() throws {
      if !isStated {
        try header(Self.header(of: mapper, walk, encoding: reader.encoding))
        isStated = true
      }
      let full = mapper.take()
      if !full.isEmpty { try batch(full) }
    }
    while !walk.isAtEnd {
      do {
        try walk.step()
      } catch let error as IngestError {
        mapper.closeFiling(at: bytes.position)
        mapper.batch.unread = mapper.tally.paths()
        try handOver()
        throw error
      }
      if mapper.isFull { try handOver() }
    }
    mapper.batch.unread = mapper.tally.paths()
    try handOver()
  }

  /// The elements that records are cited by.
  private static let placed: [GoAMLElement] = [
    .report, .reports, .reportdata, .transaction, .reportParty, .reportingPerson, .fromAccount,
    .toAccount, .fromPerson, .toPerson, .fromEntity, .toEntity, .person, .personMyClient, .account,
    .accountMyClient, .entity, .entityMyClient, .tPerson, .tEntity, .tConductor, .directorId,
    .signatory, .accountRelatedPerson, .accountRelatedEntity, .accountRelatedAccount,
    .entityRelatedPerson, .entityRelatedEntity, .personRelatedPerson,
  ]

  /// The filer and the date of the source: those of its report; of a batch only where all reports
  /// that are known by the first hand-over agree, and it has ended.
  private static func header(
    of mapper: GoAMLMapper, _ walk: GoAMLWalk, encoding: String
  ) -> SourceHeader {
    let filers = mapper.batch.filings.map(\.filer) + (mapper.filing.map { [$0.filer] } ?? [])
    let dates = mapper.batch.filings.map(\.filed) + (mapper.filing.map { [$0.filed] } ?? [])
    let isWhole = !walk.isBatch || walk.isAtEnd
    let isOne = isWhole && Set(filers).count == 1
    let filer = isOne ? filers[0] : nil
    return SourceHeader(
      format: "goaml", encoding: encoding,
      published: dates.compactMap { $0 }.max { ($0.lo, $0.hi) < ($1.lo, $1.hi) },
      reporter: filer, edition: filer.flatMap { edition(of: mapper, filer: $0) })
  }

  /// Reports of one filer are a family: one with the reference of an earlier one takes its place. A
  /// follow-up may carry the reference of the report it is about and must not replace it: follow-ups
  /// are a family of their own; a file of both kinds takes nothing back.
  private static func edition(of mapper: GoAMLMapper, filer: String) -> Edition? {
    let open = mapper.filing
    let count = mapper.batch.filings.count + (open == nil ? 0 : 1)
    let followUps = mapper.followUps + (open?.isFollowUp == true ? 1 : 0)
    if followUps == 0 { return Edition(family: "goaml:\(filer)", isWhole: false) }
    return followUps == count
      ? Edition(family: "goaml-follow-up:\(filer)", isWhole: false) : nil
  }
}
