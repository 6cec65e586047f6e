/// A chart as DOT for other people's tools: everything the chart says, in Graphviz's own shapes.
///
/// Attributes come from a fixed list; no text of a source becomes an attribute name, a shape, an
/// HTML label or a file. Escaping follows what Graphviz does with each kind of string: labels are
/// expanded once, tooltips twice.
package enum ChartDOT {
  package static func text(of chart: Chart) -> String {
    var lines = ["digraph \(quoted(label(chart.title))) {"]
    let direction = chart.direction ?? (chart.view == .flow ? .right : .down)
    var heading = [chart.title, "\(chart.view.word) as of \(chart.asOf)"]
    if let name = chart.caseName { heading.insert("case " + name, at: 1) }
    if let handling = chart.handling { heading.insert(handling, at: 0) }
    heading.append(SheetFrame.caution)
    let title = heading.map(label).joined(separator: "\\n")
    lines.append("graph [rankdir=\(direction.rawValue), labelloc=t, fontname=\"Helvetica\",")
    lines.append("  label=\(quoted(title))];")
    lines.append("node [fontname=\"Helvetica\", fontsize=10, style=filled];")
    lines.append("edge [fontname=\"Helvetica\", fontsize=8];")
    lines += chart.nodes.map(statement)
    for (index, group) in chart.groups.enumerated() {
      lines.append("subgraph cluster_\(index) { label=\(quoted(label(group.label)));")
      lines.append("  " + group.members.map { quoted(label($0)) }.joined(separator: "; ") + "; }")
    }
    lines += chart.edges.map(statement)
    for item in chart.evidence.sorted(by: { $0.number < $1.number }) {
      lines.append("// \(ShownText.line(item.line))")
    }
    for rule in chart.rules { lines.append("// \(ShownText.line(rule.line))") }
    for note in chart.notes { lines.append("// \(ShownText.line(note))") }
    return lines.joined(separator: "\n") + "\n}\n"
  }

  private static func statement(_ node: ChartNode) -> String {
    let marks = node.marks + node.verdicts.map(\.text)
    let text = (node.lines + marks).map(label).joined(separator: "\\n")
    let words = ([node.id] + node.lines + marks).map(tooltip).joined(separator: "\\n")
    var list = ["shape=\(node.shape.graphviz)", "label=\(quoted(text))"]
    list.append("tooltip=\(quoted(words))")
    list.append("fillcolor=\"\((node.highlighted ? .glow : node.shape.fill).hex)\"")
    if node.highlighted { list.append("penwidth=2.4") }
    if node.shape == .folded { list.append("peripheries=2") }
    if [.unknown, .unknownOwner, .anonymousOwner].contains(node.shape) {
      list.append("style=\"filled,dashed\"")
    }
    return "\(quoted(label(node.id))) [\(list.joined(separator: ", "))];"
  }

  private static func statement(_ edge: ChartEdge) -> String {
    let style = LineStyle(edge.relation)
    let text = edge.printedLines.map(label).joined(separator: "\\n")
    var list = ["label=\(quoted(text))", "color=\"\(style.colour.hex)\""]
    list.append("fontcolor=\"\(style.text.hex)\"")
    list.append("style=\(edge.confidence.rawValue)")
    list.append("penwidth=\(decimal(edge.width.points + (edge.highlighted ? 1.2 : 0)))")
    list.append("arrowhead=\(edge.directed ? style.head.graphviz : "none")")
    list.append("tooltip=\(quoted(edge.printedLines.map(tooltip).joined(separator: "\\n")))")
    return "\(quoted(label(edge.from))) -> \(quoted(label(edge.to)))"
      + " [\(list.joined(separator: ", "))];"
  }

  /// Text as a label: `&`, `<`, `>` as entities, a backslash doubled, quotes escaped, line feeds as
  /// `\n`.
  package static func label(_ text: String) -> String { escaped(text, backslash: "\\\\") }

  /// Text as a tooltip, which Graphviz expands twice: a backslash becomes four.
  package static func tooltip(_ text: String) -> String { escaped(text, backslash: "\\\\\\\\") }

  private static func escaped(_ text: String, backslash: String) -> String {
    var result = ""
    for scalar in ShownText.clean(text).unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\\": result += backslash
      case "\"": result += "\\\""
      case "\n": result += "\\n"
      case "\t": result += " "
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private static func quoted(_ escaped: String) -> String { "\"\(escaped)\"" }
}

extension ChartNode.Shape {
  /// The nearest of Graphviz's own shapes.
  var graphviz: String {
    switch self {
    case .person, .unknown, .unknownOwner, .anonymousOwner: "ellipse"
    case .organisation, .folded, .traded: "box"
    case .arrangement: "parallelogram"
    case .state: "house"
    case .vessel: "invtrapezium"
    case .aircraft: "cds"
    case .asset: "box3d"
    case .account: "tab"
    case .wallet: "folder"
    case .card: "component"
    case .cash: "octagon"
    case .address: "invhouse"
    case .listing: "note"
    case .transaction: "hexagon"
    }
  }
}

extension LineStyle.Head {
  var graphviz: String {
    switch self {
    case .filled: "normal"
    case .hollow: "empty"
    case .swept: "vee"
    case .diamond: "diamond"
    case .open: "open"
    case .dot: "dot"
    case .none: "none"
    }
  }
}
