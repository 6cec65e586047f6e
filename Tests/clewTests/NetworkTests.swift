import Testing

/// The smallest network from the command line.
@Suite struct NetworkCommandTests {
  func bench() throws -> Bench {
    let bench = Bench()
    bench.write(
      """
      from,to,kind
      P,X,director
      Q,X,director
      R,Y,director
      Y,X,owns
      S,T,director
      """, to: "s/links.csv")
    try bench.clew("ingest", "s")
    return bench
  }

  @Test func everyStepNamesItsRecord() throws {
    let bench = try bench()
    let answer = try bench.ask("network", "ref:P", "ref:Q", "ref:R", "ref:P")
    #expect(answer.terminals.items.count == 3)
    #expect(answer.nodes.items.count == 5)
    #expect(
      answer.steps.items.map { $0.kind.string } == ["director", "director", "director", "owns"])
    #expect(answer.steps.items.allSatisfy { $0.id.string?.hasPrefix("L") == true })
    #expect(answer.optimal.bool == true)
    #expect(answer.exhaustive.bool == true)
    #expect(answer.unreachable.items.isEmpty)
    #expect(try bench.ask("network", "ref:P", "ref:Q", "ref:R").description.isEmpty == false)
  }

  @Test func whoIsOutOfReachIsNamed() throws {
    let bench = try bench()
    let answer = try bench.ask("network", "ref:P", "ref:S", "ref:Q")
    #expect(answer.unreachable.items.count == 1)
    #expect(answer.groups.items.count == 2)
    #expect(answer.steps.items.count == 2)
    let run = try bench.clew("network", "ref:P", "ref:S")
    #expect(run.output.contains("nothing joins"))
  }

  @Test func wrongQuestionsSaySo() throws {
    let bench = try bench()
    for (words, code) in [
      (["ref:P"], "too-few-records"), (["ref:P", "ref:Q", "--max-hops", "0"], "bad-limit"),
      (["ref:P", "ref:nobody"], "not-found"),
    ] {
      let run = try bench.run(["\(Bench.products)/clew", "network"] + words + ["--json"])
      #expect(run.status == 2)
      #expect(try JSONValue(run.output).error.code.string == code)
    }
  }
}
