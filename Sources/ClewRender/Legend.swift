/// The legend: a sample and a word for each symbol that the chart uses, and for no other.
struct Legend {
  private struct Entry {
    var items: [DrawnItem]
    var word: String
  }

  private static let sample = Box(left: 0, top: 1, width: 26, height: 11)
  private static let size = 7.5

  private var entries: [Entry] = []

  init(chart: Chart, labelled: Bool) {
    let shapes = Set(chart.nodes.map(\.shape))
    for shape in ChartNode.Shape.allCases where shapes.contains(shape) {
      entries.append(Entry(items: Self.swatch(shape), word: shape.word))
    }
    let relations = Set(chart.edges.map(\.relation))
    for relation in ChartEdge.Relation.allCases where relations.contains(relation) {
      entries.append(Entry(items: Self.line(relation), word: LineStyle(relation).word))
    }
    let drawn = chart.edges.filter { $0.relation != .same }
    let styles = Set(drawn.map(\.confidence))
    for style in ChartEdge.Confidence.allCases where styles.contains(style) {
      entries.append(Entry(items: Self.stroke(style), word: style.word))
    }
    if Set(chart.edges.map(\.width)).count > 1 {
      entries.append(Entry(items: Self.widths, word: "thicker: a larger share or sum"))
    }
    if chart.nodes.contains(where: \.highlighted) || chart.edges.contains(where: \.highlighted) {
      entries.append(
        Entry(
          items: [
            .rectangle(
              Self.sample.inset(1), fill: .glow, stroke: Stroke(colour: .ink, width: 2))
          ], word: "highlighted"))
    }
    let verdicts = chart.nodes.flatMap(\.verdicts)
    if verdicts.contains(where: \.isCertain) {
      entries.append(Entry(items: Self.verdict(isCertain: true), word: "passes a rule below"))
    }
    if verdicts.contains(where: { !$0.isCertain }) {
      entries.append(Entry(items: Self.verdict(isCertain: false), word: "may pass one"))
    }
    if labelled {
      entries.append(
        Entry(
          items: [
            .text("[1]", Point(13, 9.5), size: Self.size, bold: false, .ink, .middle)
          ], word: "number of the evidence below"))
    }
  }

  /// Entries side by side, wrapped at the width.
  func block(width: Double) -> SheetBlock {
    var block = SheetBlock()
    guard !entries.isEmpty else { return block }
    block.height = 15
    var x = 0.0
    for entry in entries {
      let extent = 31 + TextMetrics.width(of: entry.word, size: Self.size) + 14
      if x > 0, x + extent > width {
        x = 0
        block.height += 15
      }
      let top = block.height - 15
      block.items += entry.items.map { $0.placed(scale: 1, by: Point(x, top)) }
      block.items.append(
        .text(entry.word, Point(x + 31, top + 9.5), size: Self.size, bold: false, .ink, .start))
      x += extent
    }
    return block
  }

  private static func swatch(_ shape: ChartNode.Shape) -> [DrawnItem] {
    if [.unknown, .unknownOwner, .anonymousOwner].contains(shape) {
      let stroke = Stroke(colour: .ink, width: 0.7, dash: .dashed)
      let icon = NodeIcon.draw(shape, in: Box(left: 9.5, top: 3, width: 7, height: 7))
      return [.rounded(sample, radius: 5.5, fill: shape.fill, stroke: stroke)] + icon
    }
    let large = Box(left: 0, top: 0, width: 52, height: 24)
    let outline = NodeOutline.draw(shape, in: large, highlighted: false)
    let inset = shape == .card || shape == .address ? 8.0 : 6.0
    let icon = NodeIcon.draw(shape, in: Box(left: 19, top: inset, width: 14, height: 14))
    return (outline + icon).map { $0.placed(scale: 0.5, by: Point(0, 0.5)) }
  }

  private static func line(_ relation: ChartEdge.Relation) -> [DrawnItem] {
    let style = LineStyle(relation)
    let (from, base, tip) = (Point(0, 6.5), Point(18, 6.5), Point(26, 6.5))
    guard style.head != .none else {
      return [5.3, 7.7].map {
        .line([Point(0, $0), Point(26, $0)], Stroke(colour: style.colour, width: 0.9))
      }
    }
    let start = style.head == .dot ? Point(20.5, 6.5) : base
    return [.line([from, start], Stroke(colour: style.colour, width: 1.3))]
      + EdgeDrawing.head(style.head, from: start, to: tip, colour: style.colour)
  }

  private static func verdict(isCertain: Bool) -> [DrawnItem] {
    let box = Box(left: 1, top: 1.5, width: 24, height: 10)
    let stroke = Stroke(colour: .ink, width: 0.6, dash: isCertain ? .solid : .dashed)
    return [
      .rounded(box, radius: 2, fill: isCertain ? .ink : .paper, stroke: stroke),
      .text(
        isCertain ? "yes" : "may", Point(13, 9.1), size: size, bold: true,
        isCertain ? .paper : .ink, .middle),
    ]
  }

  private static func stroke(_ confidence: ChartEdge.Confidence) -> [DrawnItem] {
    let dash: Stroke.Dash =
      switch confidence {
      case .solid: .solid
      case .dashed: .dashed
      case .dotted: .dotted
      }
    return [
      .line(
        [Point(0, 6.5), Point(26, 6.5)], Stroke(colour: .ink, width: 1.2, dash: dash))
    ]
  }

  private static let widths: [DrawnItem] = [(2.5, 1.1), (6, 2), (10, 3.4)].map {
    .line([Point(0, $0.0), Point(26, $0.0)], Stroke(colour: .ink, width: $0.1))
  }
}
