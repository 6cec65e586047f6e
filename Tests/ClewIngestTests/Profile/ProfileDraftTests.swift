import ClewModel
import Testing

@testable import ClewIngest

@Suite struct ProfileDraftTests {
  private func draft(_ text: String, encoding: TextEncoding = .utf8) throws -> ProfileDraft {
    try ProfileDraft(Array(text.utf8), isCut: false, name: "bank.csv")
  }

  private static let german = """
    Kontoauszug;;;;;
    IBAN: DE02 1203 0000 0000 2020 51;;;;;

    Buchungstag;Wertstellung;Buchungstext;Beguenstigter/Zahlungspflichtiger;Kontonummer/IBAN;Verwendungszweck;Soll;Haben;Währung;Saldo
    02.01.2026;02.01.2026;Überweisung;Fell GmbH;DE89370400440532013000;Rechnung 12;1.234,50;;EUR;10.000,00
    15.01.2026;16.01.2026;Gutschrift;Ada Moor;;Miete;;900,00;EUR;10.900,00
    Endsaldo;;;;;;;;;10.895,10
    """

  @Test func aStatementWithPreambleSplitColumnsAndTotal() throws {
    let draft = try draft(Self.german)
    #expect(draft.questions.isEmpty)
    #expect(
      draft.rows
        == [
          [
            "2026-01-02", "DE02120300000000202051", "DE89370400440532013000 Fell GmbH", "1234.50",
            "EUR", "Rechnung 12",
          ],
          ["2026-01-16", "Ada Moor", "DE02120300000000202051", "900.00", "EUR", "Miete"],
        ].map { row in row[0] == "2026-01-16" ? ["2026-01-15"] + row.dropFirst() : row })
    #expect(draft.refused == nil)
    for line in [
      "skip: 3", "decimal: \",\"", "grouping: \".\"", "ignore: [Endsaldo]",
      "value_date: Wertstellung",
    ] {
      #expect(draft.yaml.contains(line), "\(line)")
    }
  }

  /// What it proposes is a profile that reads the same rows.
  @Test func theDraftIsAProfile() throws {
    var options = ReadOptions()
    options.profile = try draft(Self.german).yaml
    let read = try Reading(MappedCSV(options: options), Array(Self.german.utf8))
    #expect(read.all.transactions.count == 2 && read.all.rejections.isEmpty)
  }

  @Test func whatCanBeReadInTwoWaysIsAsked() throws {
    let draft = try draft(
      "Date,Description,Amount\n03/04/2026,Coffee,\"173,900\"\n05/06/2026,Tea,\"-21,000\"\n")
    #expect(draft.questions.count == 4)
    #expect(draft.questions.contains { $0.contains("\"173,900\" is") })
    #expect(draft.questions.contains { $0.contains("dd/MM/yyyy or MM/dd/yyyy") })
    #expect(draft.rows.isEmpty)
    // The draft cannot be used before the questions are answered.
    #expect(throws: IngestError.self) { try Profile(yaml: draft.yaml) }
  }

  @Test func aDayBeyondTwelveSettlesTheOrder() throws {
    let draft = try draft(
      "Date,Amount,Currency,IBAN\n03/25/2026,1.5,EUR,DE89370400440532013000\n03/04/2026,2.5,EUR,DE02120300000000202051\n"
    )
    #expect(draft.yaml.contains("dates: [\"MM/dd/yyyy\"]"))
    #expect(draft.questions.count == 1)
  }

  @Test func theOwnAccountInEveryRowAndADirection() throws {
    let draft = try draft(
      """
      "Datum","Naam / Omschrijving","Rekening","Tegenrekening","Af Bij","Bedrag (EUR)","Mededelingen"
      "20260105","J. Moor","NL91ABNA0417164300","NL20INGB0001234567","Af","12,50","Pas 001"
      "20260106","Fell BV","NL91ABNA0417164300","NL20INGB0001234567","Bij","1200,00","Factuur 7"
      """)
    #expect(draft.yaml.contains("own: {iban: NL91ABNA0417164300, currency: EUR}"))
    #expect(draft.yaml.contains("counterparty: Tegenrekening"))
    #expect(draft.rows.map { $0[1] } == ["NL91ABNA0417164300", "NL20INGB0001234567 Fell BV"])
  }

  @Test func aTableOfBothSides() throws {
    let draft = try draft(
      "Txn ID\tBooking Date\tDebtor IBAN\tCreditor IBAN\tAmount\tCurrency\n"
        + "T1\t2026-01-05 10:15:00\tDE89370400440532013000\tGB82WEST12345698765432\t1200.50\tEUR\n")
    #expect(draft.questions.isEmpty)
    #expect(draft.rows.map { $0[3] } == ["1200.50"])
    #expect(draft.yaml.contains("id: Txn ID"))
  }

  @Test func whatIsNoTableIsAnError() {
    for text in ["", "hello", "a\nb\nc\n", "{\"a\":1}"] {
      #expect(throws: IngestError.self) { try draft(text) }
    }
  }
}
