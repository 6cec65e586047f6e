import Testing

/// `clew trace` by the built command, on the tracing case of `samples/` and on small tables.
@Suite struct TraceTests {
  private static let claims = "\(Bench.root)/samples/tracing/claims.yaml"

  /// The case of `samples/tracing`: an agent who mixed three clients' money with his own.
  private func fulmar() throws -> Bench {
    let bench = Bench()
    let run = try bench.clew(
      "ingest", "\(Bench.root)/samples/tracing/parties.csv",
      "\(Bench.root)/samples/tracing/accounts.csv",
      "\(Bench.root)/samples/tracing/transactions.csv", "--set", "fulmar")
    #expect(run.status == 0, "\(run.errors)")
    return bench
  }

  private func ask(_ bench: Bench, _ arguments: String...) throws -> JSONValue {
    let run = try bench.run(["\(Bench.products)/clew", "trace"] + arguments + ["--json"])
    #expect(run.status == 0, "\(run.output)\(run.errors)")
    return try JSONValue(run.output)
  }

  private func failure(_ bench: Bench, _ arguments: String...) throws -> JSONValue {
    let run = try bench.run(["\(Bench.products)/clew", "trace"] + arguments + ["--json"])
    #expect(run.status == 2, "\(run.output)")
    return try JSONValue(run.output).error
  }

  /// Traced money by the ref of the account's holder or by reason, as worked out in
  /// samples/README.md.
  private func places(_ method: JSONValue) -> [String: String] {
    var places: [String: String] = [:]
    for balance in method.balances.items {
      places["\(balance.account.string ?? "") \(balance.currency.string ?? "")"] =
        balance.amount.string
    }
    for end in method.untraceableBy.items {
      places[end.reason.string ?? ""] = end.amount.string
    }
    for asset in method.assets.items { places[asset.asset.string ?? ""] = asset.paid.string }
    return places
  }

  private let dinghy = "the dinghy Petrel"

  @Test func everyRuleGivesWhatTheSampleWorksOutByHand() throws {
    let bench = try fulmar()
    let answer = try ask(bench, "F1", "--method", "all", "--claims", Self.claims)
    let expected: [String: [String: String]] = [
      "fifo": [dinghy: "2000.00", "A2 EUR": "4000.00"],
      "lifo": [dinghy: "4000.00", "A2 EUR": "1000.00", "A5 USD": "1080.00"],
      "rolling": [
        dinghy: "3000.00", "A1 EUR": "375.00", "A2 EUR": "1875.00", "A5 USD": "405.00",
        "cash": "375.00",
      ],
      "libr-cap": [
        dinghy: "2000.00", "A1 EUR": "2000.00", "A2 EUR": "1000.00", "A5 USD": "1080.00",
      ],
      "libr-allocate": [
        dinghy: "2000.00", "A1 EUR": "500.00", "A2 EUR": "2500.00", "A5 USD": "540.00",
        "cash": "500.00",
      ],
      "own-first": [
        dinghy: "2000.00", "A1 EUR": "500.00", "A2 EUR": "2500.00", "A5 USD": "540.00",
        "cash": "500.00",
      ],
      "first-charge": [
        dinghy: "4000.00", "A1 EUR": "333.33", "A2 EUR": "1000.00", "A5 USD": "360.01",
        "cash": "333.33",
      ],
    ]
    for method in answer.methods.items {
      let name = method.method.string ?? ""
      #expect(method.reconciles.bool == true, "\(name)")
      if let places = expected[name] { #expect(self.places(method) == places, "\(name)") }
      for key in ["id", "authority", "status"] {
        #expect(method.doctrine[key].string?.isEmpty == false, "\(name) \(key)")
      }
    }
    #expect(answer.methods.items.count == 9)
    #expect(answer.jurisdiction.string == "England and Wales")
    #expect(answer.election.string?.contains("Re Oatway") == true)
    #expect(answer.claims.string?.count == 64)
    let client = try #require(
      answer.spread.items.first { $0.account.string == "A1" && $0.owner.string == nil })
    #expect(client.min.string == "0.00" && client.max.string == "2000.00")
    let rolling = try #require(client.by.items.first { $0.method.string == "rolling" })
    #expect(rolling.amount.string == "375.00" && rolling.min.string == "187.50")
  }

  @Test func theOrderOfADayIsARange() throws {
    let bench = try fulmar()
    let answer = try ask(bench, "F1", "--method", "libr-cap", "--claims", Self.claims)
    let client = try #require(answer.sameDayRange.items.first { $0.account.string == "A1" })
    #expect(client.min.string == "1000.00" && client.max.string == "2000.00")
    #expect(client.orders["withdrawals-first"].string == "1000.00")
    #expect(client.orders["deposits-first"].string == "2000.00")
    let fixed = try ask(
      bench, "F1", "--method", "libr-cap", "--claims", Self.claims, "--same-day",
      "withdrawals-first")
    #expect(fixed.sameDayRange.items.isEmpty && fixed.sameDay.string == "withdrawals-first")
    #expect(places(fixed)["A1 EUR"] == "1000.00")
  }

  @Test func lotsNameTheirOriginWithDateAndAmount() throws {
    let bench = try fulmar()
    let answer = try ask(bench, "F1", "--method", "fifo", "--claims", Self.claims)
    let fees = try #require(answer.movements.items.first { $0.ref.string == "F4" })
    #expect(fees.traced.string == "4000.00" && fees.balance.string == "3000.00")
    let lots = fees.lots.items.map {
      [$0.origin.string, $0.date.string, $0.amount.string, $0.owner.string]
    }
    #expect(
      lots == [
        ["T1", "2026-05-04", "4000.00", "Orla Finch"],
        ["T3", "2026-05-07", "1000.00", "Jonas Moss"],
      ])
    #expect(answer.origin.amount.string == "6000.00" && answer.untraceable.string == "0.00")
    let asset = try #require(answer.assets.items.first)
    #expect(asset.amount.string == "2400.00" && asset.lien.string == "2000.00")
  }

  @Test func theLedgerHasEveryEntryOfTheAccounts() throws {
    let bench = try fulmar()
    let run = try bench.clew(
      "trace", "F1", "--method", "fifo", "--claims", Self.claims, "--ledger")
    #expect(run.status == 0, "\(run.errors)")
    for entry in ["F1", "F2", "F3", "F4", "F5", "F6", "F7"] {
      #expect(run.output.contains("(\(entry))"), "\(entry)")
    }
    #expect(run.output.contains("2,000.00 + 13,000.00 in - 13,000.00 out = 2,000.00 EUR"))
    #expect(run.output.contains("opening balance, own: 2,000.00"))
    #expect(run.output.contains("reconciles to the smallest unit"))
    let table = try bench.clew(
      "trace", "F1", "--method", "fifo", "--claims", Self.claims, "--ledger", "--format", "csv")
    let lines = table.output.split(separator: "\r\n")
    #expect(lines.first?.hasPrefix("method,account,name,date,transaction") == true)
    #expect(lines.contains { $0.contains("T4,F4,A2,,5000.00,3000.00,EUR,4000.00,T1,2026-05-04") })
  }

  @Test func aPartOfAPaymentIsFollowed() throws {
    let bench = try fulmar()
    let answer = try ask(bench, "F1", "--method", "fifo", "--amount", "1500.00EUR", "--no-store")
    #expect(answer.origin.amount.string == "1500.00")
    #expect(answer.recorded.int == nil)
  }

  @Test func cashEndsTheTrailAndIsAnAnswer() throws {
    let bench = try fulmar()
    let answer = try ask(bench, "F6", "--method", "fifo")
    #expect(answer.untraceable.string == "2000.00" && answer.balances.items.isEmpty)
    #expect(answer.untraceableBy.items.map { $0.reason.string } == ["cash"])
  }

  @Test func backwardsSaysWhereItCameFrom() throws {
    let bench = try fulmar()
    let answer = try ask(bench, "F4", "--method", "fifo", "--direction", "backward")
    #expect(answer.direction.string == "backward")
    let traced = answer.origins.items.filter { $0.traced.bool == true }
    #expect(
      traced.map { [$0.transaction.string, $0.amount.string] } == [
        ["T1", "4000.00"], ["T3", "1000.00"],
      ])
    let table = try bench.clew("trace", "F4", "--method", "fifo", "--direction", "backward")
    #expect(table.output.contains("EUR: 5,000.00 from 2 origins"))
  }

  @Test func accountsAndPartiesCanBeAsked() throws {
    let bench = try fulmar()
    for id in ["ref:fulmar-private", "ref:fulmar"] {
      let answer = try ask(bench, id, "--method", "fifo")
      #expect(answer.asked.string != nil && answer.reconciles.bool == true)
    }
  }

  @Test func aRunIsRecordedAndComparedWithTheNext() throws {
    let bench = try fulmar()
    let first = try ask(bench, "F1", "--method", "fifo", "--claims", Self.claims)
    #expect(first.recorded.int == 1 && first.since.items.isEmpty)
    let again = try bench.clew("trace", "F1", "--method", "fifo", "--claims", Self.claims, "--json")
    let same = try bench.clew("trace", "F1", "--method", "fifo", "--claims", Self.claims, "--json")
    #expect(again.output == same.output)
    try bench.clew(
      "ingest", "\(Bench.root)/samples/tracing/later/transactions.csv", "--set", "fulmar")
    let later = try ask(bench, "F1", "--method", "fifo", "--claims", Self.claims)
    #expect(later.recorded.int == 2 && later.since.recorded.int == 1)
    let changes = later.since.changes.items.map {
      [$0.place.string, $0.before.string, $0.after.string]
    }
    #expect(changes == [["A2", "4000.00", "1600.00"], ["cash", "0", "2400.00"]])
    let journal = try bench.clew("journal").output
    #expect(journal.contains("trace F1 --method fifo"))
  }

  @Test func whatCannotBeTracedSaysWhy() throws {
    let bench = try fulmar()
    bench.write("id,date,from,to,amount,currency\nN1,2026-05-01,,CASH,5,EUR\n", to: "n/t.csv")
    try bench.clew("ingest", "n")
    #expect(try failure(bench, "T99", "--method", "fifo").code.string == "not-found")
    #expect(try failure(bench, "N1", "--method", "fifo").code.string == "no-account")
    #expect(
      try failure(bench, "F1", "--method", "fifo", "--direction", "backward").code.string
        == "no-account")
    #expect(
      try failure(bench, "F1", "--method", "fifo", "--amount", "6000.01").code.string
        == "bad-amount")
    #expect(
      try failure(bench, "F1", "--method", "fifo", "--amount", "5USD").code.string
        == "wrong-currency")
    #expect(
      try failure(bench, "F1", "--method", "fifo", "--amount", "0.001EUR").code.string
        == "bad-amount")
    #expect(
      try failure(bench, "ref:fulmar-client", "--method", "fifo", "--amount", "5").code.string
        == "bad-amount")
    #expect(try failure(bench, "ref:reed", "--method", "fifo").code.string == "no-account")
    #expect(try failure(bench, "F1", "--method", "haircut").code.string == "unknown-word")
    #expect(
      try failure(bench, "F1", "--method", "fifo", "--direction", "up").code.string
        == "unknown-word")
    #expect(
      try failure(
        bench, "F1", "--method", "fifo", "--from", "2026-06-01", "--to", "2026-05-01"
      ).code.string == "bad-window")
    #expect(
      try failure(bench, "F1", "--method", "fifo", "--max-hops", "0").code.string == "bad-limit")
  }

  @Test(arguments: [
    (
      "claimants:\n  - name: A\n    contributions:\n      - transaction: F99", "not-found", "line 4"
    ),
    (
      "claimants:\n  - name: A\n    contributions:\n      - {transaction: F1, amount: 6000.01}",
      "claims", "line 4"
    ),
    (
      "claimants:\n  - {name: A, contributions: [{transaction: F1}]}\n"
        + "  - {name: B, contributions: [{transaction: F1, amount: 1}]}", "claims", "line 3"
    ),
    ("own: [F2, F6]", "claims", "line 1"),
    (
      "own: [F1]\nclaimants:\n  - {name: A, contributions: [{transaction: F1}]}", "claims",
      "line 3"
    ),
    (
      "claimants:\n  - name: A\n    contributions:\n"
        + "      - {transaction: F1, amount: 5, currency: USD}", "claims", "line 4"
    ),
    ("openings:\n  - {account: F1, amount: 5, currency: EUR}", "not-found", "line 2"),
    ("assets:\n  - {name: x, transaction: F1}", "claims", "line 2"),
    ("order: [F77]", "not-found", "line 1"), ("unknown: 1", "claims", "line 1"),
  ])
  func claimsThatDoNotFitAreNamedWithTheirLine(
    yaml: String, code: String, line: String
  ) throws {
    let bench = try fulmar()
    bench.write(yaml, to: "claims.yaml")
    let error = try failure(bench, "F3", "--method", "fifo", "--claims", "claims.yaml")
    #expect(error.code.string == code, "\(error.what.string ?? "")")
    #expect(error["where"].string?.hasPrefix("claims.yaml, \(line)") == true)
    #expect(error.next.string?.isEmpty == false)
  }

  @Test func twoSourcesOfOneDayLeaveTheOrderOpen() throws {
    let bench = Bench()
    bench.write(
      "id,date,from,to,amount,currency\nX1,2026-05-04,,acc,100,EUR\nX2,2026-05-05,acc,CASH,60,EUR\n",
      to: "one/transactions.csv")
    bench.write(
      "id,date,from,to,amount,currency\nY1,2026-05-05,,acc,40,EUR\n", to: "two/transactions.csv")
    bench.write("id,number,institution\nacc,77,TIDLMTM0\n", to: "one/accounts.csv")
    bench.write("id,institution,number\nacc,TIDLMTM0,77\n", to: "two/accounts.csv")
    try bench.clew("ingest", "one", "two")
    let answer = try ask(bench, "X1", "--method", "lifo")
    #expect(answer.warnings.items.contains { $0.kind.string == "uncertain-order" })
  }
}
