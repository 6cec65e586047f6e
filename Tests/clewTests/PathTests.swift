import Testing

/// Ways between two records from the command line.
@Suite struct PathCommandTests {
  /// Small and slow by b, large and quick by c, and one whose order no source decides by d.
  func bench() throws -> Bench {
    let bench = Bench()
    bench.write(
      """
      id,date,from,to,amount,currency
      X1,2026-01-05,a,b,100.00,EUR
      X2,2026-01-06,b,z,90.00,EUR
      X3,2026-02-01,a,c,4000.00,EUR
      X4,2026-02-02,c,z,3000.00,EUR
      X5,2026-02-03,c,z,50.00,EUR
      X6,2026-03-01,a,d,9000.00,EUR
      X8,2026-04-01,a,e,70.00,EUR
      X9,2026-04-02,e,z,80.00,USD
      X10,2026-04-03,a,a,5.00,EUR
      X11,2026-04-04,a,b,-7.00,EUR
      """, to: "s/transactions.csv")
    bench.write(
      "id,date,from,to,amount,currency\nY1,2026-03-01,d,z,8000.00,EUR\n", to: "s/more.csv")
    try bench.clew("ingest", "s/transactions.csv", "--set", "s")
    try bench.clew("ingest", "s/more.csv", "--set", "s")
    return bench
  }

  func refs(_ answer: JSONValue, _ bench: Bench) throws -> [[String]] {
    try answer.paths.items.map { path in
      try path.steps.items.map { step in
        try bench.ask("show", step.id.string ?? "").ref.string ?? ""
      }
    }
  }

  @Test func valueComesFirstAndSaysWhatCameThrough() throws {
    let bench = try bench()
    let answer = try bench.ask("path", "a", "z", "--advance")
    let paths = answer.paths.items
    #expect(paths.map { $0.bottleneck.EUR.string } == ["3000.00", "90.00", "8000.00"])
    #expect(paths.map { $0.verdict.string } == ["yes", "yes", "possible"])
    #expect(paths.map { $0.retained.string } == ["0.75", "0.9", "0.888888888888"])
    #expect(paths[0].start.string == "2026-02-01")
    #expect(paths[0].end.string == "2026-02-02")
    #expect(paths[0].steps.items.map { $0.parallels.int } == [0, 1])
    #expect(answer.exact.bool == true)
    #expect(answer.notPositive.int == 1)
    let one = try bench.ask("path", "a", "z", "--advance", "--k", "1")
    #expect(one.alsoPossible[0].bottleneck.EUR.string == "8000.00")
    #expect(one.exhaustive.bool == false)
  }

  @Test func possibleOrdersCanBeRankedWithTheOthers() throws {
    let bench = try bench()
    let answer = try bench.ask("path", "a", "z", "--advance", "--order", "possible", "--k", "9")
    let paths = answer.paths.items
    #expect(paths.prefix(3).map { $0.bottleneck.EUR.string } == ["8000.00", "3000.00", "90.00"])
    #expect(paths.count == 4)
    #expect(paths[3].changesCurrency.bool == true)
    #expect(paths[3].bottleneck.keys == ["EUR", "USD"])
    #expect(paths[3].retained.string == nil)
  }

  @Test func rankWindowAndAmountDecide() throws {
    let bench = try bench()
    func sums(_ options: String...) throws -> [String?] {
      let all = ["\(Bench.products)/clew", "path", "a", "z", "--advance"] + options + ["--json"]
      let run = try bench.run(all)
      return try JSONValue(run.output).paths.items.map { $0.bottleneck.EUR.string }
    }
    #expect(try sums("--rank", "time", "--k", "1") == ["90.00"])
    #expect(try sums("--min-amount", "1000EUR") == ["3000.00", "8000.00"])
    #expect(try sums("--window", "24h") == ["8000.00", "3000.00", "90.00"])
    #expect(try sums("--window", "24h", "--rank", "time") == ["90.00", "3000.00", "8000.00"])
    #expect(try sums("--window", "2d", "--k", "2") == ["3000.00", "90.00"])
  }

  @Test(arguments: [
    (["--advance", "--min-amount", "lots"], "bad-amount"),
    (["--advance", "--min-amount", "500"], "bad-amount"),
    (["--advance", "--min-amount=-5EUR"], "bad-amount"),
    (["--advance", "--min-amount", "1,500EUR"], "bad-amount"),
    (["--advance", "--window", "soon"], "bad-window"),
    (["--advance", "--window", "0h"], "bad-window"),
    (["--advance", "--window", "9999999999999999999h"], "bad-window"),
    (["--advance", "--rank", "beauty"], "unknown-rank"),
    (["--advance", "--order", "none"], "unknown-order"),
    (["--rank", "value"], "needs-advance"), (["--window", "3h"], "needs-advance"),
    (["--max-neighbours", "0"], "bad-limit"), (["--kinds", "magic"], "unknown-kind"),
  ])
  func wrongOptionsSayWhatIsMeant(_ options: [String], _ code: String) throws {
    let bench = try bench()
    let run = try bench.run(["\(Bench.products)/clew", "path", "a", "z"] + options + ["--json"])
    #expect(run.status == 2)
    #expect(try JSONValue(run.output).error.code.string == code)
  }
}
