/// A line of a chart along its path: stroke by confidence and width, head by relation, label on a
/// white ground so that lines crossing it do not strike it out.
struct EdgeDrawing {
  var edge: ChartEdge
  var label: EdgeLabel
  var path: Placement.Path

  /// The length of the arrow head in points; the layout keeps it free at the end of the path.
  static func headLength(of edge: ChartEdge) -> Double {
    let base: Double
    switch LineStyle(edge.relation).head {
    case .dot: base = 5
    case .none: return 0
    default: base = 9
    }
    return base + (edge.width.points - ChartEdge.Width.thin.points) * 1.6
  }

  private var style: LineStyle { LineStyle(edge.relation) }

  private var stroke: Stroke {
    let dash: Stroke.Dash =
      switch edge.confidence {
      case .solid: .solid
      case .dashed: .dashed
      case .dotted: .dotted
      }
    return Stroke(
      colour: style.colour, width: edge.width.points + (edge.highlighted ? 1.2 : 0), dash: dash)
  }

  /// The line and its head; labels are drawn later, above all lines.
  func drawnLine() -> DrawnItem {
    var items: [DrawnItem] = []
    for piece in path.pieces {
      if edge.highlighted {
        items.append(
          .curve(piece, fill: nil, stroke: Stroke(colour: .glow, width: stroke.width + 6)))
      }
      if edge.relation == .same {
        items.append(.curve(piece, fill: nil, stroke: Stroke(colour: style.colour, width: 3.4)))
        items.append(.curve(piece, fill: nil, stroke: Stroke(colour: .paper, width: 1.6)))
      } else {
        items.append(.curve(piece, fill: nil, stroke: stroke))
      }
    }
    if edge.directed, let tip = path.tip, let base = path.pieces.last?.last {
      items += Self.head(style.head, from: base, to: tip, colour: style.colour)
    }
    let words = edge.printedLines.map(ShownText.line).joined(separator: "\n")
    return .group(
      kind: "edge \(edge.relation.rawValue) \(edge.confidence.rawValue)",
      id: "\(edge.from)-\(edge.to)", words: words, items)
  }

  func drawnLabel(at centre: Point) -> DrawnItem? {
    guard !label.lines.isEmpty else { return nil }
    let box = label.box(at: centre)
    var items: [DrawnItem] = [.rectangle(box, fill: .paper, stroke: nil)]
    for (index, line) in label.lines.enumerated() {
      let y = box.top + Double(index + 1) * EdgeLabel.leading - 2.4
      items.append(
        .text(
          line, Point(centre.x, y), size: EdgeLabel.size, bold: edge.highlighted, style.text,
          .middle))
    }
    return .group(kind: "label", id: "", words: "", items)
  }

  /// Places on the line for its words, the middle first, then outwards.
  var labelPlaces: [Point] {
    [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82].compactMap(point)
  }

  /// The point after a part of the path's length, tip included.
  private func point(after part: Double) -> Point? {
    var points: [Point] = []
    for piece in path.pieces {
      guard let first = piece.first else { continue }
      points.append(first)
      var start = 0
      while start + 3 < piece.count {
        for step in 1...8 { points.append(Self.bezier(piece[start...start + 3], Double(step) / 8)) }
        start += 3
      }
    }
    if let tip = path.tip { points.append(tip) }
    let lengths = zip(points, points.dropFirst()).map { ($1 - $0).length }
    var rest = lengths.reduce(0, +) * part
    for (index, length) in lengths.enumerated() {
      if rest <= length, length > 0 {
        return points[index] + (points[index + 1] - points[index]) * (rest / length)
      }
      rest -= length
    }
    return points.last
  }

  /// A cubic Bézier at `t`, by its Bernstein form.
  private static func bezier(_ points: ArraySlice<Point>, _ t: Double) -> Point {
    let p = Array(points)
    let s = 1 - t
    return p[0] * (s * s * s) + p[1] * (3 * s * s * t) + p[2] * (3 * s * t * t) + p[3] * (t * t * t)
  }

  static func head(_ head: LineStyle.Head, from base: Point, to tip: Point, colour: Colour)
    -> [DrawnItem]
  {
    let along = tip - base
    let length = along.length
    guard length > 0.01 else { return [] }
    let half = Point(-along.y, along.x) * 0.38
    let outline = Stroke(colour: colour, width: 1.1)
    switch head {
    case .filled:
      return [.polygon([tip, base + half, base - half], fill: colour, stroke: outline)]
    case .hollow:
      return [.polygon([tip, base + half, base - half], fill: .paper, stroke: outline)]
    case .swept:
      let notch = base + along * 0.3
      return [
        .polygon(
          [tip, base - along * 0.1 + half, notch, base - along * 0.1 - half], fill: colour,
          stroke: outline)
      ]
    case .diamond:
      let middle = base + along * 0.5
      return [
        .polygon([tip, middle + half, base, middle - half], fill: colour, stroke: outline)
      ]
    case .open:
      return [.line([base + half, tip, base - half], outline), .line([base, tip], outline)]
    case .dot:
      return [
        .ellipse(
          base + along * 0.5, rx: length / 2, ry: length / 2, fill: colour, stroke: outline)
      ]
    case .none: return []
    }
  }
}
