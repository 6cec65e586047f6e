import ClewGraph
import ClewModel
import ClewStore
import GRDB
import Glibc
import Testing

@Suite struct CasefileLoadTests {
  struct Midway: Error {}

  private func count(_ casefile: Casefile, _ table: String) throws -> Int {
    try casefile.database.read { db in
      try Int.fetchOne(db, sql: "select count(*) from \(table)") ?? -1
    }
  }

  /// The first row of a query, columns parted by bars.
  private func line(_ db: Database, _ sql: String) throws -> String {
    let row = try Row.fetchOne(db, sql: sql)
    return Array((row ?? Row()).databaseValues).map {
      $0.isNull ? "" : String.fromDatabaseValue($0) ?? "\($0)"
    }
    .joined(separator: "|")
  }

  @Test func everyKindOfRecordIsKeptAsStated() throws {
    let test = try TestCasefile()
    let place = Provenance(offset: 10, length: 20, line: 3, path: "report/transaction[2]")
    let filed = TimeSpan(iso: "2026-02-03T10:15:00+02:00")!
    var batch = Batch()
    batch.mentions = [
      Mention(
        ref: "X", kind: .person, name: "Ann Ó Brien",
        facts: [
          Fact(.birthDate, "1970-05-06", raw: "6.5.70"), Fact(.alias, "Annie", qualifier: "aka"),
        ],
        occurrences: 2, provenance: place)
    ]
    batch.repeats = [0: 3]
    batch.accounts = [
      AccountMention(
        ref: "a1", iban: nil, institution: "BANK", number: "007", kind: .wallet, currency: "BTC",
        name: "Ann", opened: TimeSpan(iso: "2020"),
        balance: Money(decimal: "-1.50", currency: "BTC"),
        balanceTime: filed, facts: [Fact(.branch, "Main")], provenance: place)
    ]
    batch.listings = [
      Listing(
        list: "un", authority: .un, effect: .watch, ref: "QDi.1", kind: .person, name: "Ann",
        programmes: ["P1"], listed: TimeSpan(iso: "2001-10"), facts: [Fact(.remark, "old")],
        provenance: place, subject: 0)
    ]
    batch.supplements = [
      ListingSupplement(
        list: "un", ref: "QDi.1", facts: [Fact(.alias, "Nan")], provenance: place)
    ]
    batch.links = [
      Link(
        ref: "l", kind: .holder, from: .mention(0), to: .account(0),
        capital: Stake(min: Share(percent: "25"), max: nil),
        votes: Stake(exactly: Share(percent: "8.33")!),
        direct: false, candidate: true, start: TimeSpan(iso: "2019"),
        end: TimeSpan(iso: "2020-01-01"),
        known: filed, grade: "B2", role: "owner", facts: [Fact(.comment, "c")], provenance: place)
    ]
    batch.currencies = ["EUR"]
    batch.modes = ["wire"]
    batch.transactions.append(
      ref: "t1", reference: "for goods", time: filed, from: 0, to: Transactions.cash,
      amount: Decimal64("12.34")!, currency: 0, mode: 0, balanceAfter: 99, provenance: place,
      detail: TransactionDetail(
        roles: [
          .init(
            name: "conductor", mention: 0, money: Money(decimal: "3", currency: "USD"), funds: "K",
            country: "MT", suspected: true)
        ],
        path: "p", description: "long", uetr: "u-1", valueDate: TimeSpan(iso: "2026-02-04"),
        suspicious: false, facts: [Fact(.goods, "gold")]))
    batch.filings = [
      Filing(
        ref: "f", kind: "STR", filer: "77", filed: filed, narrative: "suspicious gold",
        indicators: ["I1", "I2"],
        subjects: [.init(who: .account(0), role: "subject", suspected: true, reason: "why")],
        transactions: 0..<1, facts: [Fact(.comment, "fc")], provenance: place)
    ]
    batch.notes = [RecordNote(text: "ring", transactions: 0..<1, provenance: place)]
    batch.rejections = [Rejection(provenance: place, reason: "bad date", snippet: "x,y")]

    let stored = try test.casefile.load(
      NewSource(
        path: "a.xml", set: "s", asOf: TimeSpan(iso: "2026-01-01"), handling: "secret", grade: "A1",
        ingestedAt: "now")
    ) { loader in
      loader.header(
        SourceHeader(
          format: "goaml", encoding: "utf-8", published: filed, list: "un", reporter: "77"))
      try loader.accept(batch)
      try loader.archive([1, 2, 3])
      try loader.archive([4])
      loader.finish(digest: "abc", bytes: 30, partial: true)
    }
    let source = stored.source
    #expect(source.published == filed)
    #expect(source.asOf == TimeSpan(iso: "2026-01-01"))
    #expect(
      (source.handling, source.grade, source.reporter, source.list, source.set)
        == ("secret", "A1", "77", "un", "s"))
    #expect(source.isPartial && source.isLive && source.bytes == 30)
    var counts = SourceCounts()
    (counts.parties, counts.accounts, counts.transactions) = (1, 1, 1)
    (counts.links, counts.listings, counts.filings, counts.rejections) = (1, 1, 1, 1)
    #expect(source.counts == counts)
    #expect(try test.casefile.archivedParts(source: 1) == [[1, 2, 3], [4]])
    #expect(try test.casefile.rejections().map(\.rejection) == batch.rejections)

    try test.casefile.database.read { db in
      let mention = try Row.fetchOne(db, sql: "select * from mention")!
      #expect(Provenance(row: mention) == place)
      #expect(
        try line(db, "select name, occurrences, ref, kind from mention") == "Ann Ó Brien|5|X|0")
      let facts = try Row.fetchAll(
        db,
        sql: """
          select f.owner_kind as kind, p.name as name, f.value as value, f.raw as raw,
            f.qualifier as qualifier
          from fact f join property p on p.id = f.property order by f.owner_kind, f.ordinal
          """
      ).map { row in
        [row["name"] as String, row["value"], row["raw"] ?? "", row["qualifier"] ?? ""]
          .joined(separator: "|")
      }
      #expect(
        facts == [
          "birth-date|1970-05-06|6.5.70|", "alias|Annie||aka", "branch|Main||", "comment|c||",
          "programme|P1||", "remark|old||", "alias|Nan||", "indicator|I1||", "indicator|I2||",
          "comment|fc||", "goods|gold||",
        ])
      let account = try Row.fetchOne(db, sql: "select * from account_mention")!
      let link = try Row.fetchOne(db, sql: "select * from link")!
      for (row, column) in [(account, "balance_time"), (link, "known")] {
        #expect(TimeMark.span(lo: row[column], mark: row["\(column)_mark"]) == filed)
      }
      #expect(
        try line(
          db, "select ref, number, kind, balance, balance_scale, account from account_mention")
          == "a1|007|1|-150|2|1")
      #expect(
        try line(
          db,
          """
          select from_mention, to_account, capital_min, capital_max, votes_min, votes_decimals,
            direct, candidate, grade, role from link
          """) == "1|1|250000000000000||83300000000000|4|0|1|B2|owner")
      #expect(
        try line(
          db,
          """
          select from_account, to_account, mantissa, scale, ref, reference, balance_after, line
          from transactions
          """) == "1|0|1234|2|t1|for goods|99|3")
      #expect(
        try line(
          db,
          """
          select name, mention, mantissa, currency, funds, country, suspected from transaction_role
          """) == "conductor|1|3|USD|K|MT|1")
      #expect(
        try line(db, "select path, description, uetr, suspicious from transaction_detail")
          == "p|long|u-1|0")
      #expect(
        try line(db, "select ref, kind, filer, first_transaction, last_transaction from filing")
          == "f|STR|77|1|1")
      #expect(
        try line(db, "select account, role, suspected, reason from filing_subject")
          == "1|subject|1|why")
      #expect(try line(db, "select text, first_transaction from record_note") == "ring|1")
      let words = try Int64.fetchAll(
        db, sql: "select rowid from word where word match 'gold' order by 1")
      #expect(words == [WordRow.id(.filing, 1)])
    }
  }

  @Test(arguments: [Casefile.Mode.write, .bulk])
  func aLoadThatThrowsLeavesNothing(_ mode: Casefile.Mode) throws {
    let test = try TestCasefile(mode: mode)
    try test.load("a") { $0.person("Ann", ref: "1") }
    let before = try test.casefile.revision
    #expect(throws: Midway.self) {
      _ = try test.casefile.load(NewSource(path: "b", set: "new set", ingestedAt: "")) { loader in
        loader.header(SourceHeader(format: "x", encoding: "utf-8"))
        var batch = Batch()
        batch.person("Bob")
        let account = batch.account(institution: "I", number: "1234")
        batch.pay(account, account, "1", day: 1, ref: "r")
        try loader.accept(batch)
        try loader.archive([1])
        throw Midway()
      }
    }
    #expect(try test.casefile.revision == before)
    #expect(try test.casefile.sources().map(\.path) == ["a"])
    for (table, rows) in [
      ("mention", 1), ("account_mention", 0), ("transactions", 0), ("record_set", 1),
      ("source_bytes", 0), ("name_key", 1), ("account_key", 0),
    ] { #expect(try count(test.casefile, table) == rows, "\(table)") }
    // What follows works, and takes the next ids.
    try test.load("b") { $0.person("Bob") }
    #expect(try count(test.casefile, "mention") == 2)
  }

  @Test func aFullDiskIsAnErrorThatSaysSoAndLeavesNothing() throws {
    let test = try TestCasefile()
    try test.casefile.database.writeWithoutTransaction { db in
      let pages = try Int.fetchOne(db, sql: "pragma page_count")!
      try db.execute(sql: "pragma max_page_count = \(pages + 4)")
    }
    #expect {
      try test.load("a") { batch in
        for number in 0..<20_000 {
          let account = batch.account(institution: "I", number: "n\(number)x")
          batch.pay(account, account, "1", day: 1, ref: "r\(number)")
        }
      }
    } throws: { ($0 as? StoreError)?.code == .full }
    #expect(try test.casefile.sources().isEmpty)
    #expect(try count(test.casefile, "transactions") == 0)
    #expect(try test.casefile.revision == 0)
  }

  @Test func theSameDigestChangesNothing() throws {
    let test = try TestCasefile()
    try test.load("a") { $0.person("Ann") }
    let before = try test.casefile.revision
    let again = try test.casefile.load(
      NewSource(path: "copy of a", set: "other", ingestedAt: "")
    ) { loader in
      loader.header(SourceHeader(format: "test", encoding: "utf-8"))
      var batch = Batch()
      batch.person("Ann")
      try loader.accept(batch)
      loader.finish(digest: "digest of a", bytes: 1)
    }
    #expect(again.isDuplicate && again.source.path == "a" && again.revision == before)
    #expect(try test.casefile.existing(sha256: "digest of a")?.id == RecordID("S1"))
    #expect(try test.casefile.existing(sha256: "other") == nil)
    #expect(try count(test.casefile, "mention") == 1)
  }

  @Test func aSourceToReplaceHasToBeThereAndLive() throws {
    let test = try TestCasefile()
    #expect { try test.load("a", replaces: 4) { $0.person("Ann") } } throws: {
      ($0 as? StoreError)?.code == .unknownRecord
    }
    let old = try test.load("b") { $0.person("Ann", ref: "1") }
    let new = try test.load("c", replaces: old) { $0.person("Anne", ref: "1") }
    let sources = try test.casefile.sources()
    #expect(sources.map(\.isLive) == [false, true])
    #expect(sources[0].replacedBy == RecordID(.source, new))
    #expect(sources[1].replaces == RecordID(.source, old))
    #expect { try test.load("d", replaces: old) { $0.person("Ann") } } throws: {
      ($0 as? StoreError)?.code == .withdrawn
    }
  }

  @Test func readersGoOnDuringAWrite() throws {
    let test = try TestCasefile()
    try test.load("a") { $0.person("Ann") }
    let reader = try Casefile.open(at: test.casefile.path, mode: .read, folding: .test)
    _ = try test.casefile.load(NewSource(path: "b", set: "s", ingestedAt: "")) { loader in
      loader.header(SourceHeader(format: "x", encoding: "utf-8"))
      var batch = Batch()
      for number in 0..<5000 { batch.person("Somebody \(number)") }
      try loader.accept(batch)
      #expect(try reader.sources().count == 1)
      #expect(try reader.snapshot(parts: .ownership).partyIDs == [1])
      loader.finish(digest: "b", bytes: 1)
    }
    #expect(try reader.sources().count == 2)
    #expect(try reader.snapshot(parts: .ownership).partyCount == 5001)
    #expect {
      try reader.append(JournalEntry(at: "", who: "", version: "", arguments: ""))
    } throws: {
      ($0 as? StoreError)?.code == .readOnly
    }
    try reader.close()
  }

  /// What a process killed midway leaves: the file with half of the source written into it, and its
  /// journal. Copied by another process, so that no lock of this one is lost.
  @Test(arguments: [Casefile.Mode.write, .bulk])
  func aProcessKilledMidwayLeavesTheCasefileAsItWas(_ mode: Casefile.Mode) throws {
    let test = try TestCasefile(mode: mode)
    try test.load("a") { batch in for number in 0..<3000 { batch.person("P\(number)") } }
    try test.casefile.database.writeWithoutTransaction { db in
      try db.execute(sql: "pragma cache_size = 20")
    }
    let place = CasefileTests.Place()
    #expect(throws: Midway.self) {
      _ = try test.casefile.load(NewSource(path: "b", set: "s", ingestedAt: "")) { loader in
        loader.header(SourceHeader(format: "x", encoding: "utf-8"))
        for part in 0..<40 {
          var batch = Batch()
          for number in 0..<4000 {
            let account = batch.account(institution: "I", number: "n\(part)-\(number)")
            batch.pay(account, account, "1", day: 1, ref: "a rather long ref \(part)-\(number)")
          }
          try loader.accept(batch)
        }
        for suffix in ["", "-journal", "-wal"] {
          _ = system("cp \(test.casefile.path)\(suffix) \(place.path)\(suffix) 2>/dev/null")
        }
        throw Midway()
      }
    }
    var killed = stat()
    stat(place.path + (mode == .bulk ? "" : "-wal"), &killed)
    #expect(killed.st_size > 5_000_000, "the half-written source has reached the disk")
    let file = try Casefile.open(at: place.path, mode: .write, folding: .test)
    #expect(try file.sources().map(\.path) == ["a"])
    #expect(try count(file, "mention") == 3000)
    #expect(try count(file, "transactions") == 0)
    let check = try file.database.read { try String.fetchOne($0, sql: "pragma quick_check") }
    #expect(check == "ok")
    try file.close()
  }
}
