import ClewModel
import Testing

@testable import ClewIngest

/// Currency transaction reports and form 8300.
struct FinCENCashTests {
  typealias S = FinCENSamples

  private static func detail(_ code: String, _ amount: String, _ more: String...) -> String {
    S.e(
      "CurrencyTransactionActivityDetail", S.e("CurrencyTransactionActivityDetailTypeCode", code),
      amount.isEmpty ? "" : S.e("DetailTransactionAmountText", amount), more.joined())
  }

  private static func account(_ number: String, _ code: String) -> String {
    S.e(
      "Account", S.e("AccountNumberText", number),
      S.e("PartyAccountAssociation", S.e("PartyAccountAssociationTypeCode", code)))
  }

  private static func person(_ code: String, _ name: String, _ more: String...) -> String {
    S.party(
      code,
      S.e("PartyName", S.e("PartyNameTypeCode", "L"), S.e("RawEntityIndividualLastName", name)),
      more.joined())
  }

  private static func ctr(_ persons: String, _ cash: String) -> String {
    S.batch(
      "CTRX",
      S.e(
        "Activity", S.e("FilingDateText", "20260305"),
        S.e("ActivityAssociation", S.e("InitialReportIndicator", "Y")), S.institutions(), persons,
        cash))
  }

  private static func cash(_ details: String..., totals: (String, String) = ("12500", "3000"))
    -> String
  {
    S.e(
      "CurrencyTransactionActivity", S.e("AggregateTransactionIndicator", "Y"),
      S.e("NightDepositIndicator", "Y"), S.e("TotalCashInReceiveAmountText", totals.0),
      S.e("TotalCashOutAmountText", totals.1), S.e("TransactionDateText", "20260301"),
      details.joined())
  }

  @Test func eachDetailIsATransaction() throws {
    let owner = Self.person(
      "23", "Reed Ltd", S.e("PartyAsEntityOrganizationIndicator", "Y"),
      S.e("IndividualEntityCashInAmountText", "12500"),
      S.e("MultipleTransactionsPersonsIndividualsIndicator", "Y"), Self.account("00417", "8"),
      Self.account("00418", "9"))
    let conductor = Self.person("17", "Carrier", Self.account("00417", "8"))
    let read = try fincen(
      Self.ctr(
        owner + conductor,
        Self.cash(
          Self.detail("55", "10000"), Self.detail("14", "2500"),
          Self.detail("13", "3000"),
          Self.detail(
            "53", "900", S.e("OtherForeignCurrencyCountryText", "CA")))))
    #expect(
      read.transactions.map { read.line($0) } == [
        "2026-03-01 cash -> 214748364/00417 10000 USD Deposit(s)",
        "2026-03-01 cash -> 214748364/00417 2500 USD Currency exchange in",
        "2026-03-01 214748364/00418 -> cash 3000 USD Negotiable instrument(s) cashed",
      ])
    #expect(
      read.roles(read.transactions[0]) == [
        "from Reed Ltd", "transaction-location Harbour Bank", "on-behalf-of Reed Ltd",
        "conductor Carrier",
      ])
    #expect(read.roles(read.transactions[2]).first == "to Reed Ltd")
    #expect(read.transactions.allSatisfy { $0.detail.standing == .settled })
    #expect(
      stated(read.transactions[0].detail.facts, "transaction-type") == ["Deposit(s) [55]"])
    #expect(
      stated(read.transactions[0].detail.facts, "transaction-flag")
        == ["aggregated", "night deposit"])
    let filing = read.filings[0]
    #expect(filing.kind == "CTR" && filing.transactions == 0..<3)
    #expect(stated(filing.facts, "total-cash-in") == ["12500 USD [12500]"])
    #expect(stated(filing.facts, "foreign-currency-in") == ["900 (CA)"])
    #expect(
      read.links.filter { $0.role != "branch" }.map { read.line($0) } == [
        "Reed Ltd -holder-> 214748364/00417", "Reed Ltd -holder-> 214748364/00418",
        "Carrier -linked:affected account-> 214748364/00417",
      ])
    #expect(read.rejections == [] && read.unread == [:])
    let mention = try #require(read.mentions.first { $0.name == "Reed Ltd" })
    #expect(mention.kind == .organisation)
    #expect(stated(mention.facts, "cash-in") == ["12500 USD [12500]"])
    #expect(stated(mention.facts, "multiple-transactions") == ["yes"])
  }

  @Test func severalAccountsOnASideAreNone() throws {
    let read = try fincen(
      Self.ctr(
        Self.person("50", "Ash", Self.account("1", "8"), Self.account("2", "8"))
          + Self.person("50", "Birch"), Self.cash(Self.detail("55", "12500"))))
    #expect(
      read.transactions.map { read.line($0) } == [
        "2026-03-01 cash -> none 12500 USD Deposit(s)",
        // The report states 3,000 out and no detail of it.
        "2026-03-01 none -> cash 3000 USD Total cash out",
      ])
    #expect(
      read.roles(read.transactions[0]) == [
        "transaction-location Harbour Bank", "conductor Ash", "conductor Birch",
      ])
  }

  @Test func whatCannotBeReadIsRejected() throws {
    let read = try fincen(
      Self.ctr(
        Self.person("50", "Ash"),
        Self.cash(
          Self.detail("55", "12,500"), Self.detail("777", "5"), Self.detail("56", ""),
          S.e("CurrencyTransactionActivityDetail", "<fc2:X/>"))))
    #expect(read.transactions.isEmpty)
    #expect(
      read.rejections.map(\.reason) == [
        "The detail states no amount that is a decimal number of at most 18 digits.",
        "The detail's type code says neither cash in nor cash out.",
        "The detail states no amount that is a decimal number of at most 18 digits.",
      ])
    let undated = try fincen(
      Self.ctr(Self.person("50", "Ash"), Self.cash(Self.detail("55", "5")))
        .replacingOccurrences(of: "20260301", with: "20260230"))
    #expect(undated.transactions.isEmpty && undated.rejections.count == 2)
    #expect(stated(undated.filings[0].facts, "TransactionDateText") == ["20260230"])
  }

  @Test func form8300IsOneTransaction() throws {
    let text = S.batch(
      "8300X",
      S.e(
        "Activity", S.e("FilingDateText", "20260305"), S.e("SuspiciousTransactionIndicator", "Y"),
        Self.person("16", "Ash", S.e("IndividualBirthDateText", "19700000")),
        Self.person("23", "Fen Co", S.e("PartyTypeCode", "O")),
        S.party(
          "4", S.name("Cod & Sons".replacingOccurrences(of: "&", with: "&amp;")),
          S.id("2", "55-1234567")),
        S.e(
          "CurrencyTransactionActivity", S.e("TotalCashInReceiveAmountText", "15000"),
          S.e("TotalPriceAmountText", "15500"), S.e("TransactionDateText", "20260228"),
          S.e(
            "CurrencyTransactionActivityDetail",
            S.e("CurrencyTransactionActivityDetailTypeCode", "1"),
            S.e("DetailTransactionDescription", "A boat")),
          S.e(
            "CurrencyTransactionActivityDetail", S.e("DetailTransactionAmountText", "15000"),
            S.e("InstrumentProductServiceTypeCode", "35"))),
        S.e(
          "ActivityNarrativeInformation", S.e("ActivityNarrativeSequenceNumber", "1"),
          S.e("ActivityNarrativeText", "Counted twice."))))
    let read = try fincen(text)
    #expect(read.header?.format == "fincen-8300" && read.filings[0].filer == "551234567")
    #expect(
      read.transactions.map { read.line($0) } == [
        "2026-02-28 cash -> none 15000 USD Cash received"
      ])
    #expect(
      read.roles(read.transactions[0]) == [
        "from Fen Co", "to Cod & Sons", "conductor Ash", "on-behalf-of Fen Co",
      ])
    #expect(read.mentions.map(\.kind) == [.person, .organisation, .organisation])
    let facts = read.filings[0].facts
    #expect(stated(facts, "transaction-type") == ["Personal property purchased [1] (A boat)"])
    #expect(stated(facts, "instrument") == ["U.S. Currency: 15000 USD [35]"])
    #expect(read.filings[0].narrative == "Counted twice.")
    #expect(read.rejections == [] && read.unread == [:])
  }
}
