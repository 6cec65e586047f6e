import ClewIngest
import ClewModel
import Testing

struct ISOStatementTests {
  private static let own = "DE89370400440532013000"
  private static let other = "GB29NWBK60161331926819"

  private func read(_ content: String, _ message: String = "camt.053") throws -> ISOReading {
    try ISOReading(ISOSource.document(message, content))
  }

  private func parties(
    debtor: String = "", creditor: String = "", agents: String = ""
  ) -> String {
    "<RltdPties>\(debtor)\(creditor)</RltdPties><RltdAgts>\(agents)</RltdAgts>"
  }

  // MARK: - the account

  @Test func aStatementIsOfItsAccount() throws {
    let read = try read(
      ISOSource.statement(
        ISOSource.entry("50.00", "CRDT"),
        balances: ISOSource.balance("OPBD", "100.00", "DBIT", "2025-03-09")
          + ISOSource.balance("CLBD", "50.00", "DBIT", "2025-03-10")
          + ISOSource.balance("CLAV", "40", "DBIT", "2025-03-10"),
        more: """
          <ElctrncSeqNb>7</ElctrncSeqNb><LglSeqNb>9</LglSeqNb><CpyDplctInd>DUPL</CpyDplctInd>
          <StmtPgntn><PgNb>1</PgNb><LastPgInd>false</LastPgInd></StmtPgntn>
          <FrToDt><FrDtTm>2025-03-10T00:00:00</FrDtTm><ToDtTm>2025-03-10T23:59:59</ToDtTm></FrToDt>
          """))
    let account = try #require(read.batch.accounts.first)
    #expect(read.batch.accounts.count == 1 && account.iban == Self.own)
    #expect(account.institution == "OWNBDEFF" && read.header?.reporter == "OWNBDEFF")
    #expect(account.balance == Money(mantissa: -5000, scale: 2, currency: "EUR"))
    #expect(account.balanceTime?.description == "2025-03-10")
    for fact in [
      Fact("opening-balance", "-100.00 EUR", qualifier: "2025-03-09"),
      Fact("closing-balance", "-50.00 EUR", qualifier: "2025-03-10"),
      Fact("closing-available-balance", "-40 EUR", qualifier: "2025-03-10"),
      Fact("statement-id", "S-1"), Fact("electronic-sequence-number", "7"),
      Fact("legal-sequence-number", "9"), Fact("copy-duplicate", "DUPL"), Fact("page", "1"),
      Fact("period", "2025-03-10T00:00:00/2025-03-10T23:59:59"),
    ] { #expect(account.facts.contains(fact), "\(fact)") }
    #expect(!account.facts.contains { $0.property == "balance-gap" })
    #expect(read.batch.links.map(\.kind) == [.holder])
    #expect(read.batch.links[0].to == .account(0) && read.batch.unread.isEmpty)
    #expect(read.roles(0) == ["to"] && read.mention(0, "to")?.name == "Owner GmbH")
  }

  @Test func aGapBetweenBalancesAndEntriesIsSaid() throws {
    let balances =
      ISOSource.balance("OPBD", "100.00", "CRDT", "2025-03-09")
      + ISOSource.balance("CLBD", "80.005", "CRDT", "2025-03-10")
    let pending = ISOSource.entry("7", "CRDT", status: "<Sts><Cd>PDNG</Cd></Sts>")
    let read = try read(
      ISOSource.statement(ISOSource.entry("20.00", "DBIT") + pending, balances: balances))
    #expect(
      read.batch.accounts[0].facts.last
        == Fact("balance-gap", "0.005 EUR", qualifier: "2025-03-09/2025-03-10"))
    let foreign = ISOSource.entry("20.00", "DBIT", currency: "USD")
    let mixed = try self.read(ISOSource.statement(foreign, balances: balances))
    #expect(
      mixed.batch.accounts[0].facts.last?.value
        == "not comparable: balances in EUR, entries in USD")
  }

  @Test func aPageEndsAndBeginsWithAnInterimBalance() throws {
    func gap(
      _ first: (String, String), _ last: (String, String), _ message: String
    ) throws -> Bool {
      let content = ISOSource.statement(
        ISOSource.entry("1", "CRDT"),
        balances: ISOSource.balance(first.0, first.1, "CRDT", "2025-03-09")
          + ISOSource.balance(last.0, last.1, "CRDT", "2025-03-09"))
      let read = try self.read(
        message == "camt.052"
          ? content.replacing("<Stmt>", with: "<Rpt>").replacing("</Stmt>", with: "</Rpt>")
          : content, message)
      #expect(read.shapes.count == 1)
      return read.batch.accounts[0].facts.contains { $0.property == "balance-gap" }
    }
    #expect(try !gap(("OPBD", "1"), ("ITBD", "2"), "camt.053"))
    #expect(try gap(("OPBD", "1"), ("ITBD", "3"), "camt.053"))
    #expect(try !gap(("ITBD", "2"), ("CLBD", "3"), "camt.053"))
    #expect(try gap(("ITBD", "2"), ("ITBD", "2"), "camt.053"))
    #expect(try !gap(("OPBD", "1"), ("ITBD", "9"), "camt.052"))
    #expect(try gap(("OPBD", "1"), ("CLBD", "9"), "camt.052"))
  }

  @Test func aSummaryIsHeldAgainstTheEntries() throws {
    let read = try read(
      ISOSource.statement(
        ISOSource.entry("1", "CRDT"),
        more: "<TxsSummry><TtlNtries><NbOfNtries>3</NbOfNtries></TtlNtries></TxsSummry>"))
    #expect(
      read.batch.accounts[0].facts.last
        == Fact("entry-count-gap", "3 stated, 1 given", qualifier: "S-1"))
  }

  // MARK: - entries

  @Test(arguments: [
    ("<Sts>BOOK</Sts>", TransactionDetail.Standing.settled),
    ("<Sts><Cd>PDNG</Cd></Sts>", .pending), ("<Sts><Prtry>OWN</Prtry></Sts>", .pending),
    ("<Sts>INFO</Sts>", .void), ("", .settled),
  ])
  func theStatusSaysWhetherMoneyMoved(_ status: String, _ standing: TransactionDetail.Standing)
    throws
  {
    let read = try read(ISOSource.statement(ISOSource.entry("1", "CRDT", status: status)))
    #expect(read.details[0].standing == standing)
  }

  @Test func anEntryWithoutDetailsIsOneTransaction() throws {
    let read = try read(
      ISOSource.statement(
        ISOSource.entry(
          "12.30", "DBIT", details: "<Btch><MsgId>B</MsgId><NbOfTxs>20</NbOfTxs></Btch>",
          more: """
            <AcctSvcrRef>SR-1</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd>
            <SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn><Prtry><Cd>191</Cd><Issr>DK</Issr></Prtry>
            </BkTxCd><AddtlNtryInf>salaries</AddtlNtryInf>
            """)))
    let shape = try #require(read.shapes.first)
    #expect(read.shapes.count == 1 && shape.amount == "12.3")
    #expect(shape.ref == "S-1/2025-03-10T20:00:00Z/1")
    #expect(read.details[0].servicerReference == "SR-1" && read.batch.modes == ["PMNT/ICDT/ESCT"])
    #expect(read.facts(0, "number-of-transactions") == ["20"])
    #expect(read.facts(0, "batch/MsgId") == ["B"])
    #expect(read.facts(0, "bank-transaction-code") == ["PMNT/ICDT/ESCT", "191"])
    #expect(read.batch.transactions.from == [0] && read.batch.transactions.to == [-1])
    #expect(read.details[0].valueDate?.description == "2025-03-11")
    #expect(read.details[0].description == "salaries")
  }

  @Test(arguments: [true, false])
  func theCounterpartIsTheDebtorOfACreditAndTheCreditorOfADebit(_ isWrapped: Bool) throws {
    func party(_ element: String, _ name: String) -> String {
      isWrapped
        ? "<\(element)><Pty><Nm>\(name)</Nm></Pty></\(element)>" : ISOSource.party(element, name)
    }
    let details = parties(
      debtor: party("Dbtr", "Debtor") + ISOSource.account("DbtrAcct", "11"),
      creditor: party("Cdtr", "Creditor") + ISOSource.account("CdtrAcct", "22"),
      agents: ISOSource.bank("DbtrAgt", "AAAADEFF") + ISOSource.bank("CdtrAgt", "BBBBCHZZ"))
    let read = try read(
      ISOSource.statement(
        ISOSource.entry("1", "CRDT", details: "<TxDtls>\(details)</TxDtls>")
          + ISOSource.entry("2", "DBIT", details: "<TxDtls>\(details)</TxDtls>")))
    #expect(read.shapes[0].payer.name == "DEBTOR" && read.shapes[0].payer.account == "11")
    #expect(read.shapes[0].payee.account == Self.own)
    #expect(read.shapes[1].payee.name == "CREDITOR" && read.shapes[1].payee.account == "22")
    #expect(read.shapes[1].payer.account == Self.own)
    // Who is named on the own side with another account is not the account's holder.
    #expect(read.shapes[0].payee.name == "OWNER GMBH")
    #expect(read.mention(0, "creditor")?.name == "Creditor")
    #expect(read.batch.accounts.map(\.institution) == ["OWNBDEFF", "AAAADEFF", "BBBBCHZZ"])
  }

  @Test func theOwnAccountShowsWhichSideItIsOn() throws {
    let reversed = parties(
      debtor: ISOSource.party("Dbtr", "Owner") + ISOSource.account("DbtrAcct", Self.own),
      creditor: ISOSource.party("Cdtr", "Shop") + ISOSource.account("CdtrAcct", Self.other))
    let details = "<TxDtls>\(reversed)</TxDtls>"
    let read = try read(
      ISOSource.statement(
        ISOSource.entry("5", "CRDT", details: details, more: "<RvslInd>true</RvslInd>")
          + ISOSource.entry("6", "CRDT", details: details)
          + ISOSource.entry("7", "DBIT", details: details)))
    for row in [0, 1] {
      #expect(read.shapes[row].payer.name == "SHOP" && read.shapes[row].payer.account == Self.other)
      #expect(read.shapes[row].payee.name == "OWNER" && read.shapes[row].payee.account == Self.own)
    }
    #expect(read.shapes[2].payer.name == "OWNER" && read.shapes[2].payee.name == "SHOP")
    #expect(read.facts(0, "reversal") == ["yes"] && read.facts(1, "reversal").isEmpty)
  }

  @Test func aReversalKeepsTheRolesOfWhatItReverses() throws {
    let named = parties(
      debtor: ISOSource.party("Dbtr", "A"), creditor: ISOSource.party("Cdtr", "B"))
    let read = try read(
      ISOSource.statement(
        ISOSource.entry(
          "5", "CRDT", details: "<TxDtls>\(named)</TxDtls>", more: "<RvslInd>true</RvslInd>")))
    #expect(read.shapes[0].payer.name == "B" && read.shapes[0].payee.name == "A")
    #expect(read.batch.transactions.to == [0])
  }

  @Test func aTransactionAgainstItsEntryIsSaid() throws {
    let details = parties(
      debtor: ISOSource.party("Dbtr", "Owner") + ISOSource.account("DbtrAcct", Self.own),
      creditor: ISOSource.party("Cdtr", "Shop"))
    let read = try read(
      ISOSource.statement(
        ISOSource.entry(
          "5", "DBIT", details: "<TxDtls><CdtDbtInd>CRDT</CdtDbtInd>\(details)</TxDtls>")))
    #expect(read.batch.transactions.from == [0] && read.shapes[0].payee.name == "SHOP")
    #expect(read.facts(0, "direction-conflict") == ["transaction CRDT, entry DBIT"])
  }

  // MARK: - amounts

  @Test func everyTransactionOfAnEntryHasItsOwnAmount() throws {
    let details = """
      <TxDtls><Refs><AcctSvcrRef>X-1</AcctSvcrRef><EndToEndId>E1</EndToEndId></Refs>
      <Amt Ccy="EUR">1.10</Amt></TxDtls>
      <TxDtls><Refs><UETR>U-2</UETR></Refs><AmtDtls><InstdAmt><Amt Ccy="USD">3</Amt></InstdAmt>
      <TxAmt><Amt Ccy="EUR">2.20</Amt></TxAmt></AmtDtls></TxDtls>
      """
    let read = try read(
      ISOSource.statement(
        ISOSource.entry(
          "3.30", "DBIT", details: details, more: "<AcctSvcrRef>SR</AcctSvcrRef>")))
    #expect(read.shapes.map { "\($0.amount) \($0.currency)" } == ["1.1 EUR", "2.2 EUR"])
    #expect(
      read.shapes.map(\.ref)
        == ["S-1/2025-03-10T20:00:00Z/1/1", "S-1/2025-03-10T20:00:00Z/1/2"])
    #expect(read.details.map(\.servicerReference) == ["X-1", nil])
    #expect(read.shapes.map(\.uetr) == [nil, "u-2"] && read.shapes[0].endToEnd == "E1")
    #expect(read.facts(1, "amounts/InstdAmt/Amt") == ["3 USD"])
    #expect(read.facts(0, "entry-amount").isEmpty)
    #expect(read.details[1].path.hasSuffix("Stmt[1]/Ntry[1]/NtryDtls/TxDtls[2]"))
  }

  /// The amount of the only transaction is often that before charges.
  @Test func oneTransactionMovesWhatTheAccountMovedBy() throws {
    let read = try read(
      ISOSource.statement(
        ISOSource.entry("8.85", "CRDT", details: "<TxDtls><Amt Ccy=\"USD\">10</Amt></TxDtls>")
          + ISOSource.entry("9", "CRDT", details: "<TxDtls><Amt Ccy=\"EUR\">10</Amt></TxDtls>")))
    #expect(read.shapes.map { "\($0.amount) \($0.currency)" } == ["8.85 EUR", "9 EUR"])
    #expect(read.facts(0, "transaction-amount") == ["10 USD"])
    #expect(read.facts(1, "transaction-amount") == ["10 EUR"])
    #expect(read.facts(1, "entry-amount").isEmpty)
  }

  /// An account in euros cannot have moved by the dollars that one of several parts states.
  @Test func partsInAnotherCurrencyLeaveTheEntryWhole() throws {
    let details = """
      <TxDtls><Amt Ccy="EUR">5</Amt></TxDtls><TxDtls><Amt Ccy="USD">4</Amt></TxDtls>
      """
    let read = try read(ISOSource.statement(ISOSource.entry("9", "CRDT", details: details)))
    #expect(read.shapes.map { "\($0.amount) \($0.currency)" } == ["9 EUR"])
    #expect(read.facts(0, "transaction-amount") == ["5 EUR", "4 USD"])
  }

  @Test func aSignBesideTheSideIsRefused() throws {
    let read = try read(
      ISOSource.statement(ISOSource.entry("-5", "CRDT") + ISOSource.entry("6", "DBIT")))
    #expect(read.shapes.map(\.amount) == ["6"] && read.batch.rejections.count == 1)
  }

  // MARK: - references

  /// Banks write a word in place of a reference, and repeat it.
  @Test func aReferenceOfSeveralEntriesIdentifiesNone() throws {
    func fee(_ side: String, status: String = "<Sts>BOOK</Sts>", _ ref: String = "FEE") -> String {
      ISOSource.entry(
        "5", side, status: status, more: "<AcctSvcrRef>\(ref)</AcctSvcrRef>")
    }
    let read = try read(
      ISOSource.statement(
        fee("DBIT") + fee("DBIT") + fee("CRDT") + fee("DBIT") + fee("DBIT", "ONE")
          + fee("DBIT", status: "<Sts>PDNG</Sts>", "ONE")))
    #expect(read.details.map(\.servicerReference) == [nil, nil, "FEE", nil, "ONE", "ONE"])
    for row in [0, 1, 3] { #expect(read.facts(row, "servicer-reference") == ["FEE"]) }
    #expect(Set(read.shapes.map(\.ref)).count == 6)
  }

  /// The parts of one batch have its reference: with their amounts it finds them again.
  @Test func aReferenceOfOneEntryIsThatOfItsParts() throws {
    let part = """
      <TxDtls><Refs><AcctSvcrRef>B</AcctSvcrRef></Refs><Amt Ccy="EUR">%</Amt></TxDtls>
      """
    let details = part.replacing("%", with: "1") + part.replacing("%", with: "2")
    let entry = ISOSource.entry("3", "DBIT", details: details)
    let one = try read(ISOSource.statement(entry))
    #expect(one.details.map(\.servicerReference) == ["B", "B"])
    let two = try read(ISOSource.statement(entry + entry))
    #expect(two.details.map(\.servicerReference) == [nil, nil, nil, nil])
  }

  /// A report, a statement and a notice of one entry state one reference and their own ids.
  @Test func oneEntryInThreeMessagesKeepsItsReference() throws {
    let entry = ISOSource.entry("5", "DBIT", more: "<AcctSvcrRef>SR</AcctSvcrRef>")
    var refs: Set<String> = []
    for (message, group) in [("camt.052", "Rpt"), ("camt.053", "Stmt"), ("camt.054", "Ntfctn")] {
      let content = ISOSource.statement(entry).replacing("Stmt>", with: "\(group)>")
        .replacing("<Id>S-1<", with: "<Id>\(group)<")
      let read = try ISOReading(ISOSource.document(message, content))
      #expect(read.details.map(\.servicerReference) == ["SR"])
      refs.formUnion(read.shapes.map(\.ref))
    }
    #expect(refs.count == 3)
  }

  @Test func aStatementThatNothingTellsFromTheNextGivesNoIds() throws {
    let content = ISOSource.statement(ISOSource.entry("5", "DBIT"))
    let undated = content.replacing("<CreDtTm>2025-03-10T20:00:00Z</CreDtTm>", with: "")
    #expect(try read(undated).shapes.map(\.ref) == [""])
    let paged = content.replacing(
      "<Id>S-1</Id>", with: "<Id>S-1</Id><StmtPgntn><PgNb>2</PgNb></StmtPgntn>")
    #expect(try read(paged).shapes.map(\.ref) == ["S-1/2025-03-10T20:00:00Z/2/1"])
  }

  @Test func anEntryThatDoesNotSayHowItDividesStaysWhole() throws {
    let details = ["One", "Two"].map {
      "<TxDtls>\(parties(creditor: ISOSource.party("Cdtr", $0)))</TxDtls>"
    }
    let read = try read(
      ISOSource.statement(ISOSource.entry("30", "DBIT", details: details.joined())))
    #expect(read.shapes.count == 1 && read.shapes[0].amount == "30")
    #expect(read.roles(0) == ["from", "creditor-of-1", "creditor-of-2"])
    #expect(read.batch.transactions.to == [Transactions.none])
    #expect(read.facts(0, "number-of-transactions") == ["2"])
  }

  @Test func aDateIsFoundWhereTheEntryHasNone() throws {
    let bare = "<Ntry><Amt Ccy=\"EUR\">1</Amt><CdtDbtInd>CRDT</CdtDbtInd></Ntry>"
    let read = try read(ISOSource.statement(bare))
    #expect(read.shapes[0].valueDate == "2025-03-10")
    #expect(read.facts(0, "time-from") == ["date of the statement"])
    let zoned = bare.replacing(
      "</Ntry>", with: "<BookgDt><Dt>2025-03-08+01:00</Dt></BookgDt></Ntry>")
    #expect(try self.read(ISOSource.statement(zoned)).shapes[0].valueDate == "2025-03-08")
  }

  // MARK: - versions

  @Test func versionOneIsRead() throws {
    let text = """
      <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.052.001.01"><BkToCstmrAcctRptV01>
      <Rpt><Id>R</Id><CreDtTm>2010-01-01T10:00:00</CreDtTm><Acct><Id><PrtryAcct><Id>123-4</Id>
      </PrtryAcct></Id><Svcr><FinInstnId><CmbndId><BIC>OLDBDEFF</BIC><Nm>Old Bank</Nm></CmbndId>
      </FinInstnId></Svcr></Acct><Ntry><Amt Ccy="SEK">5</Amt><CdtDbtInd>DBIT</CdtDbtInd>
      <Sts>BOOK</Sts><BookgDt><Dt>2010-01-01</Dt></BookgDt><TxDtls><RltdPties><Cdtr><Nm>C</Nm>
      <Id><OrgId><TaxIdNb>99 1</TaxIdNb><PrtryId><Id>P1</Id><Issr>DE</Issr></PrtryId></OrgId></Id>
      </Cdtr></RltdPties></TxDtls></Ntry></Rpt></BkToCstmrAcctRptV01></Document>
      """
    let read = try ISOReading(text)
    #expect(read.batch.accounts[0].keys(set: "s") == [.institution("OLDBDEFF", number: "123-4")])
    #expect(read.shapes[0].payee.name == "C" && read.batch.unread.isEmpty)
    #expect(read.shapes[0].payee.identifiers == ["identifier P1 (DE)", "tax-number 991"])
  }
}
