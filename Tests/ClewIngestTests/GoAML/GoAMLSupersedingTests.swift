import ClewModel
import Testing

@testable import ClewIngest

/// Reports sent again, and reports about earlier ones.
struct GoAMLSupersedingTests {
  private func report(_ ref: String, _ kind: String = "STR", _ more: String = "", filer: Int = 7)
    -> String
  {
    """
    <report><rentity_id>\(filer)</rentity_id><report_code>\(kind)</report_code>
    <entity_reference>\(ref)</entity_reference>\(more)
    <submission_date>2026-02-03T00:00:00</submission_date>
    <currency_code_local>EUR</currency_code_local>
    <transaction><transactionnumber>T1</transactionnumber>
    <date_transaction>2026-01-02T00:00:00</date_transaction><amount_local>10</amount_local>
    <t_from><from_person><last_name>Reed</last_name></from_person></t_from>
    <t_to><to_account><account>00417</account></to_account></t_to></transaction></report>
    """
  }

  @Test func aReportIsOneOfItsFilersFamily() throws {
    let read = try goAML(report("R-1"))
    #expect(read.header?.edition == Edition(family: "goaml:7", isWhole: false))
    #expect(read.retractions.isEmpty)
  }

  @Test func aRejectedReportIsTakenBack() throws {
    let read = try goAML(
      report("R-2", "STR", "<prev_rejected_ref_number>R-1</prev_rejected_ref_number>"))
    #expect(read.retractions.map(\.target) == [.filing(ref: "R-1")])
    #expect(read.retractions.first?.provenance == read.filings.first?.provenance)
    #expect(stated(read.filings[0].facts, "prev_rejected_ref_number") == ["R-1"])
  }

  @Test(arguments: ["AIF", "AIFT", "ECDD", "ECDDT"]) func aFollowUpReplacesNothing(
    _ kind: String
  ) throws {
    let read = try goAML(report("R-1", kind, "<fiu_ref_number>FIU-9</fiu_ref_number>"))
    #expect(read.header?.edition == Edition(family: "goaml-follow-up:7", isWhole: false))
    #expect(read.retractions.isEmpty)
    #expect(stated(read.filings[0].facts, "follows-up") == ["FIU-9"])
    let plain = try goAML(report("R-1", "STR", "<fiu_ref_number>FIU-9</fiu_ref_number>"))
    #expect(stated(plain.filings[0].facts, "follows-up") == [])
    #expect(plain.header?.edition?.family == "goaml:7")
  }

  @Test func aBatchIsAFamilyWhereItIsOfOneFiler() throws {
    let one = try goAML("<reports>" + report("R-1") + report("R-2") + "</reports>")
    #expect(one.header?.edition?.family == "goaml:7")
    let two = try goAML("<reports>" + report("R-1") + report("R-2", filer: 8) + "</reports>")
    #expect(two.header?.edition == nil)
    let mixed = try goAML(
      "<reports>" + report("R-1")
        + report("R-2", "AIF", "<fiu_ref_number>F</fiu_ref_number>") + "</reports>")
    #expect(mixed.header?.edition == nil)
  }

  /// What a report states stands within its bytes, also where another has stated the same.
  @Test func reportsShareNoStatements() throws {
    let read = try goAML("<reports>" + report("R-1") + report("R-2") + "</reports>")
    #expect(read.mentions.map(\.occurrences) == [1, 1] && read.accounts.count == 2)
    for (filing, mention) in zip(read.filings, read.mentions) {
      let bytes =
        filing.provenance
        .offset..<(filing.provenance.offset
        + Int64(filing.provenance.length))
      #expect(bytes.contains(mention.provenance.offset))
    }
    #expect(read.filings.map(\.transactions) == [0..<1, 1..<2])
  }

  @Test func whatNoSchemaHasIsCountedAndKept() throws {
    let read = try goAML(
      report(
        "R-1", "STR",
        "<risk_score>9</risk_score><teller>Bo</teller><risk_score><by>x</by></risk_score>"))
    #expect(read.unread == ["report/risk_score": 1, "report/risk_score/by": 1])
    #expect(stated(read.filings[0].facts, "risk_score") == ["9"])
    #expect(stated(read.filings[0].facts, "teller") == ["Bo"])
  }

  @Test func rejectedTransactionsAreAReportAgain() throws {
    let text =
      "<g:report xmlns:g=\"urn:x\"><rentity_id>7</rentity_id>"
      + "<report_code>STR</report_code>"
      + "<transactions><transaction><amount_local>x</amount_local>"
      + "<date_transaction>2026-01-02</date_transaction></transaction></transactions></g:report>"
    let read = try goAML(text)
    let frame = try #require(read.frame)
    let rejected = try #require(read.rejections.first)
    let bytes = Array(text.utf8)
    let record = bytes[
      Int(
        rejected.provenance.offset)..<(Int(rejected.provenance.offset)
        + Int(rejected.provenance.length))]
    let repaired =
      Array(bytes[..<Int(frame.prefixLength)]) + record + Array(frame.suffix.utf8)
    let again = try goAML(
      String(decoding: repaired, as: UTF8.self).replacingOccurrences(of: ">x<", with: ">5<")
        .replacingOccurrences(
          of: "<transactions>",
          with: "<currency_code_local>EUR</currency_code_local><transactions>"))
    #expect(again.rejections == [] && again.transactions.map(\.amount) == ["5"])
    #expect(again.filings.map(\.filer) == ["7"])
  }
}
