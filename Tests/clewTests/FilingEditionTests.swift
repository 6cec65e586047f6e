import Testing

/// Reports that are sent again, corrected, rejected or followed up, from the command line.
@Suite struct FilingEditionTests {
  /// A payment from Birch's account to Cedar's, with Birch's owner.
  private static func payment(_ number: String, _ amount: String, owner: String, share: Int)
    -> String
  {
    """
    <transaction><transactionnumber>\(number)</transactionnumber>
    <date_transaction>2026-01-12T00:00:00</date_transaction>
    <transmode_code>ELCFT</transmode_code><amount_local>\(amount)</amount_local>
    <t_from_my_client><from_funds_code>B</from_funds_code><from_account>
    <institution_code>ALDRDEFF</institution_code><account>100200</account>
    <t_entity><name>Birch Trading</name><incorporation_number>HB 77</incorporation_number>
    <incorporation_country_code>DE</incorporation_country_code>
    <related_persons><entity_related_person><person><first_name>Ada</first_name>
    <last_name>\(owner)</last_name><birthdate>1980-02-03T00:00:00</birthdate></person>
    <role>SHRHL</role><share_percentage>\(share)</share_percentage></entity_related_person>
    </related_persons></t_entity></from_account></t_from_my_client>
    <t_to><to_funds_code>B</to_funds_code><to_account>
    <institution_code>ELDRFRPP</institution_code><account>300400</account>
    <account_name>Cedar Freight</account_name></to_account></t_to></transaction>
    """
  }

  private static func report(
    _ ref: String, _ kind: String = "STR", on day: String, more: String = "",
    reason: String = "Round sums", filer: Int = 7, _ transactions: String...
  ) -> String {
    """
    <report><rentity_id>\(filer)</rentity_id><submission_code>E</submission_code>
    <report_code>\(kind)</report_code><entity_reference>\(ref)</entity_reference>\(more)
    <submission_date>\(day)T00:00:00</submission_date>
    <currency_code_local>EUR</currency_code_local><reason>\(reason)</reason>
    \(transactions.joined(separator: "\n"))
    </report>
    """
  }

  private static let first = report(
    "R-1", on: "2026-02-01", reason: "Wrong sums of alders",
    payment("T-1", "1000.00", owner: "Reed", share: 60),
    payment("T-2", "500.00", owner: "Reed", share: 60))
  private static let corrected = report(
    "R-1", on: "2026-02-08", reason: "Right sums",
    payment("T-1", "1500.00", owner: "Reed", share: 30))

  /// What answers say of the accounts, whatever the order of the files.
  private func state(_ bench: Bench) throws -> [String] {
    let birch = try #require(bench.ask("find", "100200").results[0].id.string)
    let cedar = try #require(bench.ask("find", "300400").results[0].id.string)
    let paths = try bench.ask("path", birch, cedar)
    let owners = try bench.ask("owners", "Birch Trading")
    let profile = try bench.ask("profile", birch)
    return [
      profile["out"].EUR.string ?? "", profile.count.int.map(String.init) ?? "",
      "paths \(paths.paths.items.count)",
      "share \(owners.owners.items.map { $0.lookThrough.max.string ?? "" })",
      "wrong \(try bench.ask("find", "alders").results.items.count)",
      "T-2 \(try bench.ask("find", "T-2").results.items.count)",
    ]
  }

  @Test(arguments: [["a.xml", "b.xml"], ["b.xml", "a.xml"]])
  func aReportSentAgainTakesThePlaceOfTheFirst(_ order: [String]) throws {
    let bench = Bench()
    bench.write(Self.first, to: "a.xml")
    bench.write(Self.corrected, to: "b.xml")
    for name in order { try bench.clew("ingest", name, "--set", "case") }
    let only = Bench()
    only.write(Self.corrected, to: "b.xml")
    try only.clew("ingest", "b.xml", "--set", "case")
    #expect(try state(bench) == state(only))
    #expect(try bench.ask("ingest", "b.xml", "--set", "case").sources[0].duplicate.bool == true)
    #expect(try bench.ask("sources").findings.int ?? 0 == 0)
    let later = order[0] == "a.xml" ? "S2" : "S1"
    let gone = order[0] == "a.xml" ? "T2" : "T3"
    let filing = order[0] == "a.xml" ? "R1" : "R2"
    let current = order[0] == "a.xml" ? "R2" : "R1"
    let shown = try bench.clew("show", gone).output
    #expect(shown.contains("superseded by \(later): with \(filing), sent again as \(current)"))
    #expect(
      try bench.ask("show", gone).facts.items.contains {
        $0.property.string == "in filing" && $0.qualifier.string == "superseded by \(later)"
      })
    #expect(try bench.clew("show", filing).output.contains("superseded by \(later)"))
    try bench.clew("withdraw", later, "--why", "sent by mistake")
    let before = Bench()
    before.write(Self.first, to: "a.xml")
    try before.clew("ingest", "a.xml", "--set", "case")
    #expect(try state(bench) == state(before))
  }

  @Test(arguments: [["a.xml", "b.xml"], ["b.xml", "a.xml"]], ["R-1", "FIU-5"])
  func aRejectedReportSentUnderAnotherReference(_ order: [String], _ number: String) throws {
    let bench = Bench()
    bench.write(
      Self.report(
        "R-1", on: "2026-02-01", more: "<fiu_ref_number>FIU-5</fiu_ref_number>",
        Self.payment("T-1", "1000.00", owner: "Reed", share: 60)), to: "a.xml")
    bench.write(
      Self.report(
        "R-9", on: "2026-02-08",
        more: "<prev_rejected_ref_number>\(number)</prev_rejected_ref_number>",
        Self.payment("T-1", "1500.00", owner: "Reed", share: 30)), to: "b.xml")
    for name in order { try bench.clew("ingest", name, "--set", "case") }
    #expect(try state(bench).prefix(2) == ["1500.00", "1"])
    let filing = order[0] == "a.xml" ? "R1" : "R2"
    #expect(
      try bench.clew("show", filing).output.contains("rejected by the unit and sent again as R"))
  }

  @Test(arguments: [["a.xml", "b.xml"], ["b.xml", "a.xml"]])
  func aFollowUpReplacesNothing(_ order: [String]) throws {
    let bench = Bench()
    bench.write(Self.first, to: "a.xml")
    bench.write(
      Self.report(
        "R-1", "AIFT", on: "2026-02-08", more: "<fiu_ref_number>R-1</fiu_ref_number>",
        Self.payment("T-7", "70.00", owner: "Reed", share: 60)), to: "b.xml")
    for name in order { try bench.clew("ingest", name, "--set", "case") }
    #expect(try state(bench).prefix(2) == ["1570.00", "3"])
    #expect(try bench.ask("find", "Wrong sums").results.items.count == 1)
  }

  /// Both banks report the payment; one of them corrects itself.
  @Test func theCorrectedStatementIsTheOneThatCounts() throws {
    let bench = Bench()
    bench.write(Self.first, to: "a.xml")
    bench.write(
      Self.report(
        "X-4", on: "2026-02-03", filer: 8, Self.payment("900", "1000.00", owner: "Reed", share: 60)),
      to: "other.xml")
    try bench.clew("ingest", "a.xml", "other.xml", "--set", "case")
    #expect(try state(bench).prefix(2) == ["1500.00", "2"])
    bench.write(Self.corrected, to: "b.xml")
    try bench.clew("ingest", "b.xml", "--set", "case")
    // The other bank still says 1,000, which nobody else does now.
    #expect(try state(bench).prefix(2) == ["2500.00", "2"])
    try bench.clew("withdraw", "S3", "--why", "test")
    #expect(try state(bench).prefix(2) == ["1500.00", "2"])
  }

  @Test func insideOneFileTheLaterReportCounts() throws {
    let bench = Bench()
    bench.write("<reports>" + Self.first + Self.corrected + "</reports>", to: "a.xml")
    try bench.clew("ingest", "a.xml", "--set", "case")
    #expect(try state(bench).prefix(2) == ["1500.00", "1"])
    #expect(
      try bench.clew("show", "R1").output.contains("taken back in S1 itself: sent again as R2"))
  }

  /// A report of which one transaction was rejected and mended stays whole.
  @Test func mendedTransactionsComplete() throws {
    let bench = Bench()
    bench.write(
      Self.report(
        "R-1", on: "2026-02-01", Self.payment("T-1", "1000.00", owner: "Reed", share: 60),
        Self.payment("T-2", "5oo.00", owner: "Reed", share: 60),
        Self.payment("T-3", "200.00", owner: "Reed", share: 60)), to: "a.xml")
    try bench.clew("ingest", "a.xml", "--set", "case")
    #expect(try state(bench).prefix(2) == ["1200.00", "2"])
    try bench.clew("rejections", "--write", "mend")
    let name = "mend/S1-a.xml"
    let rejected = try #require(bench.read(name))
    bench.write(
      rejected.split(separator: "5oo.00", omittingEmptySubsequences: false)
        .joined(separator: "500.00"), to: name)
    let answer = try bench.ask("ingest", name, "--set", "case")
    #expect(answer.sources[0].transactions.int == 1 && answer.sources[0].rejections.int == 0)
    #expect(try bench.ask("sources").sources[1].completes.string == "S1")
    #expect(try state(bench).prefix(2) == ["1700.00", "3"])
    // A report sent again takes the place of both.
    bench.write(Self.corrected, to: "b.xml")
    try bench.clew("ingest", "b.xml", "--set", "case")
    #expect(try state(bench).prefix(2) == ["1500.00", "1"])
  }

  // MARK: - FinCEN

  private static func party(_ code: String, _ name: String, _ more: String = "") -> String {
    """
    <fc2:Party SeqNum="7"><fc2:ActivityPartyTypeCode>\(code)</fc2:ActivityPartyTypeCode>
    <fc2:PartyName SeqNum="8"><fc2:PartyNameTypeCode>L</fc2:PartyNameTypeCode>
    <fc2:RawPartyFullName>\(name)</fc2:RawPartyFullName></fc2:PartyName>\(more)</fc2:Party>
    """
  }

  private static func number(_ code: String, _ number: String) -> String {
    """
    <fc2:PartyIdentification SeqNum="9"><fc2:PartyIdentificationNumberText>\(number)\
    </fc2:PartyIdentificationNumberText><fc2:PartyIdentificationTypeCode>\(code)\
    </fc2:PartyIdentificationTypeCode></fc2:PartyIdentification>
    """
  }

  private static func activityReport(
    on day: String, subject: String, _ narrative: String, kind: String, prior: String = ""
  ) -> String {
    """
    <?xml version="1.0" encoding="UTF-8"?>
    <fc2:EFilingBatchXML xmlns:fc2="www.fincen.gov/base" TotalAmount="0" PartyCount="1" \
    ActivityCount="1" ActivityAttachmentCount="0" AttachmentCount="0">
    <fc2:FormTypeCode>SARX</fc2:FormTypeCode><fc2:Activity SeqNum="1">
    \(prior.isEmpty ? "" : "<fc2:EFilingPriorDocumentNumber>\(prior)</fc2:EFilingPriorDocumentNumber>")
    <fc2:FilingDateText>\(day)</fc2:FilingDateText><fc2:ActivityAssociation SeqNum="2">
    <fc2:\(kind)Indicator>Y</fc2:\(kind)Indicator></fc2:ActivityAssociation>
    \(party("35", "Harbour Holdings", number("4", "21-0000007")))
    \(party("30", "Harbour Bank", number("2", "21-4748364") + number("29", "HB-2026-0042")))
    \(party("33", subject, number("1", "219-09-9999")))
    <fc2:SuspiciousActivity SeqNum="3">
    <fc2:SuspiciousActivityFromDateText>20260101</fc2:SuspiciousActivityFromDateText>
    <fc2:TotalSuspiciousAmountText>48250</fc2:TotalSuspiciousAmountText></fc2:SuspiciousActivity>
    <fc2:ActivityNarrativeInformation SeqNum="4">
    <fc2:ActivityNarrativeSequenceNumber>1</fc2:ActivityNarrativeSequenceNumber>
    <fc2:ActivityNarrativeText>\(narrative)</fc2:ActivityNarrativeText>
    </fc2:ActivityNarrativeInformation></fc2:Activity></fc2:EFilingBatchXML>
    """
  }

  @Test(arguments: [["a.xml", "b.xml"], ["b.xml", "a.xml"]])
  func aCorrectedActivityReport(_ order: [String]) throws {
    let bench = Bench()
    bench.write(
      Self.activityReport(
        on: "20260305", subject: "Ada Reed", "Deposits below the alder", kind: "InitialReport"),
      to: "a.xml")
    bench.write(
      Self.activityReport(
        on: "20260405", subject: "Ada Reed", "Deposits below the birch",
        kind: "CorrectsAmendsPriorReport", prior: "31000055053784"), to: "b.xml")
    for name in order { try bench.clew("ingest", name, "--set", "sars") }
    #expect(try bench.ask("find", "alder").results.items.isEmpty)
    #expect(try bench.ask("find", "birch").results.items.count == 1)
    #expect(try bench.ask("find", "Ada Reed", "--kind", "party").results.items.count == 1)
    // A party of a report and of its correction is in one report.
    bench.write(
      Self.activityReport(
        on: "20260505", subject: "Nell Quill", "Deposits again", kind: "ContinuingActivityReport",
        prior: "31000055053784"), to: "c.xml")
    let answer = try bench.ask("ingest", "c.xml", "--set", "sars")
    let reed = try #require(bench.ask("find", "Ada Reed", "--kind", "party").results[0].id.string)
    #expect(!answer.recurring.items.contains { $0.party.string == reed })
    #expect(try bench.ask("find", "birch").results.items.count == 1)
    #expect(try bench.ask("find", "again").results.items.count == 1)
    let later = order[0] == "a.xml" ? "S2" : "S1"
    try bench.clew("withdraw", later, "--why", "test")
    #expect(try bench.ask("find", "alder").results.items.count == 1)
    #expect(try bench.ask("find", "Ada Reed", "--kind", "party").results.items.count == 1)
  }
}
