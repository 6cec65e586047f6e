import ClewModel
import ClewStore
import GRDB
import Testing

@Suite struct TransactionLoadTests {
  /// A repeatable sequence (xorshift64).
  struct Dice {
    var state: UInt64
    mutating func roll(_ sides: Int) -> Int {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Int(state % UInt64(sides))
    }
  }

  /// Loads random transactions in batches; sides are accounts, cash or nothing.
  private func load(
    _ test: TestCasefile, _ name: String, rows: Int, batch size: Int, seed: UInt64
  ) throws {
    var dice = Dice(state: seed)
    _ = try test.casefile.load(NewSource(path: name, set: "s", ingestedAt: "")) { loader in
      loader.header(SourceHeader(format: "x", encoding: "utf-8"))
      var done = 0
      while done < rows {
        var batch = Batch()
        if done == 0 {
          for number in 0..<40 {
            batch.account(institution: "I\(number % 3)", number: "n\(number)")
          }
          batch.currencies = ["EUR", "USD"]
          batch.modes = ["wire"]
        }
        for row in done..<min(rows, done + size) {
          let sides = (0..<2).map { _ in Int32(dice.roll(42) - 2) }
          batch.transactions.append(
            ref: dice.roll(3) == 0 ? "" : "\(name)-\(row)",
            reference: dice.roll(2) == 0 ? "" : "für",
            time: TimeSpan(lo: Int64(dice.roll(1000)), precision: .minute), from: sides[0],
            to: sides[1], amount: Decimal64(mantissa: Int64(dice.roll(9999)), scale: 2),
            currency: Int32(dice.roll(2)), mode: Int32(dice.roll(2) - 1),
            provenance: Provenance(offset: Int64(row) * 7, length: 7, line: Int32(row + 1)))
        }
        done += size
        try loader.accept(batch)
      }
      loader.finish(digest: name, bytes: 1)
    }
  }

  @Test func rowsComeOutAsTheyWentIn() throws {
    let test = try TestCasefile()
    try load(test, "a", rows: 700, batch: 64, seed: 5)
    try load(test, "b", rows: 300, batch: 300, seed: 9)
    var dice = Dice(state: 9)
    try test.casefile.database.read { db in
      let rows = try Row.fetchAll(
        db,
        sql: """
          select t.*, c.text as code, m.text as word from transactions t
          join code c on c.id = t.currency left join code m on m.id = t.mode
          where t.source = 2 order by t.id
          """)
      #expect(rows.first?["id"] == 701 && rows.count == 300)
      for (number, row) in rows.enumerated() {
        func side(_ number: Int) -> Int64? {
          let drawn = number - 2
          return drawn >= 0 ? 41 + Int64(drawn) : drawn == -2 ? 0 : nil
        }
        let (from, to) = (side(dice.roll(42)), side(dice.roll(42)))
        #expect(row["from_account"] == from)
        #expect(row["to_account"] == to)
        #expect(row["ref"] == (dice.roll(3) == 0 ? nil : "b-\(number)"))
        #expect(row["reference"] == (dice.roll(2) == 0 ? nil : "für"))
        #expect(row["lo"] == dice.roll(1000) && row["precision"] == 1)
        #expect(row["mantissa"] == dice.roll(9999) && row["scale"] == 2)
        #expect(row["code"] == ["EUR", "USD"][dice.roll(2)])
        #expect(row["word"] == (dice.roll(2) == 0 ? nil : "wire"))
        #expect((row["balance_after"] as Int64?) == nil && row["line"] == number + 1)
      }
      let source = try Row.fetchOne(db, sql: "select * from source where id = 2")!
      #expect(source["first_transaction"] == 701 && source["last_transaction"] == 1000)
    }
  }

  @Test func legsAreThoseThatAScanFinds() throws {
    let test = try TestCasefile()
    try load(test, "a", rows: 900, batch: 100, seed: 77)
    try load(test, "b", rows: 400, batch: 400, seed: 78)
    try test.casefile.database.read { db in
      for account in Int64(1)...40 {
        let scanned = try Row.fetchAll(
          db,
          sql: """
            select t.id, 0 from transactions t join account_mention a on a.id = t.from_account
            where a.account = ?1
            union all
            select t.id, 1 from transactions t join account_mention a on a.id = t.to_account
            where a.account = ?1 order by 1, 2
            """, arguments: [account])
        let legs = try Legs.rows(db, account: account)
        #expect(legs == scanned.map { Leg(transaction: $0[0], isIncoming: $0[1]) })
        #expect(legs.contains { $0.transaction > 900 }, "both sources pay through the account")
      }
      #expect(try Legs.rows(db, account: 4000).isEmpty)
    }
  }

  @Test func refsAreFoundExactly() throws {
    let test = try TestCasefile()
    try load(test, "a", rows: 500, batch: 50, seed: 3)
    try test.load("twice") { batch in
      let account = batch.account(number: "z1")
      for _ in 0..<2 { batch.pay(account, account, "1", day: 1, ref: "same") }
    }
    try test.casefile.database.read { db in
      let stated = try Row.fetchAll(
        db, sql: "select id, ref from transactions where ref is not null and source = 1")
      #expect(stated.count > 250)
      for row in stated { #expect(try TransactionRefs.find(db, ref: row[1]) == [row[0]]) }
      #expect(try TransactionRefs.find(db, ref: "same") == [501, 502])
      #expect(try TransactionRefs.find(db, ref: "A-1").isEmpty)
      #expect(try TransactionRefs.find(db, ref: "").isEmpty)
    }
  }
}
