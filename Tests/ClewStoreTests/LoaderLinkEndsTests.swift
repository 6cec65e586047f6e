import ClewGraph
import ClewModel
import ClewStore
import GRDB
import Testing

@Suite struct LoaderLinkEndsTests {
  private let place = Provenance(offset: 0, length: 1, line: 1)

  private func parties(_ batch: inout Batch) {
    batch.company("Alpha", ref: "A")
    batch.company("Beta", ref: "B")
  }

  private func accounts(_ batch: inout Batch) { batch.account(ref: "K1", number: "555666") }

  private func links(_ batch: inout Batch) {
    batch.links = [
      Link(kind: .ownership, from: .party(ref: "A"), to: .party(ref: "B"), provenance: place),
      Link(kind: .ownership, from: .party(ref: "Z"), to: .party(ref: "A"), provenance: place),
      Link(kind: .holder, from: .party(ref: "B"), to: .accountRef("K1"), provenance: place),
      Link(kind: .holder, from: .accountRef("A"), to: .accountRef("Q"), provenance: place),
    ]
  }

  /// The links by refs and kinds, which have to be the same whatever the order of the files.
  private func state(_ casefile: Casefile) throws -> [String] {
    try casefile.database.read { db in
      try Row.fetchAll(
        db,
        sql: """
          select f.ref as f, fa.ref as fa, t.ref as t, ta.ref as ta from link l
          left join mention f on f.id = l.from_mention
          left join account_mention fa on fa.id = l.from_account
          left join mention t on t.id = l.to_mention
          left join account_mention ta on ta.id = l.to_account order by l.line, l.id
          """
      ).map { row in
        let from = (row["f"] as String?).map { "M:\($0)" } ?? "A:\(row["fa"] as String? ?? "?")"
        let to = (row["t"] as String?).map { "M:\($0)" } ?? "A:\(row["ta"] as String? ?? "?")"
        return "\(from) \(to)"
      }
    }
  }

  @Test(arguments: [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]])
  func theOrderOfFilesDoesNotMatter(_ order: [Int]) throws {
    let test = try TestCasefile()
    let files = [parties, accounts, links]
    for number in order { try test.load("file \(number)") { files[number](&$0) } }
    #expect(
      try state(test.casefile) == ["M:A M:B", "M:Z M:A", "M:B A:K1", "M:A M:Q"])
    let snapshot = try test.casefile.snapshot(parts: [.ownership, .accounts])
    #expect(snapshot.partyCount == 4 && snapshot.accountIDs.count == 1)
    #expect(snapshot.links.count == 4)
    let stated = try test.casefile.sources().reduce(0) { $0 + $1.counts.parties }
    #expect(stated == 2, "references state no party")
    let source = Int64(order.firstIndex(of: 2)! + 1)
    #expect(try test.casefile.unstatedParties(source: source) == 2, "Z and Q")
  }

  @Test func anotherSetHasOtherParties() throws {
    let test = try TestCasefile()
    try test.load("a", set: "one", parties)
    try test.load("b", set: "two", links)
    #expect(try test.casefile.snapshot(parts: .ownership).partyCount == 2 + 5)
  }

  @Test func partiesOfTransactionsAreFoundByRef() throws {
    let test = try TestCasefile()
    try test.load("a") { batch in
      batch.currencies = ["EUR"]
      batch.transactions.append(
        ref: "t", reference: "", time: TimeSpan(iso: "2026-01-01")!, from: Transactions.none,
        to: Transactions.none, amount: Decimal64("5")!, currency: 0, mode: -1, provenance: place,
        detail: TransactionDetail(roles: [
          .init(name: "from", partyRef: "A"), .init(name: "to", partyRef: "Y"),
        ]))
    }
    try test.load("b", parties)
    let snapshot = try test.casefile.snapshot(parts: [.ownership, .payments])
    #expect(snapshot.partyCount == 3)
    let from = try #require(snapshot.payments.from.first)
    let to = try #require(snapshot.payments.to.first)
    #expect(Int(from) < snapshot.partyCount && Int(to) < snapshot.partyCount && from != to)
    #expect(snapshot.payments.outRows == [0])
    #expect(snapshot.payments.outStart.count == snapshot.nodeCount + 1)
  }

  @Test func listingsAreFoundByNameOverTheWholeList() throws {
    for order in [[0, 1], [1, 0]] {
      let test = try TestCasefile()
      let files: [(inout Batch) -> Void] = [
        { batch in
          batch.listing("Gold Trading", list: "ofac", ref: "1")
          batch.listing("Silver Trading", list: "ofac", ref: "2")
          batch.listing("Twice", list: "ofac", ref: "3")
          batch.listing("Twice", list: "ofac", ref: "4")
        },
        { batch in
          batch.listing("Iron Trading", list: "ofac", ref: "5")
          for name in ["TRADING GOLD", "Twice", "Nobody"] {
            batch.links.append(
              Link(
                kind: .linked, from: .listing(0), to: .listingName(name), provenance: place))
          }
        },
      ]
      for number in order { try test.load("file \(number)", list: "ofac", files[number]) }
      let found = try test.casefile.database.read { db in
        try Row.fetchAll(
          db,
          sql: """
            select f.ref as f, t.ref as t from link l join listing f on f.id = l.from_listing
            left join listing t on t.id = l.to_listing order by l.id
            """
        ).map { "\($0["f"] as String) \($0["t"] as String? ?? "?")" }
      }
      #expect(found == ["5 1", "5 ?", "5 ?"])
    }
  }

  @Test func manyRolesOfOnePaymentFollowAWithdrawal() throws {
    let test = try TestCasefile()
    let old = try test.load("old") { $0.company("Alder AG", ref: "A") }
    try test.load("new") { $0.company("Alder AG", ref: "A") }
    let roles = (0..<1030).map { _ in TransactionDetail.Role(name: "party", partyRef: "A") }
    try test.load("payments") {
      $0.currencies = ["EUR"]
      $0.transactions.append(
        ref: "", reference: "", time: TimeSpan(day: Day(year: 2026, month: 1, day: 1)!),
        from: Transactions.none, to: Transactions.none, amount: Decimal64("1")!, currency: 0,
        mode: -1, provenance: Provenance(offset: 0, length: 1, line: 1),
        detail: TransactionDetail(roles: roles))
    }
    try test.casefile.withdraw(source: old, why: "wrong", by: "ada", at: "t")
    let mentions = try test.casefile.database.read { db in
      try Int64.fetchAll(db, sql: "select distinct mention from transaction_role")
    }
    #expect(mentions == [2])
  }
}
