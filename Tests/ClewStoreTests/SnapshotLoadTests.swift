import ClewGraph
import ClewModel
import ClewStore
import GRDB
import Testing

@Suite struct SnapshotLoadTests {
  private let place = Provenance(offset: 0, length: 1, line: 1)

  private func link(
    _ kind: LinkKind, _ from: Int, _ to: Int, _ percent: String? = nil
  ) -> Link {
    Link(
      kind: kind, from: .mention(from), to: .mention(to),
      capital: percent.flatMap { Share(percent: $0) }.map { Stake(exactly: $0) }, provenance: place)
  }

  /// 0 owns 1 owns 2 owns 3; 4 owns 5; 6 is nominee for 1; a director 7 of 2.
  private func chain(_ batch: inout Batch) {
    for number in 0..<8 { batch.company("Company \(number)", ref: "C\(number)") }
    batch.links = [
      link(.ownership, 0, 1, "60"), link(.ownership, 1, 2, "25"), link(.ownership, 2, 3, "100"),
      link(.ownership, 4, 5, "50"), link(.nominee, 1, 6), link(.director, 7, 2),
    ]
  }

  @Test func ownershipAroundAPartyTakesWhatLinksReach() throws {
    let test = try TestCasefile()
    try test.load("a", chain)
    func reached(_ id: String, _ reach: Reach) throws -> [Int64] {
      try test.casefile.snapshot(parts: .ownership, around: [RecordID(id)!], reach: reach).partyIDs
    }
    #expect(try reached("P3", Reach(.upward)) == [1, 2, 3, 8])
    #expect(try reached("P3", Reach(.upward, kinds: [.ownership])) == [1, 2, 3])
    #expect(try reached("M3", Reach(.upward, kinds: [.ownership], hops: 1)) == [2, 3])
    #expect(try reached("P1", Reach(.downward)) == [1, 2, 3, 4, 7])
    #expect(try reached("P5", Reach(.both)) == [5, 6])
    #expect(
      try reached("P4", Reach(.upward, kinds: [.ownership], bothWays: [.nominee]))
        == [1, 2, 3, 4, 7])
    #expect(try reached("P99", Reach(.both)).isEmpty)
    let snapshot = try test.casefile.snapshot(
      parts: .ownership, around: [RecordID("P3")!], reach: Reach(.upward, kinds: [.ownership]))
    #expect(snapshot.links.map(\.id) == [1, 2])
    #expect(snapshot.links.map { [$0.from, $0.to] } == [[0, 1], [1, 2]])
    #expect(snapshot.links[1].capitalMin == Share.whole / 4 && snapshot.links[1].votesMin == -1)
    #expect(snapshot.partyKinds == Array(repeating: .organisation, count: 3))
  }

  @Test func theNeighbourhoodIsAPartOfTheWhole() throws {
    let test = try TestCasefile()
    try test.load("a", chain)
    let whole = try test.casefile.snapshot(parts: .ownership)
    #expect(whole.partyIDs == Array(1...8) && whole.links.count == 6)
    for start in whole.partyIDs {
      let part = try test.casefile.snapshot(
        parts: .ownership, around: [RecordID(.party, start)], reach: Reach(.both))
      let expected = whole.links.filter { link in
        part.node(of: whole.id(of: link.from)) != nil && part.node(of: whole.id(of: link.to)) != nil
      }
      #expect(part.links.map(\.id) == expected.map(\.id))
      for (one, other) in zip(part.links, expected) {
        #expect(part.id(of: one.from) == whole.id(of: other.from))
        #expect(part.id(of: one.to) == whole.id(of: other.to))
      }
    }
  }

  @Test func joinedPartiesAreOneNodeAndAWithdrawnSourceIsGone() throws {
    let test = try TestCasefile()
    let lei = Fact(.lei, "5493001KJTIIGC8Y1R12")
    try test.load("a", set: "one") { batch in
      batch.company("Alpha", lei)
      batch.company("Beta")
      batch.links = [link(.ownership, 0, 1, "10")]
    }
    let second = try test.load("b", set: "two") { batch in
      batch.company("ALPHA Ltd", lei)
      batch.company("Gamma")
      batch.links = [link(.ownership, 0, 1, "20")]
    }
    let joined = try test.casefile.snapshot(parts: .ownership)
    #expect(joined.partyIDs == [1, 2, 4])
    #expect(joined.links.map { [$0.from, $0.to] } == [[0, 1], [0, 2]])
    let around = try test.casefile.snapshot(
      parts: .ownership, around: [RecordID("P4")!], reach: Reach(.both))
    #expect(around.partyIDs == [1, 2, 4] && around.links.count == 2)
    try test.casefile.withdraw(source: second, why: "wrong", by: "ada", at: "t")
    let after = try test.casefile.snapshot(parts: .ownership)
    #expect(after.partyIDs == [1, 2] && after.links.map(\.id) == [1])
    #expect(after.revision > joined.revision)
  }

  @Test func paymentsAreThoseThatAScanFinds() throws {
    let test = try TestCasefile()
    var dice = TransactionLoadTests.Dice(state: 99)
    for source in 0..<3 {
      try test.load("source \(source)", reporter: "same") { batch in
        for number in 0..<30 { batch.account(institution: "B\(source)", number: "n\(number)") }
        batch.currencies = ["X\(source)", "EUR"]
        for _ in 0..<500 {
          batch.transactions.append(
            ref: "", reference: "",
            time: TimeSpan(lo: Int64(dice.roll(300_000)) - 1000, precision: .second),
            from: Int32(dice.roll(32) - 2), to: Int32(dice.roll(32) - 2),
            amount: Decimal64(mantissa: Int64(dice.roll(1000)), scale: 1),
            currency: Int32(dice.roll(2)), mode: -1, provenance: place)
        }
      }
    }
    try test.casefile.withdraw(source: 2, why: "wrong", by: "ada", at: "t")
    let snapshot = try test.casefile.snapshot(parts: .payments)
    let payments = snapshot.payments
    let scanned = try test.casefile.database.read { db in
      try Row.fetchAll(
        db,
        sql: """
          select t.*, c.text as code from transactions t join code c on c.id = t.currency
          where t.source <> 2 and t.from_account > 0 and t.to_account > 0 and t.same_as is null
          order by t.id
          """)
    }
    #expect(scanned.count > 700 && payments.count == scanned.count)
    #expect(payments.currencies == ["X0", "EUR", "X2"])
    for (row, stored) in scanned.enumerated() {
      #expect(Int64(payments.ids[row]) == stored["id"] as Int64)
      #expect(payments.source(of: row) == stored["source"] as Int32)
      #expect(snapshot.id(of: payments.from[row]).number == stored["from_account"] as Int64)
      #expect(snapshot.id(of: payments.to[row]).number == stored["to_account"] as Int64)
      #expect(payments.time(of: row).lo == stored["lo"] as Int64)
      #expect(
        payments.amount(of: row)
          == Money(mantissa: stored["mantissa"], scale: 1, currency: stored["code"]))
    }
    for (start, rows, side) in [
      (payments.outStart, payments.outRows, payments.from),
      (payments.inStart, payments.inRows, payments.to),
    ] {
      #expect(start.count == snapshot.nodeCount + 1 && rows.count == payments.count)
      for node in 0..<snapshot.nodeCount {
        let list = rows[Int(start[node])..<Int(start[node + 1])].map { Int($0) }
        let expected = (0..<payments.count).filter { Int(side[$0]) == node }
          .sorted { (payments.lo[$0], $0) < (payments.lo[$1], $1) }
        #expect(list == expected)
      }
    }
  }

  @Test func attributesAreFoldedAndSorted() throws {
    let test = try TestCasefile()
    try test.load("a") { batch in
      batch.company("Beta", Fact(.phone, "+356 1"), Fact(.address, "1 High St"))
      batch.company("Alpha", Fact(.address, "1 HIGH ST"), Fact(.address, "1 High St"))
      batch.company("Gamma", Fact(.address, "-"), Fact(.email, "a@b.c"))
    }
    let keys: AttributeKeys = [
      .address: { value, _ in value == "-" ? nil : value.lowercased() },
      .phone: { value, _ in value },
    ]
    let whole = try test.casefile.snapshot(parts: [.ownership, .attributes], attributes: keys)
    #expect(
      whole.attributes == [
        AttributeRow(party: 0, property: .address, key: "1 high st", value: "1 High St"),
        AttributeRow(party: 0, property: .phone, key: "+356 1", value: "+356 1"),
        AttributeRow(party: 1, property: .address, key: "1 high st", value: "1 HIGH ST"),
        AttributeRow(party: 1, property: .address, key: "1 high st", value: "1 High St"),
      ])
    let part = try test.casefile.snapshot(
      parts: [.ownership, .attributes], around: [RecordID("P2")!], attributes: keys)
    #expect(part.attributes.map(\.party) == [0, 0])
  }

  @Test func anEmptyCasefileGivesAnEmptySnapshot() throws {
    let test = try TestCasefile()
    let snapshot = try test.casefile.snapshot(parts: .all, attributes: [.address: { v, _ in v }])
    #expect(snapshot.nodeCount == 0 && snapshot.payments.count == 0 && snapshot.links.isEmpty)
  }

  @Test func aLinkIsKnownFromThePublicationOfItsSource() throws {
    let test = try TestCasefile()
    let published = TimeSpan(day: Day(year: 2026, month: 2, day: 3)!)
    let stated = TimeSpan(day: Day(year: 2024, month: 5, day: 6)!)
    try test.load("register", published: published) {
      $0.company("Alder AG")
      $0.company("Birch AG")
      let place = Provenance(offset: 0, length: 1, line: 1)
      $0.links = [
        Link(kind: .ownership, from: .mention(0), to: .mention(1), provenance: place),
        Link(
          kind: .ownership, from: .mention(0), to: .mention(1), known: stated, provenance: place),
      ]
    }
    let whole = try test.casefile.snapshot(parts: .ownership)
    #expect(whole.links.map(\.known) == [published, stated])
    let around = try test.casefile.snapshot(
      parts: .ownership, around: [RecordID(.party, 2)], reach: Reach(.upward))
    #expect(around.links.map(\.known) == [published, stated])
  }

  @Test func anEmptyKeyIsNoAttribute() throws {
    let test = try TestCasefile()
    try test.load("register") { $0.company("Alder AG", Fact(.phone, "ext 9")) }
    let snapshot = try test.casefile.snapshot(
      parts: [.ownership, .attributes], attributes: [.phone: { _, _ in "" }])
    #expect(snapshot.attributes.isEmpty)
  }
}
