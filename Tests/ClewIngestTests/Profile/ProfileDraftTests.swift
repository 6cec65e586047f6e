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
    // The draft names its questions where they are to be answered, and cannot be used before the questions are answered.
    let refusal = #expect(throws: IngestError.self) { try Profile(yaml: draft.yaml) }
    #expect(refusal?.what.contains("still asks: \"173,900\" is") == true)
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
    #expect(draft.yaml.contains("own: {currency: EUR}"))
    #expect(draft.yaml.contains("own_account: Rekening"))
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

  /// Columns of accounts are never names, whatever they are called; each row is booked on its own.
  @Test func severalOwnAccountsAndACounterpartyOfNumbers() throws {
    let text = """
      "Date","Name / Description","Account","Counterparty","Debit/credit","Amount (EUR)"
      "20260105","J. Moor","NL91ABNA0417164300","NL20INGB0001234567","Debit","1.234,56"
      "20260106","Fell BV","NL02RABO0123456789","NL20INGB0001234567","Credit","2500,00"
      """
    let draft = try draft(text)
    #expect(draft.questions.isEmpty)
    #expect(
      draft.rows.map { "\($0[1]) > \($0[2])" } == [
        "NL91ABNA0417164300 > NL20INGB0001234567 J. Moor",
        "NL20INGB0001234567 Fell BV > NL02RABO0123456789",
      ])
  }

  @Test func anAccountSharedByTwoColumnsIsTheStatementsOwn() throws {
    let draft = try draft(
      """
      Bogføringsdato;Beløb;Afsender;Modtager;Navn;Valuta
      2026/01/05;-250,00;12345678901;;Jens Fell;DKK
      2026/01/16;1.000,00;;12345678901;Moor A/S;DKK
      """)
    #expect(draft.questions.isEmpty)
    #expect(
      draft.rows.map { "\($0[1]) > \($0[2])" } == [
        "12345678901 > Jens Fell", "Moor A/S > 12345678901",
      ])
  }

  @Test func metadataBeforeTheHeaderAndSignsInItsNames() throws {
    let draft = try draft(
      """
      Bank;
      #Klient;
      JAN MOOR;

      #Data operacji;#Opis operacji;#Nadawca/Odbiorca;#Numer konta;#Kwota;#Saldo po operacji;
      2026-01-05;CZYNSZ;ANNA FELL;'61109010140000071219812874';-1 500,00;3 500,12;
      2026-01-06;PENSJA;FELL SP;'27114020040000300201355387';4 000,00;7 500,12;
      ;;;;#Saldo;7 500,12;
      """)
    #expect(draft.yaml.contains("skip: 4") && draft.yaml.contains("ignore: [\";;;;#Saldo\"]"))
    #expect(draft.rows.map { $0[3] } == ["1500.00", "4000.00"])
    #expect(draft.rows[0][2] == "61109010140000071219812874 ANNA FELL")
    #expect(draft.refused == nil)
    #expect(draft.questions.count == 2)
  }

  @Test func amountBesideAnotherDebitAndAState() throws {
    let draft = try draft(
      """
      Auftragskonto;Buchungstag;Lastschrift Ursprungsbetrag;Name;Betrag;Waehrung;Status
      DE89370400440532013000;05.01.26;;Fell;1.250;EUR;Gebucht
      DE89370400440532013000;16.01.26;;Moor;-89,90;EUR;Vorgemerkt
      """)
    #expect(draft.questions.isEmpty)
    #expect(draft.yaml.contains("grouping: \".\"") && !draft.yaml.contains("debit:"))
    #expect(draft.rows.map { $0[3] } == ["1250", "89.90"])
    var options = ReadOptions()
    options.profile = draft.yaml
    let table =
      "Auftragskonto;Buchungstag;Lastschrift Ursprungsbetrag;Name;Betrag;Waehrung;Status\n"
    let read = try Reading(
      MappedCSV(options: options),
      Array(
        (table + "DE89370400440532013000;05.01.26;;Fell;1,00;EUR;Vorgemerkt\n"
          + "DE89370400440532013000;05.01.26;;Fell;1,00;EUR;Geparkt\n;05.01.26;;Fell;1,00;EUR;Gebucht\n")
          .utf8))
    #expect(read.all.transactions.details[0].standing == .pending)
    #expect(read.all.rejections.count == 2)
  }

  @Test func underADecimalCommaAPointGroupsOrIsNoNumber() {
    func read(_ text: String, grouping: UInt8) -> Decimal64? {
      let style = NumberStyle(decimal: UInt8(ascii: ","), grouping: grouping)
      return Array(text.utf8).withUnsafeBufferPointer { style.decimal($0) }
    }
    #expect(read("1.250", grouping: 0) == nil)
    #expect(read("1.250", grouping: UInt8(ascii: "."))?.description == "1250")
    #expect(read("1.25", grouping: UInt8(ascii: ".")) == nil)
    #expect(read("1,2,5", grouping: 0) == nil)
  }
}
