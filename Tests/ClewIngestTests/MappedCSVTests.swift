import ClewModel
import Testing

@testable import ClewIngest

@Suite struct MappedCSVTests {
  private func read(_ profile: String, _ bytes: [UInt8]) throws -> Reading {
    try Reading(MappedCSV(options: ReadOptions(profile: profile)), bytes)
  }

  private let statement = """
    profile: nordbank
    table: {delimiter: ";", skip: 2, decimal: ",", grouping: ".", strip: ["€"], ignore: [Endsaldo]}
    dates: [dd.MM.yyyy]
    own: {iban: DE02120300000000202051, currency: EUR}
    columns:
      date: Buchungstag
      value_date: Valuta
      counterparty: Konto
      counterparty_institution: BLZ
      counterparty_name: Empfänger
      debit: Soll
      credit: Haben
      reference: Zweck
      balance_after: Saldo
    literals: {mode: statement}
    facts: {booking-text: Text}
    """

  @Test func readsAStatementInWindows1252() throws {
    let text = """
      Nordbank; "Kontoauszug
      vom 31.01.2026
      Buchungstag;Valuta;Empfänger;Konto;BLZ;Zweck;Soll;Haben;Saldo;Text
      02.01.2026;02.01.2026;Müller;0012;0044;Miete;1.200,00 €;;-200,00;Lastschrift
      03.01.2026;05.01.2026;;0013;0044;Lohn;0,00;3.000,5;2.800,50;
      04.01.2026;;Müller;0012;0044;;1,20;2,30;;
      05.01.2026;;Müller;0012;0044;;12.34,00;;;
      Endsaldo;2.800,50

      """.replacing("\"", with: "")
    let bytes = text.unicodeScalars.map { UInt8($0.value == 0x20AC ? 0x80 : $0.value) }
    let reading = try read(statement, bytes)
    #expect(reading.header?.encoding == "windows-1252")
    #expect(
      (0..<2).map(reading.line)
        == [
          "|2026-01-02|DE02120300000000202051|0044/0012|1200.00|EUR|statement|Miete|-200.00",
          "|2026-01-03|0044/0013|DE02120300000000202051|3000.5|EUR|statement|Lohn|2800.5",
        ].map { $0.replacing("|", with: " | ") })
    #expect(reading.all.rejections.map(\.provenance.line) == [6, 7])
    #expect(reading.all.mentions.map(\.name) == ["Müller"])
    #expect(reading.all.transactions.details[0].facts == [Fact("booking-text", "Lastschrift")])
    #expect(reading.all.transactions.details[1].valueDate == TimeSpan(iso: "2026-01-05"))
    let offset = Int(reading.all.transactions.offset[1])
    let length = Int(reading.all.transactions.length[1])
    #expect(
      String(decoding: bytes[offset..<(offset + length)], as: UTF8.self).hasPrefix("03.01.2026"))
  }

  @Test(arguments: [
    ("", "-5", "own>b9"), ("sign: minus-is-in", "-5", "b9>own"), ("", "5", "b9>own"),
  ])
  func theSignSaysTheDirection(sign: String, amount: String, expected: String) throws {
    let profile = """
      own: {number: own, currency: EUR}
      columns: {date: 1, counterparty: 2, amount: 3}
      table: {header: none, delimiter: ","}
      \(sign)
      """
    let reading = try read(profile, Array("2026-01-01,b9,\(amount)\n".utf8))
    let sides = expected.replacing(">", with: " | ")
    #expect(reading.line(0) == " | 2026-01-01 | \(sides) | 5 | EUR |  |  | ")
  }

  @Test func readsTheDirectionFromAColumn() throws {
    let profile = """
      own: {number: own}
      columns: {date: d, counterparty: c, amount: a, currency: k, direction: s}
      values: {direction: {S: out, H: in}, currency: {Euro: EUR}}
      """
    let text = "d,c,a,k,s\n2026-01-01,b9,5,Euro,S\n2026-01-01,b9,5,Euro,H\n2026-01-01,b9,5,Euro,?\n"
    let reading = try read(profile, Array(text.utf8))
    #expect(reading.line(0) == " | 2026-01-01 | own | b9 | 5 | EUR |  |  | ")
    #expect(reading.line(1) == " | 2026-01-01 | b9 | own | 5 | EUR |  |  | ")
    #expect(reading.all.rejections.count == 1)
  }

  @Test(arguments: [
    ("columns: {date: a, amount: b, currency: c, from: d}\nsing: x", "sing", 2),
    ("table:\n  delimiter: ';;'\ncolumns: {}", "table.delimiter", 2),
    ("dates: [YYYY-MM-DD]", "dates", 1),
    ("columns:\n  date: 1\n  amout: 2", "columns.amout", 3),
    (
      "table: {header: none}\ncolumns:\n  date: Datum\n  amount: 2\n  from: 3\n  currency: 4",
      "columns.date", 3
    ),
    ("own: {name: x}", "own", 1),
    ("table: {skip: -1}", "table.skip", 1),
  ])
  func aMistakeNamesKeyAndLine(profile: String, key: String, line: Int) {
    let error = #expect(throws: IngestError.self) { try Profile(yaml: profile) }
    #expect(error?.code == .profile)
    #expect(error?.what.hasPrefix("\(key):") == true, "\(error?.what ?? "")")
    #expect(error?.place == "profile, line \(line)")
  }

  @Test func aColumnTheHeaderDoesNotNameIsAnError() {
    let profile = "columns: {date: a, amount: b, currency: c, from: d}"
    let error = #expect(throws: IngestError.self) {
      try read(profile, Array("a,b,b,d\n".utf8))
    }
    #expect(error?.what.contains("columns.amount") == true)
    #expect(error?.place == "test.csv, line 1")
  }

  @Test func notesBlocksAndTheirFaults() throws {
    let profile = """
      table: {header: none, delimiter: ","}
      columns: {date: 1, from: 2, to: 3, amount: 4}
      literals: {currency: EUR}
      blocks: {begin: "BEGIN ", end: "END "}
      """
    let text = """
      2026-01-01,a,b,1
      BEGIN RING: two, three
      2026-01-01,b,c,1
      2026-01-01,c,b,1
      END RING
      END RING
      BEGIN FAN
      2026-01-01,a,d,1
      """
    let reading = try read(profile, Array(text.utf8))
    #expect(reading.all.notes.map(\.text) == ["BEGIN RING: two, three", "BEGIN FAN"])
    #expect(reading.all.notes.map(\.transactions) == [1..<3, 3..<4])
    #expect(reading.all.notes[0].provenance == Provenance(offset: 17, length: 65, line: 2))
    #expect(reading.all.rejections.map(\.provenance.line) == [6, 7])
  }

  @Test func readsAMLworldTransactions() throws {
    let profile = try String(
      decoding: fileBytes(packageFile("samples/profiles/amlworld-transactions.yaml")),
      as: UTF8.self)
    let text = """
      Timestamp,From Bank,Account,To Bank,Account,Amount Received,Receiving Currency,Amount Paid,\
      Payment Currency,Payment Format,Is Laundering
      2031/05/01 00:20,010,9000AAAA0,0012,9000BBBB0,90.10,Euro,100.00,US Dollar,Wire,0
      2031/05/01 00:21,010,9000AAAA0,010,9000AAAA0,7.00,Yuan,7.00,Yuan,Reinvestment,0
      """
    let reading = try read(profile, Array(text.utf8))
    #expect(
      reading.line(0)
        == [
          "", "2031-05-01T00:20", "010/9000AAAA0", "0012/9000BBBB0", "100.00", "USD", "Wire", "",
          "",
        ].joined(separator: " | "))
    #expect(reading.all.rejections.isEmpty)
    let details = reading.all.transactions.details
    #expect(details.count == 1)
    #expect(
      details[0].roles == [.init(name: "to", money: Money(decimal: "90.10", currency: "EUR"))])
  }

  @Test(.enabled(if: publicData != nil))
  func loadsTheAMLworldPatternsWhole() throws {
    let profile = try String(
      decoding: fileBytes(packageFile("samples/profiles/amlworld-patterns.yaml")), as: UTF8.self)
    let bytes = try fileBytes(publicData! + "/flows/amlworld/HI-Small_Patterns.sample.txt")
    let reading = try read(profile, bytes)
    #expect(reading.all.rejections.isEmpty)
    #expect(reading.all.notes.count == 185)
    #expect(reading.all.transactions.count == 1712)
    #expect(reading.all.notes.reduce(0) { $0 + $1.transactions.count } == 1712)
    #expect(reading.all.currencies.allSatisfy { $0.utf8.count == 3 })
    for note in reading.all.notes {
      let from = Int(note.provenance.offset)
      let cited = bytes[from..<(from + Int(note.provenance.length))]
      #expect(cited.starts(with: "BEGIN LAUNDERING ATTEMPT - ".utf8))
    }
  }
}
