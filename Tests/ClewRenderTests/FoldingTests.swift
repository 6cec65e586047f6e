import ClewRender
import Testing

struct FoldingTests {
  @Test func hubOfTwoThousandIsFoldedAndCounted() throws {
    let chart = SampleCharts.hub(leaves: 2000)
    let folded = try Folding(maxNeighbours: 18).fold(chart)
    #expect(folded.nodes.count == 19)
    #expect(folded.nodes.last?.lines.first == "+1,983 more")
    #expect(folded.edges.count == 18)
    #expect(folded.notes.count == 1)
    #expect(folded.notes[0].hasPrefix("Folded: 1,983 of 2,000 like neighbours of P0"))
    #expect(folded.evidence.map(\.number) == Array(1...17))
    try folded.check()
  }

  /// Mules between one payer and one collector look alike and are folded as one.
  @Test func twinsBetweenTwoHubs() throws {
    let mules = (1...50).map { ChartNode(id: "M\($0)", shape: .account, lines: ["m"]) }
    let ends = ["A", "B"].map { ChartNode(id: $0, shape: .account, lines: [$0]) }
    let edges = mules.flatMap { mule in
      [
        ChartEdge(from: "A", to: mule.id, relation: .money),
        ChartEdge(from: mule.id, to: "B", relation: .money),
      ]
    }
    let chart = Chart(
      title: "t", asOf: SampleCharts.day, view: .flow, nodes: ends + mules, edges: edges)
    let folded = try Folding(maxNeighbours: 10).fold(chart)
    #expect(folded.nodes.count == 2 + 9 + 1)
    let last = folded.edges.suffix(2)
    #expect(Set(last.map { "\($0.from)>\($0.to)" }) == ["A>folded-1", "folded-1>B"])
  }

  @Test func markedHighlightedAndGroupedStay() throws {
    var chart = SampleCharts.hub(leaves: 100)
    chart.nodes[90].marks = ["listed: ofac"]
    chart.nodes[91].highlighted = true
    chart.edges[91].highlighted = true
    chart.groups = [ChartGroup(label: "g", members: ["P99"])]
    let ids = Set(try Folding(maxNeighbours: 10).fold(chart).nodes.map(\.id))
    #expect(ids.isSuperset(of: ["P90", "P91", "P92", "P99"]))
  }

  @Test func smallHubIsLeftAlone() throws {
    let chart = SampleCharts.hub(leaves: 18)
    #expect(try Folding(maxNeighbours: 18).fold(chart) == chart)
  }

  @Test func tooManyNodesIsAnErrorThatSaysWhatToDo() {
    let chain = (0...400).map { ChartNode(id: "P\($0)", shape: .person, lines: ["p"]) }
    let edges = (0..<400).map {
      ChartEdge(from: "P\($0)", to: "P\($0 + 1)", relation: .role)
    }
    let chart = Chart(
      title: "t", asOf: SampleCharts.day, view: .network, nodes: chain, edges: edges)
    let error = #expect(throws: RenderError.self) { try Folding().fold(chart) }
    #expect(error?.code == .tooLarge)
    #expect(error?.what == "401 nodes; a sheet carries 300")
    #expect(error?.next.contains("--hops 1") == true)
  }

  /// Ten owners of one company, of which eight may be folded.
  private var foldable: Chart {
    let owners = (1...10).map { ChartNode(id: "P\($0)", shape: .person, lines: ["Owner \($0)"]) }
    let edges = (1...10).map {
      ChartEdge(from: "P\($0)", to: "P0", relation: .ownership, label: ["owns"], evidence: [$0])
    }
    let fold = ChartFold(
      id: "fold-P0", lines: ["8 owners, each under 5%"], members: (3...10).map { "P\($0)" },
      edges: [
        ChartEdge(from: "fold-P0", to: "P0", relation: .ownership, label: ["30%"]),
        ChartEdge(from: "P1", to: "fold-P0", relation: .ownership),
      ])
    return Chart(
      title: "t", asOf: SampleCharts.day, view: .ownership,
      nodes: [ChartNode(id: "P0", shape: .organisation, lines: ["Company"])] + owners, edges: edges,
      groups: [ChartGroup(label: "ring", members: ["P1", "P4", "P5"])], folds: [fold],
      evidence: SampleCharts.evidence(10))
  }

  @Test func aChartsOwnFoldsTakeThePlaceOfTheirMembers() throws {
    let folded = try Folding().fold(foldable)
    #expect(folded.nodes.map(\.id) == ["P0", "P1", "P2", "fold-P0"])
    #expect(folded.edges.count == 4)
    #expect(folded.groups == [ChartGroup(label: "ring (2 of them folded)", members: ["P1"])])
    #expect(folded.evidence.map(\.number) == [1, 2])
    #expect(folded.notes[0].hasPrefix("Folded: 8 of 11 nodes"))
    try folded.check()
  }

  @Test func withoutFoldingAllIsDrawn() throws {
    let chart = foldable
    #expect(try Folding.none.fold(chart) == chart)
  }

  @Test func foldsThatNameNoNodesAreRefused() {
    var chart = foldable
    chart.folds[0].members.append("P99")
    #expect(throws: RenderError.self) { try chart.check() }
    chart = foldable
    chart.folds[0].id = "P3"
    #expect(throws: RenderError.self) { try chart.check() }
    chart = foldable
    chart.folds[0].edges.append(ChartEdge(from: "P1", to: "P2", relation: .ownership))
    #expect(throws: RenderError.self) { try chart.check() }
  }
}
