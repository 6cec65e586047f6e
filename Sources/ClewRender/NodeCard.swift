import ClewModel

/// A node as a card: an outline and an icon by kind, the name in bold, further lines, marks.
///
/// Its size follows from the text alone, so that the layout can be told it beforehand.
struct NodeCard: Hashable, Sendable {
  struct Line: Hashable, Sendable {
    var text: String
    var size: Double
    var bold: Bool
  }

  struct MarkLine: Hashable, Sendable {
    /// How it is drawn: a listing white on red, a verdict white on black, a possible one in a dashed
    /// frame, the rest in a thin frame.
    enum Style: Hashable, Sendable { case plain, listed, certain, possible }

    var text: String
    var style: Style

    var isBold: Bool { style != .plain }
  }

  var node: ChartNode
  var lines: [Line] = []
  var marks: [MarkLine] = []
  var width = 0.0
  var height = 0.0

  static let nameSize = 10.0
  static let lineSize = 8.5
  static let markSize = 7.5
  static let tagSize = 6.5
  static let markHeight = 12.0
  static let icon = 15.0
  static let gap = 7.0
  static let padding = 8.0
  static let textWidth = 150.0
  /// What one line of a source may take on a chart; the rest is counted in its place.
  static let longest = 400

  /// - Parameter textWidth: where a name breaks, in points; a long name gets more.
  init(_ node: ChartNode, textWidth: Double = Self.textWidth) {
    self.node = node
    for (index, text) in node.lines.enumerated() {
      let (size, bold) = index == 0 ? (Self.nameSize, true) : (Self.lineSize, false)
      // A long name gets a wider card, not a tower.
      let shown = Self.abridged(ShownText.clean(text))
      let extent = TextMetrics.width(of: shown, size: size, bold: bold)
      // A name that is a little too long for one line gets the line, not an orphan.
      let room =
        switch extent / textWidth {
        case ...1.25: extent + 1
        case 4...: 1.6 * textWidth
        default: textWidth
        }
      for line in TextMetrics.wrap(shown, width: room, size: size, bold: bold) {
        lines.append(Line(text: line, size: size, bold: bold))
      }
    }
    for text in node.marks {
      add(text, text.hasPrefix("listed") ? .listed : .plain, textWidth)
    }
    for verdict in node.verdicts {
      add(verdict.text, verdict.isCertain ? .certain : .possible, textWidth)
    }
    measure()
  }

  private mutating func add(_ text: String, _ style: MarkLine.Style, _ textWidth: Double) {
    let shown = Self.abridged(ShownText.line(text))
    for line in TextMetrics.wrap(
      shown, width: textWidth + Self.icon, size: Self.markSize, bold: style != .plain)
    {
      marks.append(MarkLine(text: line, style: style))
    }
  }

  /// The first 400 characters, and how many more there are.
  static func abridged(_ text: String) -> String {
    let count = text.count
    guard count > longest else { return text }
    return text.prefix(longest) + "… (+\(count - longest) characters)"
  }

  /// The id under the icon, where it is one that people can type.
  private var tag: String? { RecordID(node.id) == nil ? nil : node.id }

  /// The column of icon and id.
  private var column: Double {
    max(Self.icon, tag.map { TextMetrics.width(of: $0, size: Self.tagSize) } ?? 0)
  }

  private var textHeight: Double { lines.reduce(0) { $0 + $1.size * 1.25 } }

  /// What icon and text take from the top of the card down to the marks.
  private var body: Double {
    max(textHeight, Self.icon + (tag == nil ? 0 : Self.tagSize + 2))
  }

  private mutating func measure() {
    let text =
      lines.map { TextMetrics.width(of: $0.text, size: $0.size, bold: $0.bold) }.max() ?? 0
    let strip = marks.map(Self.extent).max() ?? 0
    let side = insets
    width = (max(column + Self.gap + text, strip) + 2 * (Self.padding + side.x)).rounded(.up)
    let below = marks.isEmpty ? 0 : Double(marks.count) * Self.markHeight + 4
    height = (body + below + 2 * (Self.padding - 2) + side.top).rounded(.up)
    width = max(width, 54)
    height = max(height, 30)
  }

  private static func extent(of mark: MarkLine) -> Double {
    TextMetrics.width(of: mark.text, size: markSize, bold: mark.isBold) * 1.05 + 9
  }

  /// Room that an outline with points or a roof takes from the text.
  private var insets: (x: Double, top: Double) {
    switch node.shape {
    case .transaction, .aircraft: (8, 0)
    case .vessel, .cash: (5, 0)
    case .address: (0, 8)
    case .account: (3, 0)
    case .card: (0, 6)
    case .folded: (0, 4)
    case .person: (2, 0)
    case .arrangement: (7, 0)
    case .state: (2, 0)
    case .unknown, .unknownOwner, .anonymousOwner: (4, 0)
    default: (0, 0)
    }
  }

  /// The card around a centre.
  func drawn(at centre: Point) -> DrawnItem {
    let box = Box.around(centre, width: width, height: height)
    var items = NodeOutline.draw(node.shape, in: box, highlighted: node.highlighted)
    let left = box.left + Self.padding + insets.x
    var top = box.top + Self.padding - 2 + insets.top
    let used = Self.icon + (tag == nil ? 0 : Self.tagSize + 2)
    let corner = Point(left + (column - Self.icon) / 2, top + min(max(0, body - used), 2) / 2)
    items += NodeIcon.draw(
      node.shape,
      in: Box(left: corner.x, top: corner.y, width: Self.icon, height: Self.icon))
    if let tag {
      let baseline = Point(left + column / 2, corner.y + used - 1)
      items.append(.text(tag, baseline, size: Self.tagSize, bold: false, .soft, .middle))
    }
    var y = top + (body - textHeight) / 2
    for line in lines {
      y += line.size * 1.25
      let baseline = Point(left + column + Self.gap, y - line.size * 0.3)
      items.append(.text(line.text, baseline, size: line.size, bold: line.bold, .ink, .start))
    }
    top += body + 4
    for mark in marks {
      items += draw(mark, in: Box(left: left, top: top, width: 0, height: Self.markHeight - 2))
      top += Self.markHeight
    }
    let words = ([node.id] + node.lines + node.marks + node.verdicts.map(\.text)).map(
      ShownText.line
    ).joined(separator: "\n")
    return .group(kind: "node \(node.shape.rawValue)", id: node.id, words: words, items)
  }

  private func draw(_ mark: MarkLine, in place: Box) -> [DrawnItem] {
    let box = Box(
      left: place.left, top: place.top, width: Self.extent(of: mark), height: place.height)
    let (fill, edge, ink): (Colour, Colour, Colour) =
      switch mark.style {
      case .plain: (.paper, .soft, .ink)
      case .listed: (.alarm, .alarm, .paper)
      case .certain: (.ink, .ink, .paper)
      case .possible: (.paper, .ink, .ink)
      }
    let dash: Stroke.Dash = mark.style == .possible ? .dashed : .solid
    return [
      .rounded(box, radius: 2, fill: fill, stroke: Stroke(colour: edge, width: 0.6, dash: dash)),
      .text(
        mark.text, Point(box.left + 4, box.bottom - 2.6), size: Self.markSize, bold: mark.isBold,
        ink, .start),
    ]
  }
}
