import ClewModel
import ClewStore
import Testing

private let dora = "DE89370400440532013000"

/// Parties that payments name, in several sources.
@Suite struct AccountNameTests {
  /// Loads one payment from an account with a name on its payer's side.
  private func pay(
    _ test: TestCasefile, _ source: String, iban: String? = dora, number: String? = nil,
    institution: String? = nil, name: String, kind: PartyKind = .unknown, bic: String? = nil
  ) throws {
    try test.load(source, set: source) { batch in
      let place = Provenance(offset: 0, length: 1, line: 1)
      batch.accounts.append(
        AccountMention(
          iban: iban, institution: institution, number: number, provenance: place))
      batch.mentions.append(
        Mention(
          kind: kind, name: name, facts: bic.map { [Fact(.bic, $0)] } ?? [], provenance: place))
      batch.currencies = ["EUR"]
      batch.transactions.append(
        ref: "", reference: "", time: TimeSpan(iso: "2026-01-05")!, from: 0, to: Transactions.none,
        amount: Decimal64("10.00")!, currency: 0, mode: -1, provenance: place,
        detail: TransactionDetail(roles: [.init(name: "from", mention: 0)]))
    }
  }

  private func rules(_ test: TestCasefile) throws -> [String] {
    try test.casefile.judgements().rows.map(\.judgement).filter { $0.a.kind == .mention }.map(\.by)
  }

  @Test func theSameNameOnTheSameAccountIsOneParty() throws {
    let test = try TestCasefile()
    try pay(test, "a", name: "Dora Holm")
    try pay(test, "b", name: "HOLM, DORA")
    try pay(test, "c", name: "Emil Holm")
    #expect(try test.party(2) == 1)
    #expect(try test.party(3) == 3)
    #expect(try rules(test) == ["rule:account-name"])
  }

  @Test func aNumberNeedsItsInstitutionAndASentinelJoinsNothing() throws {
    let test = try TestCasefile()
    for source in ["a", "b"] {
      try pay(test, source, iban: nil, number: "4711", name: "Dora Holm")
    }
    for source in ["c", "d"] { try pay(test, source, name: "NOTPROVIDED") }
    #expect(try rules(test).isEmpty)
    for source in ["e", "f"] {
      try pay(test, source, iban: nil, number: "4711", institution: "DEUTDEFF", name: "Dora Holm")
    }
    #expect(try rules(test) == ["rule:account-name"])
  }

  @Test func aBankIsOnePartyWhateverTheBranchAndIsCalledByItsBIC() throws {
    let test = try TestCasefile()
    try pay(test, "a", name: "", kind: .organisation, bic: "DEUTDEFF")
    try pay(test, "b", name: "", kind: .organisation, bic: "DEUTDEFF500")
    try pay(test, "c", name: "", kind: .organisation, bic: "DEUTDEFX")
    try pay(test, "d", name: "", kind: .person, bic: "DEUTDEFF")
    try pay(test, "e", name: "", kind: .organisation, bic: "NOTPROVIDED")
    #expect(try rules(test) == ["rule:bic"])
    #expect(try test.party(2) == 1)
    let id = RecordID("P1")!
    #expect(try test.casefile.labels(for: [id])[id]?.text == "BIC DEUTDEFF")
  }

  @Test func withdrawingOneSourceUndoesTheJoin() throws {
    let test = try TestCasefile()
    try pay(test, "a", name: "Dora Holm")
    try pay(test, "b", name: "Dora Holm")
    #expect(try test.party(2) == 1)
    try test.casefile.withdraw(source: 1, why: "wrong", by: "ada", at: "2026-01-02T00:00:00Z")
    #expect(try test.party(2) == 2)
  }
}
