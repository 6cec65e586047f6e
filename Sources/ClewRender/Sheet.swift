/// A chart on paper: the frame an analyst expects around the drawing.
///
/// Handling caveat at the top and the bottom, title, case, as-of date, a legend of the symbols that
/// are used and no others, notes, every numbered piece of evidence, and the sentence that absence
/// of a link is not evidence of absence. The sheet is the smallest of A4 to A0, upright or across,
/// on which a name stays at least 6.4 points high; beyond A0 it grows.
struct Sheet {
  static let margin = 28.0
  /// A name is drawn at 10 points times this, or larger.
  static let smallest = 0.64
  static let largest = 1.15
  /// ISO 216 A4 to A0 in points, upright.
  static let sizes: [(name: String, width: Double, height: Double)] = [
    ("A4", 595, 842), ("A3", 842, 1191), ("A2", 1191, 1684), ("A1", 1684, 2384), ("A0", 2384, 3370),
  ]

  var chart: Chart
  var body: ChartBody

  /// The sheet that was chosen.
  struct Choice {
    var name: String
    var width: Double
    var height: Double
    var scale: Double
  }

  /// How large the chart would be drawn on a page of this size; 0 where the frame leaves no room.
  func scale(width: Double, height: Double) -> Double {
    let frame = SheetFrame(chart: chart, body: body, width: width - 2 * Self.margin, sheet: "A4")
    let room = height - 2 * Self.margin - frame.height
    guard room > 40 else { return 0 }
    return min((width - 2 * Self.margin) / body.width, room / body.height, Self.largest)
  }

  /// The larger of the two scales on A4.
  var fit: Double { max(scale(width: 595, height: 842), scale(width: 842, height: 595)) }

  func choose() -> Choice {
    for size in Self.sizes {
      let upright = scale(width: size.width, height: size.height)
      let across = scale(width: size.height, height: size.width)
      let best = max(upright, across)
      guard best >= Self.smallest else { continue }
      return upright > across
        ? Choice(name: size.name, width: size.width, height: size.height, scale: upright)
        : Choice(name: size.name, width: size.height, height: size.width, scale: across)
    }
    let scale = Self.smallest
    let width = max(2384, body.width * scale + 2 * Self.margin)
    let frame = SheetFrame(chart: chart, body: body, width: width - 2 * Self.margin, sheet: "large")
    let height = max(2384, body.height * scale + frame.height + 2 * Self.margin)
    return Choice(name: "larger than A0", width: width, height: height, scale: scale)
  }

  /// True on A4 and A3, which come out of an office printer.
  var isOfficeSized: Bool { ["A4", "A3"].contains(choose().name) }

  var isA4: Bool { choose().name == "A4" }

  /// True for a smaller paper, or for larger letters on the same.
  func isHandier(than other: Sheet) -> Bool {
    let (mine, theirs) = (choose(), other.choose())
    let (area, otherArea) = (mine.width * mine.height, theirs.width * theirs.height)
    return area != otherArea ? area < otherArea : mine.scale > theirs.scale * 1.05
  }

  /// For the person who prints it: a sheet larger than A3 does not come out of an office printer.
  var sizeNotes: [String] {
    guard !isOfficeSized else { return [] }
    return [
      "The sheet is \(choose().name). A smaller one needs fewer nodes: --hops 1, or one view at a time."
    ]
  }

  /// - Parameter trimmed: cut the paper to the height that is used, for a screen.
  func drawn(trimmed: Bool) -> Drawing {
    var choice = choose()
    let margin = Self.margin
    let inner = choice.width - 2 * margin
    let frame = SheetFrame(chart: chart, body: body, width: inner, sheet: choice.name)
    let bodyHeight = body.height * choice.scale
    if trimmed { choice.height = min(choice.height, bodyHeight + frame.height + 2 * margin) }
    let room = choice.height - 2 * margin - frame.height
    var items = frame.head.at(Point(margin, margin))
    let left = margin + (inner - body.width * choice.scale) / 2
    let top = margin + frame.head.height + max(0, (room - bodyHeight) / 2)
    items += body.items.map { $0.placed(scale: choice.scale, by: Point(left, top)) }
    items += frame.tail.at(Point(margin, choice.height - margin - frame.tail.height))
    return Drawing(
      width: choice.width, height: choice.height, title: ShownText.line(chart.title),
      summary: summary, items: items)
  }

  private var summary: String {
    var text = "\(chart.view.word) as of \(chart.asOf): \(chart.nodes.count) nodes,"
    text += " \(chart.edges.count) lines."
    for edge in chart.edges.prefix(40) {
      let label = edge.printedLines.map(ShownText.line).joined(separator: ", ")
      text += " \(edge.from) to \(edge.to): \(edge.relation.rawValue), \(label)."
    }
    if chart.edges.count > 40 { text += " And \(chart.edges.count - 40) more lines." }
    return text
  }
}

extension Chart.View {
  var word: String {
    switch self {
    case .ownership: "Ownership and control"
    case .flow: "Flow of money"
    case .network: "Network"
    }
  }
}

/// Items drawn from the top left corner down, and how high they are.
struct SheetBlock {
  var height = 0.0
  var items: [DrawnItem] = []

  func at(_ corner: Point) -> [DrawnItem] { items.map { $0.placed(scale: 1, by: corner) } }

  mutating func append(_ block: SheetBlock, gap: Double = 0) {
    items += block.at(Point(0, height + gap))
    height += gap + block.height
  }

  /// Lines of text, wrapped at a width.
  mutating func write(
    _ text: String, width: Double, size: Double, bold: Bool = false, colour: Colour = .ink,
    anchor: DrawnItem.Anchor = .start
  ) {
    let x =
      switch anchor {
      case .start: 0.0
      case .middle: width / 2
      case .end: width
      }
    for line in TextMetrics.wrap(ShownText.clean(text), width: width, size: size, bold: bold) {
      height += size * 1.3
      items.append(
        .text(line, Point(x, height - size * 0.3), size: size, bold: bold, colour, anchor))
    }
  }
}

/// What stands above and below the drawing.
struct SheetFrame {
  var head: SheetBlock
  var tail: SheetBlock

  var height: Double { head.height + tail.height }

  static let caution =
    "Absence of a link is not evidence of absence. Not to scale; position means nothing."

  init(chart: Chart, body: ChartBody, width: Double, sheet: String) {
    head = SheetBlock()
    if let handling = chart.handling { head.append(Self.caveat(handling, width: width)) }
    head.height += 5
    head.write(chart.title, width: width, size: 15, bold: true)
    var facts = ["\(chart.view.word) as of \(chart.asOf)"]
    if let name = chart.caseName { facts.append("case \(name)") }
    head.write(facts.joined(separator: " · "), width: width, size: 9, colour: .soft)
    head.height += 10

    tail = SheetBlock()
    tail.height = 8
    tail.append(Legend(chart: chart, labelled: body.labelled).block(width: width))
    if !chart.rules.isEmpty { tail.append(RulePanel(chart.rules).block(width: width), gap: 6) }
    if !chart.notes.isEmpty || !body.notes.isEmpty {
      tail.height += 5
      for note in chart.notes + body.notes {
        tail.write("Note: " + note, width: width, size: 7.5)
      }
    }
    if !chart.evidence.isEmpty {
      tail.append(Self.evidence(chart.evidence, width: width), gap: 6)
    }
    tail.height += 6
    tail.items.append(
      .line([Point(0, tail.height), Point(width, tail.height)], Stroke(colour: .rule, width: 0.6)))
    tail.height += 2
    let page = "As of \(chart.asOf) · \(sheet) · page 1 of 1"
    let side = TextMetrics.width(of: page, size: 7.5) + 8
    let start = tail.height
    tail.write(Self.caution, width: max(80, width - side), size: 7.5)
    tail.items.append(
      .text(page, Point(width, start + 7.5), size: 7.5, bold: false, .soft, .end))
    if let handling = chart.handling {
      tail.append(Self.caveat(handling, width: width), gap: 4)
    }
  }

  private static func caveat(_ text: String, width: Double) -> SheetBlock {
    var words = SheetBlock()
    words.height = 2
    words.write(text, width: width - 12, size: 9, bold: true, anchor: .middle)
    words.height += 2
    var block = SheetBlock()
    block.items.append(
      .rectangle(
        Box(left: 0, top: 0, width: width, height: words.height), fill: nil,
        stroke: Stroke(colour: .ink, width: 0.9)))
    block.items += words.at(Point(6, 0))
    block.height = words.height
    return block
  }

  /// The numbered list in columns of at least 250 points, filled downwards.
  private static func evidence(_ list: [ChartEvidence], width: Double) -> SheetBlock {
    let columns = max(1, min((list.count + 3) / 4, Int(width / 250)))
    let gutter = 14.0
    let column = (width - gutter * Double(columns - 1)) / Double(columns)
    let entries = list.sorted { $0.number < $1.number }.map { item in
      var block = SheetBlock()
      block.write(item.line, width: column, size: 7)
      return block
    }
    let limit = columnHeight(of: entries.map(\.height), columns: columns)
    var block = SheetBlock()
    block.write("Evidence", width: width, size: 8, bold: true)
    let top = block.height
    var (x, y, lowest) = (0.0, 0.0, 0.0)
    for entry in entries {
      if y > 0, y + entry.height > limit {
        x += column + gutter
        y = 0
      }
      block.items += entry.at(Point(x, top + y))
      y += entry.height
      lowest = max(lowest, y)
    }
    block.height = top + lowest
    return block
  }

  /// The least height in which entries, kept in order, fill no more than so many columns.
  private static func columnHeight(of heights: [Double], columns: Int) -> Double {
    let total = heights.reduce(0, +)
    var limit = max(heights.max() ?? 0, total / Double(columns))
    while limit < total {
      var (used, y) = (1, 0.0)
      for height in heights {
        if y > 0, y + height > limit { (used, y) = (used + 1, 0) }
        y += height
      }
      if used <= columns { break }
      limit += 2
    }
    return limit + 0.01
  }
}
