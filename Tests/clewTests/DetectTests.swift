import Testing

/// `clew detect` over `samples/rings`; the answers are those of its README.
@Suite struct DetectTests {
  private func casefile() throws -> Bench {
    let bench = Bench()
    let run = try bench.clew("ingest", "\(Bench.root)/samples/rings")
    #expect(run.status == 0, "\(run.errors)")
    return bench
  }

  private func detect(_ bench: Bench, _ arguments: String...) throws -> JSONValue {
    let run = try bench.run(["\(Bench.products)/clew", "detect"] + arguments + ["--json"])
    #expect(run.status == 0, "\(run.errors)")
    return try JSONValue(run.output)
  }

  private func kinds(_ answer: JSONValue) -> [String] {
    answer.findings.items.map { $0.kind.string ?? "" }
  }

  @Test func findsTheRingsAndNotTheirLookAlikes() throws {
    let bench = try casefile()
    let answer = try detect(bench)
    let gather = try #require(
      answer.findings.items.first { $0.kind.string == "scatter-gather" })
    #expect(gather.transactions.items.count == 14)
    #expect(gather.amountIn.EUR.string == "35210.00")
    #expect(gather.amountOut.EUR.string == "33801.60")
    #expect(gather.shareRetained.EUR.string == "0.0400")
    let cycle = try #require(
      answer.findings.items.first { finding in
        finding.kind.string == "cycle"
          && finding.transactions.items.contains { $0.ref.string == "RT-0380" }
      })
    #expect(
      cycle.transactions.items.map { $0.amount.string ?? "" }
        == ["40000.00", "39200.00", "38416.00", "37647.68"])
    #expect(cycle.amountIn.EUR.string == "40000.00")
    #expect(cycle.amountOut.EUR.string == "37647.68")
    #expect(cycle.start.string == "2026-05-04T10:00")
    #expect(cycle.end.string == "2026-05-06T09:45")
    #expect(cycle.transactions.items[0].locator.string == "line 381")
    // The wages of Lugger Yard and the payouts of Bollard Market are no rings.
    for name in ["a-lugger", "a-bollard"] {
      let touching = try detect(bench, "--account", "ref:\(name)", "--no-store")
      #expect(touching.findings.items.isEmpty, "\(name)")
    }
  }

  @Test func findsStructuringByTheLawOfTheCurrency() throws {
    let bench = try casefile()
    let answer = try detect(bench, "structuring", "--party", "ref:corin")
    let finding = try #require(answer.findings.items.first)
    #expect(answer.findings.items.count == 1)
    #expect(finding.amountIn.USD.string == "47600.00")
    #expect(finding.transactions.items.count == 5)
    #expect(finding.transactions.items.allSatisfy { $0.from.string == "cash" })
    let words = finding.reasons.items.map { $0.detail.string ?? "" }.joined(separator: " ")
    #expect(words.contains("2 within one business day, 18900.00"))
    #expect(words.contains("> 10,000 USD"))
    // 10,000.00 USD is not reported in the US; alone it is no series.
    #expect(try detect(bench, "structuring", "--party", "ref:liskeard").findings.items.isEmpty)
  }

  @Test func aSecondRunUpdatesAndShowPrintsWhatIsStored() throws {
    let bench = try casefile()
    let first = try bench.clew("detect", "--all", "--json")
    let second = try bench.clew("detect", "--all", "--json")
    #expect(first.output == second.output)
    #expect(try bench.clew("detect", "--json").output == bench.clew("detect", "--json").output)
    let id = try #require(try JSONValue(first.output).findings.items.first?.id.string)
    let show = try bench.clew("show", id)
    #expect(show.status == 0)
    for word in ["in words", "value in", "role", "transaction", "parameter"] {
      #expect(show.output.contains(word), "\(word)")
    }
    #expect(!show.output.contains("stale"))
    bench.write(
      "id,date,from,to,amount,currency\nX1,2026-06-01,ZZ1,ZZ2,5.00,EUR\n",
      to: "more/transactions.csv")
    #expect(try bench.clew("ingest", "more").status == 0)
    #expect(try bench.clew("show", id).output.contains("stale"))
    #expect(try bench.clew("detect", "--all").status == 0)
    #expect(try !bench.clew("show", id).output.contains("stale"))
  }

  @Test func withoutStoringTheCasefileStaysAsItWas() throws {
    let bench = try casefile()
    let answer = try detect(bench, "--no-store")
    #expect(!answer.findings.items.isEmpty)
    #expect(answer.findings.items.allSatisfy { $0.id.string == nil })
    #expect(try bench.clew("show", "F1").status == 2)
    #expect(try bench.clew("detect", "--fail-on-findings").status == 1)
    #expect(try bench.clew("detect", "dormancy", "--fail-on-findings").status == 0)
  }

  @Test func limitAndSummaryOnlyCutWhatIsPrinted() throws {
    let bench = try casefile()
    let all = try detect(bench, "--all")
    let one = try detect(bench, "--all", "--limit", "1")
    #expect(one.findings.items.count == 1)
    #expect(one.total.int == all.findings.items.count)
    let table = try bench.clew("detect", "--all", "--limit", "1").output
    #expect(table.contains("1 of \(all.findings.items.count) findings are shown (--limit)"))
    #expect(try detect(bench, "--all", "--summary").findings.items.isEmpty)
    #expect(try bench.clew("detect", "--limit", "0").status == 2)
  }

  @Test func takesPatternsOfItsOwn() throws {
    let bench = try casefile()
    bench.write(
      """
      pattern: handed-on
      window: 48h
      steps:
        - from: a
          to: b
          each: b
          count: 3..20
        - from: b
          to: c
          within: 24h
          ratio: 0.95..0.97
          of: 1
      """, to: "handed-on.yaml")
    let answer = try detect(bench, "--pattern", "handed-on.yaml")
    #expect(kinds(answer) == ["handed-on"])
    let finding = answer.findings.items[0]
    #expect(finding.transactions.items.count == 14)
    #expect(finding.id.string != nil)
    bench.write("pattern: x\nwindow: 4d\nsteps:\n  - from: a\n    too: b\n", to: "bad.yaml")
    let bad = try bench.clew("detect", "--pattern", "bad.yaml")
    #expect(bad.status == 2)
    #expect(bad.errors.contains("bad.yaml, line 5, steps[1].too"), "\(bad.errors)")
    bench.write("pattern: cycle\nwindow: 4d\nsteps:\n  - from: a\n    to: b\n", to: "taken.yaml")
    #expect(try bench.clew("detect", "--pattern", "taken.yaml").errors.contains("is taken"))
  }

  @Test func wrongQuestionsSaySo() throws {
    let bench = try casefile()
    let unknown = try bench.clew("detect", "cycles")
    #expect(unknown.status == 2)
    #expect(unknown.errors.contains("fan-out, fan-in, scatter-gather"))
    #expect(try bench.clew("detect", "--window", "soon").status == 2)
    #expect(try bench.clew("detect", "--time", "any").status == 2)
    #expect(try bench.clew("detect", "--min-score", "x").status == 64)
  }

  @Test func listedPartiesAndFilingsRaiseAFinding() throws {
    let bench = Bench()
    bench.write(
      """
      id,name,kind,listed
      p1,Ada Vole,person,harbour-list
      p2,Ben Stoat,person,
      p3,Cleo Mink,person,
      """, to: "w/parties.csv")
    bench.write(
      "id,number,holder\nA1,100,p1\nA2,200,p2\nA3,300,p3\n", to: "w/accounts.csv")
    bench.write(
      """
      id,date,from,to,amount,currency
      1,2026-03-02T10:00,A1,A2,5000.00,EUR
      2,2026-03-02T12:00,A2,A3,4900.00,EUR
      """, to: "w/transactions.csv")
    #expect(try bench.clew("ingest", "w").status == 0)
    let answer = try detect(bench, "pass-through", "--min-score", "0")
    let finding = try #require(answer.findings.items.first)
    let terms = finding.reasons.items.map { $0.term.string ?? "" }
    #expect(terms.contains("listed"), "\(terms)")
  }

  @Test func listsItsDetectors() throws {
    let bench = Bench()
    let answer = try JSONValue(try bench.clew("detectors", "--json").output)
    #expect(
      answer.detectors.items.filter { $0.ring.bool == true }.map { $0.id.string ?? "" } == [
        "fan-out", "fan-in", "scatter-gather", "gather-scatter", "cycle", "bipartite", "stack",
      ])
    #expect(answer.thresholds.items.contains { $0.threshold.string == "> 10,000 USD" })
    #expect(try bench.clew("detectors", "structuring").output.contains(">= 10,000 CAD"))
    #expect(try bench.clew("detectors", "nothing").status == 2)
  }
}
