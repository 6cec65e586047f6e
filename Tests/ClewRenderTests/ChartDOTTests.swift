import ClewRender
import Testing

struct ChartDOTTests {
  /// What Graphviz makes of the DOT is what went in.
  @Test func nastyTextsRoundTripThroughGraphviz() async throws {
    let layout = try Layout.find()
    for text in SampleCharts.nasty {
      let chart = Chart(
        title: "t", asOf: SampleCharts.day, view: .network,
        nodes: [ChartNode(id: "P1", shape: .organisation, lines: [text])], edges: [])
      let svg = String(
        decoding: try await layout.run(ChartDOT.text(of: chart), engine: "dot", format: .svg),
        as: UTF8.self)
      let shown = ShownText.clean(text)
      let node = svg.components(between: "class=\"node\"", and: "</g>\n</g>")[0]
      let lines = ReadBack.contents(of: "text", in: node).map(Self.plainBlanks)
      #expect(lines == shown.split(separator: "\n").map(String.init), "label of \(text)")
      let tip = ReadBack.attribute("xlink:title", in: node).map(Self.plainBlanks)
      #expect(tip == ["P1\n" + shown], "tooltip of \(text)")
    }
  }

  /// Graphviz writes a second blank in a row as a no-break space.
  private static func plainBlanks(_ text: String) -> String {
    String(text.map { $0 == "\u{A0}" ? " " : $0 })
  }

  @Test func golden() {
    let chart = Chart(
      title: "Who owns \"T\"", asOf: SampleCharts.day, handling: "RESTRICTED", view: .ownership,
      nodes: [
        ChartNode(id: "P1", shape: .person, lines: ["A & B"], marks: ["listed: un"]),
        ChartNode(id: "P2", shape: .organisation, lines: ["T"], highlighted: true),
      ],
      edges: [
        ChartEdge(
          from: "P1", to: "P2", relation: .ownership, label: ["owns 25%"], confidence: .dashed,
          width: .medium, evidence: [2, 1])
      ],
      evidence: [
        ChartEvidence(number: 1, source: "S1", path: "r.csv", locator: "line 2", what: "owns"),
        ChartEvidence(number: 2, source: "S2", path: "x.xml", locator: "line 9", what: ""),
      ])
    #expect(
      ChartDOT.text(of: chart) == #"""
        digraph "Who owns \"T\"" {
        graph [rankdir=TB, labelloc=t, fontname="Helvetica",
          label="RESTRICTED\nWho owns \"T\"\nOwnership and control as of 2025-06-30\nAbsence of a link is not evidence of absence. Not to scale; position means nothing."];
        node [fontname="Helvetica", fontsize=10, style=filled];
        edge [fontname="Helvetica", fontsize=8];
        "P1" [shape=ellipse, label="A &amp; B\nlisted: un", tooltip="P1\nA &amp; B\nlisted: un", fillcolor="#e9f1fa"];
        "P2" [shape=box, label="T", tooltip="P2\nT", fillcolor="#fff0b3", penwidth=2.4];
        "P1" -> "P2" [label="owns 25% [1,2]", color="#652eb1", fontcolor="#4a1f87", style=dashed, penwidth=2, arrowhead=normal, tooltip="owns 25% [1,2]"];
        // [1] S1 r.csv, line 2: owns
        // [2] S2 x.xml, line 9
        }

        """#)
  }
}
