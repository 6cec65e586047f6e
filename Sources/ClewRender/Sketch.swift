/// A chart reduced to what a layout needs: sizes and who is joined to whom, and no word of it.
///
/// Nodes are `n0`, `n1`…, edges `e0`…, groups `cluster_0`…, by their place in the chart. Labels are
/// empty tables of our own size, so that neither fonts nor strange names reach Graphviz.
struct Sketch: Sendable {
  var chart: Chart
  var cards: [NodeCard]
  var labels: [EdgeLabel]
  var engine: Layout.Engine
  var direction: Chart.Direction

  /// From here on stress majorisation costs more than a second, and multilevel force does not.
  static let neatoLimit = 250

  /// - Parameter isNarrow: breaks names and labels sooner, so that a wide layer takes less room.
  init(
    _ chart: Chart, engine: Layout.Engine, direction: Chart.Direction? = nil,
    isNarrow: Bool = false
  ) {
    self.chart = chart
    cards = chart.nodes.map { NodeCard($0, textWidth: isNarrow ? 92 : NodeCard.textWidth) }
    labels = chart.edges.map { EdgeLabel($0, width: isNarrow ? 84 : EdgeLabel.width) }
    self.engine =
      switch (engine, chart.view) {
      case (.auto, .ownership), (.auto, .flow): .dot
      case (.auto, .network): chart.nodes.count <= Self.neatoLimit ? .neato : .sfdp
      default: engine
      }
    self.direction = direction ?? chart.direction ?? (chart.view == .flow ? .right : .down)
  }

  /// The graph in DOT.
  func dot() -> String {
    var lines = ["digraph sketch {", "graph [\(graphAttributes)];"]
    lines.append("node [shape=box, fixedsize=true, label=\"\"];")
    var number: [String: Int] = [:]
    for (index, card) in cards.enumerated() {
      number[card.node.id] = index
      lines.append("n\(index) [width=\(inches(card.width)), height=\(inches(card.height))];")
    }
    if engine == .dot { lines += clusters(number) }
    for (index, edge) in chart.edges.enumerated() {
      guard let from = number[edge.from], let to = number[edge.to] else { continue }
      lines.append("n\(from) -> n\(to) [\(attributes(of: index, from: from, to: to))];")
    }
    return lines.joined(separator: "\n") + "\n}\n"
  }

  private var graphAttributes: String {
    switch engine {
    case .dot, .auto:
      "rankdir=\(direction.rawValue), nodesep=\(direction == .down ? "0.22" : "0.32"),"
        + " ranksep=\(direction == .down ? "0.42" : "0.28"), splines=true, newrank=true"
    case .neato:
      "overlap=prism, overlap_scaling=1, sep=\"+\(room),16\", esep=\"+6,6\", splines=true, mode=major, start=1"
    case .sfdp:
      "overlap=prism, sep=\"+\(room),16\", splines=line, K=1.6, start=1"
    }
  }

  /// Room left and right of a node where labels stand on the lines: half the widest usual label.
  private var room: Int {
    let widths = labels.map(\.width).sorted()
    let usual = widths.isEmpty ? 0 : widths[widths.count * 3 / 4]
    return Int(min(44, usual / 2 + 10).rounded())
  }

  private func clusters(_ number: [String: Int]) -> [String] {
    var lines: [String] = []
    var taken: Set<String> = []
    for (index, group) in chart.groups.enumerated() {
      let members = group.members.filter { taken.insert($0).inserted }.compactMap { number[$0] }
      guard !members.isEmpty else { continue }
      let label = spacer(width: GroupLabel.width(of: group.label), height: GroupLabel.height)
      let names = members.map { "n\($0)" }.joined(separator: "; ")
      lines.append("subgraph cluster_\(index) { margin=10; label=\(label); labeljust=l; \(names) }")
    }
    return lines
  }

  private func attributes(of index: Int, from: Int, to: Int) -> String {
    let edge = chart.edges[index]
    let label = labels[index]
    let style = LineStyle(edge.relation)
    let headed = edge.directed && style.head != .none
    var list = ["id=e\(index)", headed ? "dir=forward" : "dir=none"]
    if headed { list.append("arrowsize=\(decimal(EdgeDrawing.headLength(of: edge) / 10))") }
    if label.height > 0 {
      // A label stands beside its line: right of it, or above it where layers run to the right.
      let apart = edge.width.points + (edge.highlighted ? 12 : 6)
      let (x, y) = direction == .down ? (apart, 2) : (4, apart)
      list.append("label=\(spacer(width: label.width + x, height: label.height + y))")
    }
    if engine == .neato || engine == .sfdp {
      let between = (cards[from].width + cards[to].width) / 2
      list.append("len=\(inches(max(80, between * 0.55 + label.width * 0.8 + 26)))")
    }
    if edge.highlighted { list.append("weight=4") }
    if edge.relation == .same { list.append("constraint=false") }
    return list.joined(separator: ", ")
  }

  private func spacer(width: Double, height: Double) -> String {
    "<<TABLE FIXEDSIZE=\"TRUE\" BORDER=\"0\" WIDTH=\"\(Int(width.rounded(.up)))\""
      + " HEIGHT=\"\(Int(height.rounded(.up)))\"><TR><TD></TD></TR></TABLE>>"
  }

  private func inches(_ points: Double) -> String { decimal(points / 72) }
}

/// The words on a line, wrapped and measured.
struct EdgeLabel: Hashable, Sendable {
  static let size = 8.0
  static let leading = 10.0

  var lines: [String]
  var width: Double
  var height: Double

  /// Where the words of a label break.
  static let width = 150.0

  init(_ edge: ChartEdge, width longest: Double = Self.width) {
    let bold = edge.highlighted
    lines = edge.printedLines.flatMap { line in
      TextMetrics.wrap(
        NodeCard.abridged(ShownText.clean(line)), width: longest, size: Self.size, bold: bold)
    }
    width =
      (lines.map { TextMetrics.width(of: $0, size: Self.size, bold: bold) }.max() ?? 0)
      .rounded(.up)
    height = Double(lines.count) * Self.leading
  }

  /// The ground of the words around a centre.
  func box(at centre: Point) -> Box { .around(centre, width: width + 3, height: height) }
}

/// The words on a group's box.
enum GroupLabel {
  static let size = 8.5
  static let height = 14.0

  static func shown(_ label: String) -> String { NodeCard.abridged(ShownText.line(label)) }

  static func width(of label: String) -> Double {
    TextMetrics.width(of: shown(label), size: size, bold: true) + 8
  }
}
