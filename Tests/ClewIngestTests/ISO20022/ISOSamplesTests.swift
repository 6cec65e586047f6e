import ClewIngest
import ClewModel
import Testing

/// Every ISO 20022 file of the public data: read whole, or refused with its name.
@Suite(.enabled(if: ISOSamples.areHere, "the public data is not here"))
struct ISOSamplesTests {
  struct Counts: Sendable, CustomStringConvertible {
    var file: String
    var transactions: Int
    /// Parties and banks, identical statements once.
    var mentions: Int
    /// One for each statement, and those that payments name.
    var accounts: Int
    /// The owner of a statement's account, and who may receive it.
    var links: Int
    var rejections: Int
    var description: String { file }

    init(
      _ file: String, _ transactions: Int, _ mentions: Int, _ accounts: Int, links: Int = 0,
      rejections: Int = 0
    ) {
      self.file = file
      self.transactions = transactions
      self.mentions = mentions
      self.accounts = accounts
      self.links = links
      self.rejections = rejections
    }
  }

  static let counts = [
    Counts("camt-genkgo/camt052.v1", 1, 2, 1, links: 2),
    Counts("camt-genkgo/camt052.v2.other-account", 1, 5, 1, links: 2),
    Counts("camt-genkgo/camt052.v2.with-account-name", 1, 2, 2),
    Counts("camt-genkgo/camt052.v2", 1, 5, 3, links: 2),
    Counts("camt-genkgo/camt052.v4", 1, 6, 2, links: 2),
    Counts("camt-genkgo/camt052.v6.Amt-zero", 1, 6, 2, links: 2),
    Counts("camt-genkgo/camt052.v6", 1, 6, 2, links: 2),
    Counts("camt-genkgo/camt052.v8", 1, 2, 1, links: 2),
    Counts("camt-genkgo/camt053.v2.all-balance-types", 1, 2, 2, links: 1),
    Counts("camt-genkgo/camt053.v2.five.decimals", 1, 2, 2, links: 1),
    Counts("camt-genkgo/camt053.v2.minimal.ultimate", 1, 3, 1, links: 1),
    Counts("camt-genkgo/camt053.v2.minimal", 1, 3, 3, links: 1),
    Counts("camt-genkgo/camt053.v2.multi.statement", 2, 3, 3, links: 2),
    Counts("camt-genkgo/camt053.v2.with-account-name", 1, 1, 1),
    Counts("camt-genkgo/camt053.v2.with-party-ids", 1, 3, 3, links: 1),
    Counts("camt-genkgo/camt053.v2.wrong", 0, 0, 0, rejections: 1),
    Counts("camt-genkgo/camt053.v3", 1, 5, 3, links: 2),
    Counts("camt-genkgo/camt053.v4", 1, 4, 3, links: 2),
    Counts("camt-genkgo/camt053.v8", 1, 4, 3, links: 2),
    Counts("camt-genkgo/camt054.v2.with-account-name", 1, 1, 1),
    Counts("camt-genkgo/camt054.v2", 1, 3, 1, links: 2),
    Counts("camt-genkgo/camt054.v4", 1, 9, 4, links: 2),
    Counts("camt-genkgo/camt054.v8-with-UETR", 1, 0, 1),
    Counts("camt-genkgo/camt054.v8-with-financial-institution", 1, 1, 1),
    Counts("camt-genkgo/camt054.v8", 1, 9, 4, links: 2),
    Counts("camt-genkgo/camt53.only-Dt-with-DtTm", 0, 0, 1),
    Counts("mx-ballerina/P_4_3_2_mt_205_COV_pacs_009_B_C", 1, 8, 4),
    Counts("mx-ballerina/c_106_2_1_a_mt202_pacs_009_B_A", 1, 2, 0),
    Counts("mx-ballerina/c_29_4_1_mt202_pacs_009ADV_B_E", 1, 8, 0),
    Counts("mx-ballerina/c_52_1_1_mt941_camt_052_A_B", 0, 0, 1),
    Counts("mx-ballerina/c_52_1_1_mt942_camt_052_C_D", 1, 0, 1),
    Counts("mx-ballerina/c_53_1_1_mt940_camt_053_B_D", 1, 0, 1),
    Counts("mx-ballerina/c_53_1_1_mt940_camt_053_C_D", 1, 0, 1),
    Counts("mx-ballerina/c_53_5_mt103_pacs008_A_B", 1, 7, 2),
    Counts("mx-ballerina/c_54_1_1_mt910_camt_054_C_D", 1, 2, 1),
    Counts("mx-ballerina/custom_mt103_a_2015", 1, 6, 3),
    Counts("mx-ballerina/custom_mt103_fin2", 1, 9, 4),
    Counts("mx-ballerina/custom_mt103_pacs008", 1, 6, 3),
    Counts("mx-ballerina/custom_mt205_pacs_004_2", 1, 4, 0),
    Counts("mx-ballerina/custom_mt205_pacs_004_4", 1, 4, 0),
    Counts("mx-ballerina/p_2_1_1_mt103_pacs_008_C_D", 1, 6, 2),
    Counts("mx-ballerina/p_2_1_2_mt103_pacs008_B_C", 1, 6, 2),
    Counts("mx-ballerina/p_2_1_2_mt103_pacs_004_B_A", 1, 4, 0),
    Counts("mx-ballerina/p_2_2_1_mt202_pacs_009_B_C", 1, 5, 0),
    Counts("mx-ballerina/p_2_3_1_a_mt103_pacs_008_A_D", 1, 7, 2),
    Counts("mx-ballerina/p_2_3_1_b_mt202_pacs004_C_B", 1, 5, 0),
    Counts("mx-ballerina/p_2_3_1_b_mt202_pacs_009COV_A_B", 1, 8, 0),
    Counts("mx-ballerina/pc_09_1_1_mt200_pacs_009_C_D", 1, 4, 1),
    Counts("mx-ballerina/pc_10_1_1_mt204_pacs_010_A_B", 1, 4, 1),
    Counts("mx-ballerina/pc_10_1_1_mt204_pacs_010_E_F", 1, 4, 2),
  ]

  @Test(arguments: counts) func countsOfASample(_ expected: Counts) throws {
    let bytes = try #require(ISOSamples.bytes(expected.file + ".xml"))
    let read = try ISOReading(bytes)
    #expect(read.batch.transactions.count == expected.transactions)
    #expect(read.batch.mentions.count == expected.mentions)
    #expect(read.batch.accounts.count == expected.accounts)
    #expect(read.batch.links.count == expected.links)
    #expect(read.batch.rejections.count == expected.rejections)
    #expect(read.batch.unread.isEmpty)
    for place in read.batch.mentions.map(\.provenance) + read.batch.accounts.map(\.provenance) {
      let start = Int(place.offset)
      let cited = String(decoding: bytes[start..<(start + Int(place.length))], as: UTF8.self)
      let element = place.path.split(separator: "/").last.map { $0.prefix { $0 != "[" } } ?? ""
      #expect(cited.hasPrefix("<") && cited.hasSuffix("\(element)>"))
    }
  }

  static let refused = [
    ("mx-ballerina/c_106_1_1_mt191_camt_106_B_A", "iso20022-camt.106"),
    ("mx-ballerina/c_106_1_1_mtn91_camt_106_C_B", "iso20022-camt.106"),
    ("mx-ballerina/c_107_1_1_mt110_camt_107_A_B", "iso20022-camt.107"),
    ("mx-ballerina/c_109_1_1_mt112_camt_109_A_B", "iso20022-camt.109"),
    ("mx-ballerina/c_29_2_2_mt192_camt_056_A_D", "iso20022-camt.056"),
    ("mx-ballerina/c_56_4_1_mt292_camt056_B_E", "iso20022-camt.056"),
    ("mx-ballerina/c_56_4_1_mt296_camt_029_E_B", "iso20022-camt.029"),
    ("mx-ballerina/c_58_1_1_mt210_camt_057_A_B", "iso20022-camt.057"),
    ("mx-ballerina/custom_camt106_multiple1", "iso20022-camt.106"),
    ("mx-ballerina/p_2_4_2_mt299_pacs_002_B_E", "iso20022-pacs.002"),
    ("mx-ballerina/p_2_5_2_mt199_pacs_002_B_A", "iso20022-pacs.002"),
    ("mx-ballerina/p_3_2_1_b_mt199_pacs_002_D_A", "iso20022-pacs.002"),
  ]

  @Test(arguments: refused) func whatMovesNoMoneyIsRefusedByName(_ file: String, _ name: String)
    throws
  {
    let bytes = try #require(ISOSamples.bytes(file + ".xml"))
    let head = SourceHead(bytes: Array(bytes.prefix(SourceHead.length)))
    #expect(NotYetRead.recognise(head)?.name == name)
    let error = #expect(throws: IngestError.self) { try ISOReading(bytes) }
    #expect(error?.code == .notYetRead)
  }

  private func read(_ name: String) throws -> ISOReading {
    try ISOReading(try #require(ISOSamples.bytes(name)))
  }

  @Test func theCoverPaymentNamesCustomersAndBanks() throws {
    let read = try read("mx-ballerina/P_4_3_2_mt_205_COV_pacs_009_B_C.xml")
    let shape = try #require(read.shapes.first)
    #expect(shape.payer.identifiers == ["bic CLYDGB2S"] && shape.payee.account == "BSCHESMM")
    #expect(
      shape.agents == [
        "instructing-agent": "BOFSGB2L", "instructed-agent": "BSCHESMM",
        "previous-instructing-agent-1": "BOFSGB2L", "creditor-agent": "BSCHESMM",
        "underlying-debtor": "A INVESTOR", "underlying-creditor": "SPANISH INVESTOR",
        "underlying-debtor-agent": "CLYDGB2S", "underlying-creditor-agent": "CAIXESBB",
      ])
    #expect(shape.agentAccounts["underlying-debtor"] == "601915153")
    #expect(shape.uetr == nil)
    #expect(read.facts(0, "underlying-uetr") == ["54b2852b-bfaa-4c89-980e-8ad806388f44"])
  }

  /// An entry of 200,000 crowns and three amounts in francs: nobody knows how it divides.
  @Test func aBatchInAnotherCurrencyStaysWhole() throws {
    let read = try read("camt-genkgo/camt054.v8.xml")
    #expect(read.shapes.map { "\($0.amount) \($0.currency)" } == ["200000 SEK"])
    #expect(read.shapes[0].payer.account == "CH2801234000123456789")
    #expect(read.facts(0, "transaction-amount") == ["3.1 CHF", "3.2 CHF"])
    #expect(read.facts(0, "transaction-side") == ["CRDT", "CRDT", "CRDT"])
    #expect(read.facts(0, "number-of-transactions") == ["3", "2"])
    #expect(read.header?.reporter == "UBSWCHZH")
  }

  @Test func balancesThatDoNotAddUpAreSaid() throws {
    let gaps = [
      ("camt053.v2.five.decimals", "0.05 EUR"), ("camt053.v2.all-balance-types", "-5.82 EUR"),
      ("camt053.v8", "not comparable: opening in EUR, closing in SEK"),
    ]
    for (file, gap) in gaps {
      let read = try read("camt-genkgo/\(file).xml")
      #expect(ISOReading.values(read.batch.accounts[0].facts, "balance-gap") == [gap])
    }
    let whole = try read("camt-genkgo/camt053.v2.multi.statement.xml")
    #expect(!whole.batch.accounts.contains { $0.facts.contains { $0.property == "balance-gap" } })
    let report = try read("mx-ballerina/c_52_1_1_mt941_camt_052_A_B.xml")
    #expect(
      ISOReading.values(report.batch.accounts[0].facts, "entry-count-gap")
        == ["116 stated, 0 given"])
    #expect(report.batch.accounts[0].balance?.amountText == "659851.95")
  }

  @Test func aPersonHasBirthAndNationalNumber() throws {
    let read = try read("camt-genkgo/camt053.v2.with-party-ids.xml")
    let payer = try #require(read.mention(0, "from"))
    #expect(payer.kind == .person)
    #expect(payer.facts.contains(Fact(.birthDate, "1912-12-12")))
    #expect(payer.facts.contains(Fact(.birthPlace, "Göteborg, Västra Götaland, SE")))
    #expect(ISOReading.values(payer.facts, .nationalID) == ["191212121212"])
  }
}
