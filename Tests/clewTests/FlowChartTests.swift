import Testing

/// What the flow exhibit shows.
@Suite struct FlowChartCommandTests {
  func chart(_ bench: Bench, _ words: String...) throws -> JSONValue {
    let run = try bench.run(["\(Bench.products)/clew", "chart"] + words + ["-o", "c.json"])
    try #require(run.status == 0, "\(run.errors)\(run.output)")
    return try JSONValue(bench.read("c.json") ?? "")
  }

  func bench() throws -> Bench {
    let bench = Bench()
    var rows = """
      id,date,from,to,amount,currency,balance_after
      X1,2026-01-05,CASH,a,1000.00,EUR,1000.00
      X2,2026-01-06,a,b,600.00,EUR,400.00
      X3,2026-01-07,a,b,100.00,EUR,300.00
      X4,2026-01-08,a,,5.50,EUR,294.50
      X5,2026-01-09,a,CASH,50.00,EUR,244.50

      """
    for number in 1...40 {
      rows += "Z\(number),2026-02-01,p\(number),a,\(number).00,EUR,\n"
    }
    bench.write(rows, to: "s/transactions.csv")
    try bench.clew("ingest", "s")
    return bench
  }

  @Test func cashAndUnnamedSidesAreNodesWithSums() throws {
    let bench = try bench()
    let chart = try chart(bench, "a", "--view", "flow", "--as-of", "2026-01-31")
    let edges = chart.edges.items
    func label(_ from: String, _ to: String) -> String? {
      edges.first { $0.from.string == from && $0.to.string == to }?.label[0].string
    }
    let a = try #require(chart.nodes.items.first { $0.highlighted.bool == true }?.id.string)
    #expect(label("cash-in", a) == "1,000.00 EUR")
    #expect(label(a, "cash-out") == "50.00 EUR")
    #expect(label(a, "unnamed-payee") == "5.50 EUR")
    #expect(edges.allSatisfy { !$0.evidence.items.isEmpty })
  }

  @Test func thePathIsHighlightedPaymentByPayment() throws {
    let bench = try bench()
    let chart = try chart(bench, "a", "--view", "flow", "--path", "ref:X3", "--as-of", "2026-01-31")
    let bright = chart.edges.items.filter { $0.highlighted.bool == true }
    #expect(bright.map { $0.label[0].string } == ["100.00 EUR"])
    let other = chart.edges.items.filter {
      $0.highlighted.bool == false && $0.to.string == bright[0].to.string
    }
    #expect(other.map { $0.label[0].string } == ["600.00 EUR"])
    let pairs = try self.chart(bench, "a", "--view", "flow", "--path", "a,b")
    #expect(
      pairs.edges.items.filter { $0.highlighted.bool == true }.map { $0.label[0].string }
        == ["700.00 EUR"])
  }

  @Test func hubsAreFoldedWithTheirSums() throws {
    let bench = try bench()
    let chart = try chart(bench, "a", "--view", "flow")
    #expect(chart.folds.items.count == 1)
    let fold = chart.folds[0]
    #expect(fold.lines.items.map(\.string) == ["31 more payers", "496.00 EUR"])
    #expect(fold.edges[0].label.items.map(\.string) == ["496.00 EUR", "31 payments, 2026-02-01"])
    #expect(
      chart.notes.items.contains {
        $0.string?.contains("the 31 smallest of 40 payers") == true
          && $0.string?.contains("together 496.00 EUR in 31 payments") == true
      })
    #expect(chart.nodes.items.count == 45)
  }

  @Test func aTransactionIsDrawnWithBothItsSides() throws {
    let bench = try bench()
    let chart = try chart(bench, "ref:X2", "--as-of", "2026-01-31")
    #expect(chart.view.string == "flow")
    #expect(
      chart.edges.items.filter { $0.highlighted.bool == true }.map { $0.label[0].string }
        == ["600.00 EUR"])
  }

  @Test func aTraceIsDrawnWithItsPartOfEachPayment() throws {
    let bench = try bench()
    let chart = try chart(bench, "ref:X1", "--method", "fifo", "--as-of", "2026-01-31")
    #expect(
      Set(chart.edges.items.compactMap { $0.label[0].string }).isSuperset(of: [
        "all of 600.00 EUR traced", "all of 100.00 EUR traced",
      ]))
    #expect(chart.edges.items.allSatisfy { $0.highlighted.bool == true })
    #expect(chart.notes.items.contains { $0.string?.contains("tr-fifo") == true })
  }

  @Test func wrongQuestionsSaySo() throws {
    let bench = try bench()
    for (words, code) in [
      (["ref:X1", "--view", "network"], "not-drawn"),
      (["a", "--view", "flow", "--path", "b"], "short-path"),
      (["a", "b", "--method", "fifo"], "one-trace"), (["F9"], "not-found"),
      (["a", "--view", "ownership", "--path", "a,b"], "not-drawn"),
    ] {
      let run = try bench.run(
        ["\(Bench.products)/clew", "chart"] + words + ["-o", "c.json", "--json"])
      #expect(run.status == 2, "\(words)")
      #expect(try JSONValue(run.output).error.code.string == code, "\(run.output)")
    }
  }
}
