import ClewModel
import Testing

@testable import ClewIngest

@Suite struct NativeTransactionsTests {
  private func read(_ text: String) throws -> Reading {
    let bytes = Array(text.utf8)
    #expect(try Formats.detect(SourceHead(bytes: bytes)) == NativeTransactions.self)
    return try Reading(NativeTransactions(options: ReadOptions()), bytes)
  }

  @Test func readsTheColumnsInAnyOrder() throws {
    let reading = try read(
      """
      Amount,id,date,from,to,currency,mode,reference,from_institution,to_institution,balance_after,x
      10.50,T1,2026-01-02T10:15:30Z,0012,A2,eur,SEPA,rent,0044,,100,stays
      -3,T2,2026-01,A2,CASH,EUR,,,,,,
      7,T3,2026-01-03,,A2,USD,SEPA,"a ""b"", c",,,12.345,
      7.0,T4,2026-01-03 09:00,0012,12,BTC,,,0044,,,

      """)
    #expect(reading.header?.format == "native-transactions")
    #expect(
      (0..<4).map(reading.line) == [
        "T1 | 2026-01-02T10:15:30 | 0044/0012 | A2 | 10.50 | EUR | SEPA | rent | 100.00",
        "T2 | 2026-01 | A2 | cash | -3 | EUR |  |  | ",
        "T3 | 2026-01-03 | none | A2 | 7.000 | USD | SEPA | a \"b\", c | 12.345",
        "T4 | 2026-01-03T09:00 | 0044/0012 | 12 | 7.0 | BTC |  |  | ",
      ])
    #expect(reading.all.accounts.count == 3)
    #expect(reading.all.rejections.isEmpty)
    #expect(reading.all.transactions.line == [2, 3, 4, 5])
  }

  @Test func keepsPartiesAndNamesInTheirRoles() throws {
    let reading = try read(
      """
      id,date,from,to,amount,currency,from_party,to_party,from_name,to_name
      1,2026-01-01,A,B,1,EUR,P1,,,Ada
      2,2026-01-01,C,B,1,EUR,,,,Ada
      3,2026-01-01,C,D,1,EUR,,P9,,Ada
      4,2026-01-01,C,D,1,EUR,,,,
      """)
    let details = reading.all.transactions.details
    #expect(details.map(\.row) == [0, 1, 2])
    #expect(
      details[0].roles == [.init(name: "from", partyRef: "P1"), .init(name: "to", mention: 0)])
    #expect(details[1].roles == [.init(name: "to", mention: 0)])
    #expect(details[2].roles == [.init(name: "to", mention: 1, partyRef: "P9")])
    #expect(reading.all.mentions.map(\.occurrences) == [2, 1])
    #expect(reading.all.mentions.map(\.ref) == [nil, "P9"])
    #expect(reading.all.mentions.allSatisfy { $0.kind == .unknown && $0.name == "Ada" })
  }

  @Test func aSentinelIsNoAccount() throws {
    let reading = try read("id,date,from,to,amount,currency\n1,2026,-,UNKNOWN,1,EUR\n")
    #expect(reading.line(0) == "1 | 2026 | none | none | 1 | EUR |  |  | ")
    #expect(reading.all.accounts.isEmpty)
  }

  @Test func refusesWhatItCannotRead() throws {
    let reading = try read(
      """
      id,date,from,to,amount,currency,balance_after
      1,2026-02-30,A,B,1,EUR,
      2,2026-02-03,A,B,"1.234,50",EUR,
      3,2026-02-03,A,B,1,,
      4,2026-02-03,A,B,1,EUR,x
      5,2026-02-03,A,B,1,EUR,,,9
      6,2026-02-03,A,B,99999999999999999999,EUR,
      ,,,,,,
      7,2026-02-03,A,B,2,EUR,
      8,2026-02-03,A,B,12
      """)
    #expect(reading.all.rejections.map(\.provenance.line) == [2, 3, 4, 5, 6, 7, 10])
    #expect(reading.all.rejections[1].snippet == "2,2026-02-03,A,B,\"1.234,50\",EUR,")
    #expect(reading.all.rejections.allSatisfy { !$0.reason.contains("1.234") })
    #expect(reading.all.transactions.count == 1)
  }

  @Test func theNumbersRunOnOverBatches() throws {
    var text = "id,date,from,to,amount,currency,to_name\n"
    let rows = 150_000
    for row in 0..<rows { text += "T\(row),2026-01-01,A\(row % 70_000),B,1.00,EUR,N\(row % 3)\n" }
    let reading = try read(text)
    #expect(reading.batches == 10)
    #expect(reading.all.transactions.count == rows)
    #expect(reading.all.accounts.count == 70_001)
    #expect(reading.all.mentions.map(\.occurrences) == [50_000, 50_000, 50_000])
    #expect(reading.line(149_999) == "T149999 | 2026-01-01 | A9999 | B | 1.00 | EUR |  |  | ")
  }

  @Test func bytesAndStringsAreReadByOneGrammar() {
    var dice = Dice(11)
    let alphabet = Array("0123456789-:T. +Z,".utf8)
    let seeds = ["2026-11-21T10:15:30+02:00", "2026-11-21 10:15", "-1234.50", "2026-11", "0001.5"]
    for _ in 0..<20_000 {
      var bytes = Array(seeds.randomElement(using: &dice)!.utf8)
      for _ in 0..<Int.random(in: 0...2, using: &dice) {
        bytes[Int.random(in: 0..<bytes.count, using: &dice)] = alphabet.randomElement(using: &dice)!
      }
      bytes.removeLast(Int.random(in: 0...min(8, bytes.count - 1), using: &dice))
      let text = String(decoding: bytes, as: UTF8.self)
      bytes.withUnsafeBufferPointer {
        #expect($0.isoTime == TimeSpan(iso: text), "\(text)")
        #expect($0.decimal == Decimal64(text), "\(text)")
      }
    }
  }
}
