/// The laid-out chart as a drawing of its own size, before it goes on a sheet.
struct ChartBody {
  /// Room around the layout for thick borders.
  static let slack = 4.0

  var width: Double
  var height: Double
  var items: [DrawnItem] = []
  /// True when a line carries an evidence number.
  var labelled: Bool
  /// What the layout could not show.
  var notes: [String] = []

  init(_ sketch: Sketch, _ placement: Placement) {
    let chart = sketch.chart
    let offset = Point(Self.slack, Self.slack)
    width = max(1, placement.width) + 2 * Self.slack
    height = max(1, placement.height) + 2 * Self.slack
    labelled = chart.edges.contains { !$0.evidence.isEmpty }
    for (index, group) in chart.groups.enumerated() {
      if let box = placement.groups[index] { items.append(Self.drawn(group, in: box)) }
    }
    if !chart.groups.isEmpty, placement.groups.isEmpty {
      for group in chart.groups {
        notes.append(
          "\(group.label): \(group.members.joined(separator: ", ")) (this layout draws no boxes).")
      }
    }
    let lines = chart.edges.indices.compactMap { index in
      placement.edges[index].map {
        EdgeDrawing(edge: chart.edges[index], label: sketch.labels[index], path: $0)
      }
    }
    items += lines.filter { !$0.edge.highlighted }.map { $0.drawnLine() }
    items += lines.filter(\.edge.highlighted).map { $0.drawnLine() }
    for (index, card) in sketch.cards.enumerated() {
      if let centre = placement.nodes[index] { items.append(card.drawn(at: centre)) }
    }
    for (index, group) in chart.groups.enumerated() {
      if let box = placement.groups[index] { items += Self.label(of: group, in: box) }
    }
    let onLine = sketch.engine != .dot
    items += lines.compactMap { $0.drawnLabel(onLine: onLine) }
    items = items.map { $0.placed(scale: 1, by: offset) }
  }

  private static func drawn(_ group: ChartGroup, in box: Box) -> DrawnItem {
    let frame = DrawnItem.rounded(
      box, radius: 6, fill: Colour(0xFAFAF7),
      stroke: Stroke(colour: .soft, width: 0.8, dash: .dashed))
    return .group(kind: "cluster", id: "", words: GroupLabel.shown(group.label), [frame])
  }

  /// The name of a group, above the lines that cross its box.
  private static func label(of group: ChartGroup, in box: Box) -> [DrawnItem] {
    let text = GroupLabel.shown(group.label)
    let ground = Box(
      left: box.left + 5, top: box.top + 3, width: GroupLabel.width(of: group.label) - 2, height: 11)
    return [
      .rectangle(ground, fill: Colour(0xFAFAF7), stroke: nil),
      .text(
        text, Point(box.left + 8, box.top + 12), size: GroupLabel.size, bold: true, .soft, .start),
    ]
  }
}
