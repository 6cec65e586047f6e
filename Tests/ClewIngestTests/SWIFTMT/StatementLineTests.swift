import ClewModel
import Testing

@testable import ClewIngest

@Suite struct StatementLineTests {
  private func line(_ text: String, _ more: String...) throws -> StatementLine {
    try StatementLine(
      MTField(tag: "61", lines: [text] + more, line: 1, offset: 0, length: 0), near: nil)
  }

  @Test func everyPart() throws {
    let line = try line("2601150116CR1234,50NTRFCUST REF 1//BANK REF 2", "SUPPLEMENT")
    #expect(line.value.day?.description == "2026-01-15")
    #expect(line.entry?.day?.description == "2026-01-16")
    #expect(line.mark == "C" && line.funds == "R" && line.isCredit && !line.isReversal)
    #expect(line.amount.description == "1234.50" && line.type == "NTRF")
    #expect(line.reference == "CUST REF 1" && line.servicer == "BANK REF 2")
    #expect(line.supplementary == ["SUPPLEMENT"])
  }

  @Test(arguments: [
    ("260115C5,NTRFX", true, false, false), ("260115D5,NTRFX", false, false, false),
    ("260115RC5,NTRFX", false, true, false), ("260115RD5,NTRFX", true, true, false),
    ("260115EC5,NTRFX", true, false, true), ("260115ED5,NTRFX", false, false, true),
    ("260115RCR5,NTRFX", false, true, false), ("260115CR5,NTRFX", true, false, false),
  ])
  func marks(text: String, isCredit: Bool, isReversal: Bool, isExpected: Bool) throws {
    let line = try line(text)
    #expect(line.isCredit == isCredit && line.isReversal == isReversal)
    #expect(line.isExpected == isExpected && line.amount.description == "5")
  }

  @Test func referencesThatMeanNothing() throws {
    let line = try line("260115C5,NMSCNONREF//NONREF")
    #expect(line.reference == nil && line.servicer == nil)
    #expect(try self.line("260115C5,S   X").type == "S")
    #expect(try self.line("260115C5,    X").type == "")
  }

  @Test func aLineWithoutAnyDayThatExists() throws {
    #expect(try line("260230C5,NTRFX").day == nil)
    #expect(try line("2602300230C5,NTRFX").day == nil)
  }

  @Test(arguments: [
    "", "26O115C5,NTRF", "260115X5,NTRF", "260115C,NTRFX", "260115C1.2,3NTRF", "260115CR",
    "260115C5,n123X", "260115C5,", "260115C5,N", "260115C5,NTR", "260115C25",
  ])
  func faults(text: String) {
    #expect(throws: StatementLine.Fault.self) { try line(text) }
  }
}
