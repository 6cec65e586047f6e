import Testing

/// What a line on a chart claims about its sources.
@Suite struct ChartCommandTests {
  static let payer = "CY39999990010000000000118800"
  static let payee = "CY25999990010000000000220417"

  func payments(_ rows: [String]) -> String {
    "id,date,from,to,amount,currency\n"
      + rows.map { row in
        let words = row.split(separator: " ")
        return "\(words[0]),\(words[1]),\(Self.payer),\(Self.payee),\(words[2]),EUR\n"
      }.joined()
  }

  func flow(_ bench: Bench) throws -> JSONValue {
    let run = try bench.clew("chart", Self.payer, "--view", "flow", "-o", "flow.json")
    try #require(run.status == 0, "\(run.errors)")
    return try JSONValue(bench.read("flow.json") ?? "").edges[0]
  }

  @Test func twoSourcesOfDifferentPaymentsBearOutNeitherTwice() throws {
    let bench = Bench()
    bench.write(payments(["X1 2026-01-05 10.00"]), to: "a/t.csv")
    bench.write(payments(["Y1 2026-03-05 20.00"]), to: "b/t.csv")
    try bench.clew("ingest", "a", "b/t.csv")
    #expect(try flow(bench).confidence.string == "dashed")
  }

  @Test func onePaymentOfTwoSourcesIsSolid() throws {
    let bench = Bench()
    bench.write(payments(["X1 2026-01-05 10.00"]), to: "a/t.csv")
    bench.write(payments(["Y1 2026-01-05 10.00"]), to: "b/t.csv")
    try bench.clew("ingest", "a/t.csv", "b/t.csv")
    let edge = try flow(bench)
    #expect(edge.confidence.string == "solid")
    #expect(edge.evidence.items.count == 2)
  }

  @Test func lotsOfOneSourceAddUpAndSourcesAreCompared() throws {
    let bench = Bench()
    bench.write("from,to,kind,share\nP,T,owns,20\nP,T,owns,30\n", to: "links.csv")
    try bench.clew("ingest", "links.csv", "--set", "s")
    func label() throws -> String? {
      try bench.clew("chart", "ref:T", "--view", "ownership", "-o", "o.json")
      let edges = try JSONValue(bench.read("o.json") ?? "").edges.items
      return edges.first {
        $0.relation.string == "ownership" && $0.label[0].string?.hasPrefix("owns") == true
      }?
      .label[0].string
    }
    #expect(try label() == "owns 20% + 30%")
    bench.write("from,to,kind,share\nP,T,owns,45\n", to: "other.csv")
    try bench.clew("ingest", "other.csv", "--set", "s")
    #expect(try label() == "owns sources differ: 20% + 30% / 45%")
  }
}
