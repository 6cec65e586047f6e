import ClewModel
import ClewRender
import Glibc
import Testing

/// Charts through Graphviz, drawn and written.
struct ChartRendererTests {
  let renderer = try! ChartRenderer(layout: .find())

  func svg(_ chart: Chart, engine: Layout.Engine = .auto) async throws -> String {
    String(
      decoding: try await renderer.render(chart, as: .svg, engine: engine).bytes, as: UTF8.self)
  }

  @Test(arguments: ChartFormat.allCases)
  func sameChartSameBytes(format: ChartFormat) async throws {
    for chart in [SampleCharts.ownership, SampleCharts.flow, SampleCharts.network] {
      let first = try await renderer.render(chart, as: format)
      let second = try await renderer.render(chart, as: format)
      #expect(first == second)
    }
  }

  @Test func svgIsSoundAndSaysEverything() async throws {
    let chart = SampleCharts.ownership
    let text = try await svg(chart)
    #expect(SVGCheck.problem(in: text) == nil)
    let words = ReadBack.contents(of: "text", in: text)
    for node in chart.nodes {
      for line in node.lines + node.marks { #expect(words.contains(line)) }
    }
    for edge in chart.edges {
      for line in edge.printedLines { #expect(words.contains(line)) }
    }
    for item in chart.evidence { #expect(words.contains(item.line)) }
    #expect(words.filter { $0 == chart.handling }.count == 2)
    #expect(words.contains { $0.hasPrefix("Absence of a link is not evidence of absence.") })
    #expect(words.contains("Ownership and control as of 2025-06-30 · case 2025-0117 Harbour"))
  }

  @Test func rulesStandOnTheSheetAndInTheLegend() async throws {
    var chart = SampleCharts.ownership
    chart.nodes[3].verdicts = [
      ChartVerdict("bo-x yes: Article 1", isCertain: true),
      ChartVerdict("bo-y possible", isCertain: false),
    ]
    chart.rules = [
      ChartRule(
        id: "bo-x", title: "A rule", threshold: ">= 25%", period: "in force, from 2020-01-01",
        findings: ["yes: P4 (Article 1, margin 3%)", "nobody hidden"], citation: "Act 7",
        status: "verified, checked 2026-11-21")
    ]
    // Cells of the table break where their column ends.
    let words = ReadBack.contents(of: "text", in: try await svg(chart)).joined(separator: " ")
    for text in [
      "bo-x", "A rule", ">= 25%", "in force, from 2020-01-01", "yes: P4 (Article 1, margin 3%)",
      "Act 7", "verified, checked 2026-11-21", "bo-x yes: Article 1", "bo-y possible",
      "passes a rule below", "may pass one",
    ] {
      #expect(words.contains(text), "\(text)")
    }
    #expect(ChartDOT.text(of: chart).contains("// bo-x (A rule), >= 25%"))
    #expect(chart.json.pretty.contains("\"threshold\": \">= 25%\""))
  }

  /// Names break sooner before a sheet grows beyond an office printer.
  @Test func aWideChartIsDrawnNarrower() async throws {
    let owners = (1...14).map {
      ChartNode(id: "P\($0)", shape: .organisation, lines: ["A company with a long name \($0) Ltd"])
    }
    let chart = Chart(
      title: "wide", asOf: SampleCharts.day, view: .ownership,
      nodes: [ChartNode(id: "P0", shape: .organisation, lines: ["Owned"])] + owners,
      edges: (1...14).map { ChartEdge(from: "P\($0)", to: "P0", relation: .ownership) },
      direction: .down)
    let words = ReadBack.contents(of: "text", in: try await svg(chart))
    #expect(words.contains("A company with"))
    #expect(!words.contains("A company with a long name 1 Ltd"))
  }

  /// The legend explains what is used and nothing else.
  @Test func legendHoldsOnlyUsedSymbols() async throws {
    let words = ReadBack.contents(of: "text", in: try await svg(SampleCharts.flow))
    #expect(words.contains("wallet"))
    #expect(words.contains("money"))
    #expect(!words.contains("owns"))
    #expect(!words.contains("person"))
    #expect(!words.contains("vessel"))
  }

  @Test func ownersStandAboveWhatTheyOwn() async throws {
    let text = try await svg(SampleCharts.ownership)
    func height(_ name: String) -> Double {
      let line = text.split(separator: "\n").first {
        $0.hasPrefix("<text") && $0.contains(">\(name)<")
      }!
      return Double(ReadBack.attribute(" y", in: String(line))[0])!
    }
    #expect(height("Viktor Marchenko") < height("Halcyon Holdings SA"))
    #expect(height("Halcyon Holdings SA") < height("Northwind Trading Ltd"))
    #expect(height("Northwind Trading Ltd") < height("MV Bright Star"))
  }

  @Test(arguments: ChartNode.Shape.allCases)
  func everyShapeIsDrawn(shape: ChartNode.Shape) async throws {
    let chart = Chart(
      title: "t", asOf: SampleCharts.day, view: .network,
      nodes: [ChartNode(id: "P1", shape: shape, lines: ["Name"], marks: ["a mark"])], edges: [])
    #expect(ReadBack.contents(of: "text", in: try await svg(chart)).contains("Name"))
  }

  @Test(arguments: [Layout.Engine.dot, .neato, .sfdp])
  func everyEngineDrawsEveryNode(engine: Layout.Engine) async throws {
    let chart = SampleCharts.network
    let text = try await svg(chart, engine: engine)
    #expect(Set(ReadBack.attribute("data-id", in: text)).isSuperset(of: chart.nodes.map(\.id)))
  }

  /// A layout without boxes still says who belongs together.
  @Test func groupsThatCannotBeBoxedAreNamed() async throws {
    let file = try await renderer.render(SampleCharts.flow, as: .svg, engine: .neato)
    #expect(file.notes.contains { $0.hasPrefix("Atlantic Bank: A4, A6, A7") })
  }

  @Test func nastyTextsAreDrawnAsTheyAre() async throws {
    var chart = SampleCharts.hub(leaves: SampleCharts.nasty.count)
    for (index, text) in SampleCharts.nasty.enumerated() {
      chart.nodes[index + 1].lines = ["n", text]
      chart.edges[index].label = [text]
    }
    chart.title = SampleCharts.nasty[0]
    chart.notes = SampleCharts.nasty
    // In this direction names do not break sooner for want of room.
    chart.direction = .right
    let drawn = try await svg(chart)
    #expect(SVGCheck.problem(in: drawn) == nil)
    let words = ReadBack.contents(of: "text", in: drawn)
    for text in SampleCharts.nasty {
      for line in ShownText.clean(text).split(separator: "\n") {
        #expect(words.contains(String(line)), "\(line)")
      }
    }
    // PDF and PNG read the same drawing to its end, or this throws.
    #expect(try await renderer.render(chart, as: .pdf).bytes.starts(with: "%PDF".utf8))
    #expect(
      try await renderer.render(chart, as: .png).bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]))
    chart.nodes[1].lines = ["a\\\"b\\\\\"c\""]
    #expect(try await renderer.render(chart, as: .png).bytes.count > 1000)
  }

  @Test func veryLongNames() async throws {
    let long = (1...60).map { "word\($0)" }.joined(separator: " ")
    let unbroken = String(repeating: "x", count: 5000)
    let chart = Chart(
      title: long, asOf: SampleCharts.day, handling: long, view: .ownership,
      nodes: [
        ChartNode(id: "P1", shape: .organisation, lines: [long]),
        ChartNode(id: "P2", shape: .organisation, lines: [unbroken]),
      ],
      edges: [ChartEdge(from: "P1", to: "P2", relation: .ownership, label: [long])])
    let words = ReadBack.contents(of: "text", in: try await svg(chart)).joined(separator: " ")
    for number in 1...60 { #expect(words.contains("word\(number)")) }
    #expect(words.contains("(+4600 characters)") || words.contains("(+4600"))
  }

  @Test func pdfCarriesTheAsOfDateAndAnA4Page() async throws {
    let pdf = try await renderer.render(SampleCharts.ownership, as: .pdf).bytes
    let text = String(decoding: pdf, as: UTF8.self)
    #expect(text.contains("/CreationDate (D:20250630000000"))
    #expect(text.contains("/MediaBox [ 0 0 595 842 ]"))
  }

  /// A layout that ends well and writes nonsense is no chart.
  @Test(arguments: [
    "", "graph 0,0,nan,1", "graph 0,0,9,9\\nnode n0", "graph 0,0,9,9\\nedge e0 1,1 2,2",
    "graph 0,0,9,9\\nsomething n0 1,1",
  ])
  func nonsenseFromTheLayoutIsAnError(output: String) async {
    let scratch = Scratch()
    let fake = ChartRenderer(layout: Layout(path: scratch.script("fake", "printf '\(output)'")))
    let error = await #expect(throws: RenderError.self) {
      try await fake.render(SampleCharts.ownership, as: .svg)
    }
    #expect(error?.code == .layoutFailed)
  }

  @Test func emptyAndLonelyCharts() async throws {
    var chart = Chart(
      title: "empty", asOf: SampleCharts.day, view: .ownership, nodes: [], edges: [])
    #expect(SVGCheck.problem(in: try await svg(chart)) == nil)
    #expect(try await renderer.render(chart, as: .pdf).bytes.starts(with: "%PDF".utf8))
    chart.nodes = [ChartNode(id: "P1", shape: .person, lines: [])]
    chart.edges = [ChartEdge(from: "P1", to: "P1", relation: .ownership, label: ["owns 5%"])]
    #expect(SVGCheck.problem(in: try await svg(chart)) == nil)
  }

  @Test func unsoundChartsAreRefused() async {
    let node = ChartNode(id: "P1", shape: .person, lines: ["a"])
    let edge = ChartEdge(from: "P1", to: "P2", relation: .role)
    let cited = ChartEdge(from: "P1", to: "P1", relation: .role, evidence: [4])
    for (nodes, edges) in [([node, node], []), ([node], [edge]), ([node], [cited])] {
      let chart = Chart(
        title: "t", asOf: SampleCharts.day, view: .network, nodes: nodes, edges: edges)
      let error = await #expect(throws: RenderError.self) {
        try await renderer.render(chart, as: .json)
      }
      #expect(error?.code == .badChart)
    }
  }

  /// Writes the sample charts where a person can look at them.
  @Test(.enabled(if: getenv("CLEW_GALLERY") != nil))
  func gallery() async throws {
    let folder = String(cString: getenv("CLEW_GALLERY")!)
    var charts = [
      ("ownership", SampleCharts.ownership), ("flow", SampleCharts.flow),
      ("network", SampleCharts.network), ("hub", SampleCharts.hub(leaves: 2000)),
    ]
    var nasty = SampleCharts.hub(leaves: SampleCharts.nasty.count)
    for index in SampleCharts.nasty.indices {
      nasty.nodes[index + 1].lines = [SampleCharts.nasty[index], SampleCharts.nasty[index]]
    }
    charts.append(("nasty", nasty))
    func write(_ bytes: [UInt8], _ name: String) {
      let output = fopen("\(folder)/\(name)", "w")!
      fwrite(bytes, 1, bytes.count, output)
      fclose(output)
    }
    for (name, chart) in charts {
      for format in ChartFormat.allCases {
        let file = try await renderer.render(chart, as: format)
        write(file.bytes, "\(name).\(format.rawValue)")
      }
    }
    let dossier = try await SampleDossier.make(renderer)
    write(Array(try dossier.html().utf8), "dossier.html")
    write(Array(dossier.markdown().utf8), "dossier.md")
  }
}

/// The largest chart that a sheet carries, in each view.
struct ChartSizeTests {
  @Test(arguments: Chart.View.allCases)
  func threeHundredNodes(view: Chart.View) async throws {
    var state: UInt64 = 11
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(bound))
    }
    let nodes = (0..<300).map {
      ChartNode(id: "P\($0)", shape: .organisation, lines: ["Company number \($0) Ltd", "GB"])
    }
    let edges = (1..<300).flatMap { index in
      (0..<(1 + index % 2)).map { _ in
        ChartEdge(
          from: "P\(next(index))", to: "P\(index)", relation: .ownership,
          label: ["owns \(next(100))%"], evidence: [index])
      }
    }
    let chart = Chart(
      title: "300 nodes", asOf: SampleCharts.day, view: view, nodes: nodes, edges: edges,
      evidence: SampleCharts.evidence(299))
    let renderer = try ChartRenderer(layout: .find())
    for format in view == .network ? [ChartFormat.svg, .pdf, .png] : [.svg] {
      let clock = ContinuousClock()
      let start = clock.now
      let file = try await renderer.render(chart, as: format)
      #expect(!file.bytes.isEmpty)
      if let folder = getenv("CLEW_GALLERY") {
        print(view, format, clock.now - start, file.bytes.count)
        let output = fopen("\(String(cString: folder))/large-\(view).\(format.rawValue)", "w")!
        fwrite(file.bytes, 1, file.bytes.count, output)
        fclose(output)
      }
    }
  }
}
