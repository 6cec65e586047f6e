/// The outline of a node by kind: round for persons, square for organisations, its own for each
/// kind of account. No two kinds share outline and icon, so that a grey copy can be read.
enum NodeOutline {
  static func draw(_ shape: ChartNode.Shape, in box: Box, highlighted: Bool) -> [DrawnItem] {
    let fill = highlighted ? Colour.glow : shape.fill
    var stroke = Stroke(colour: .ink, width: highlighted ? 2.4 : 0.9)
    let (l, t, r, b) = (box.left, box.top, box.right, box.bottom)
    let middle = box.centre.y
    switch shape {
    case .person:
      return [.rounded(box, radius: 14, fill: fill, stroke: stroke)]
    case .organisation:
      return [.rectangle(box, fill: fill, stroke: stroke)]
    case .unknown, .unknownOwner, .anonymousOwner:
      stroke.dash = .dashed
      return [.rounded(box, radius: 14, fill: fill, stroke: stroke)]
    case .traded:
      return [
        .rectangle(box, fill: fill, stroke: stroke),
        .line([Point(l, b - 3), Point(r, b - 3)], Stroke(colour: .ink, width: 0.9)),
      ]
    case .state:
      return [
        .rectangle(box, fill: fill, stroke: stroke),
        .rectangle(box.inset(2.5), fill: nil, stroke: Stroke(colour: .ink, width: 0.6)),
      ]
    case .arrangement:
      return [polygon([(l + 9, t), (r, t), (r - 9, b), (l, b)], fill, stroke)]
    case .vessel:
      return [polygon([(l, t), (r, t), (r - 10, b), (l + 10, b)], fill, stroke)]
    case .aircraft:
      return [polygon([(l, t), (r - 9, t), (r, middle), (r - 9, b), (l, b)], fill, stroke)]
    case .transaction:
      return [
        polygon(
          [(l + 9, t), (r - 9, t), (r, middle), (r - 9, b), (l + 9, b), (l, middle)], fill, stroke)
      ]
    case .asset:
      return [
        polygon([(l + 7, t), (r - 7, t), (r, t + 7), (r, b), (l, b), (l, t + 7)], fill, stroke)
      ]
    case .cash:
      return [
        polygon(
          [
            (l + 7, t), (r - 7, t), (r, t + 7), (r, b - 7), (r - 7, b), (l + 7, b), (l, b - 7),
            (l, t + 7),
          ], fill, stroke)
      ]
    case .address:
      return [polygon([(l, t + 9), (box.centre.x, t), (r, t + 9), (r, b), (l, b)], fill, stroke)]
    case .account:
      return [
        .rectangle(box, fill: fill, stroke: stroke),
        .line([Point(l + 4, t), Point(l + 4, b)], Stroke(colour: .ink, width: 0.9)),
      ]
    case .wallet:
      return [polygon([(l, t), (r - 9, t), (r, t + 9), (r, b), (l, b)], fill, stroke)]
    case .card:
      return [
        .rounded(box, radius: 6, fill: fill, stroke: stroke),
        .rectangle(
          Box(left: l, top: t + 4, width: box.width, height: 3.5), fill: .ink, stroke: nil),
      ]
    case .listing:
      return [
        polygon([(l, t), (r - 10, t), (r, t + 10), (r, b), (l, b)], fill, stroke),
        .line([Point(r - 10, t), Point(r - 10, t + 10), Point(r, t + 10)], stroke),
      ]
    case .folded:
      let front = Box(left: l, top: t + 4, width: box.width - 4, height: box.height - 4)
      return [
        .rectangle(
          Box(left: l + 4, top: t, width: box.width - 4, height: box.height - 4), fill: fill,
          stroke: stroke),
        .rectangle(front, fill: fill, stroke: stroke),
      ]
    }
  }

  private static func polygon(
    _ corners: [(Double, Double)], _ fill: Colour, _ stroke: Stroke
  ) -> DrawnItem {
    .polygon(corners.map { Point($0.0, $0.1) }, fill: fill, stroke: stroke)
  }
}

/// The small picture in a card, drawn on a square from 0 to 16 and placed.
enum NodeIcon {
  static func draw(_ shape: ChartNode.Shape, in box: Box) -> [DrawnItem] {
    items(of: shape).map { $0.placed(scale: box.width / 16, by: Point(box.left, box.top)) }
  }

  private static let line = Stroke(colour: .ink, width: 1.2)

  private static func items(of shape: ChartNode.Shape) -> [DrawnItem] {
    switch shape {
    case .person: person
    case .organisation: building
    case .vessel:
      [
        filled([(1, 10), (15, 10), (12, 15), (4, 15)]), open([(8, 10), (8, 1)]),
        filled([(8, 1), (13, 8), (8, 8)]),
      ]
    case .aircraft:
      [
        filled([(7, 1), (9, 1), (9, 6), (15, 10), (15, 12), (9, 10), (9, 13), (11, 15), (5, 15)]),
        filled([(7, 13), (7, 10), (1, 12), (1, 10), (7, 6)]),
      ]
    case .asset: [open([(1, 8), (8, 2), (15, 8)]), outline([(3, 8), (13, 8), (13, 15), (3, 15)])]
    case .unknown, .unknownOwner:
      [
        .ellipse(Point(8, 8), rx: 7, ry: 7, fill: nil, stroke: line),
        .text("?", Point(8, 12), size: 11, bold: true, .ink, .middle),
      ]
    case .anonymousOwner:
      person + [
        .rectangle(Box(left: 2.5, top: 3, width: 11, height: 3), fill: .paper, stroke: line)
      ]
    case .traded:
      [
        open([(1, 1), (1, 15), (15, 15)]), open([(3, 11), (6, 7), (9, 9), (14, 3)]),
        filled([(14.8, 1.6), (14.6, 6), (11, 2.4)]),
      ]
    case .state:
      [open([(4, 1), (4, 15)]), filled([(4, 1.5), (14, 1.5), (11, 5), (14, 8.5), (4, 8.5)])]
    case .arrangement:
      [
        open([(8, 2), (8, 14)]), open([(2, 4), (14, 4)]), open([(5, 14.5), (11, 14.5)]),
        open([(2, 4), (0.5, 9), (3.5, 9), (2, 4)]), open([(14, 4), (12.5, 9), (15.5, 9), (14, 4)]),
      ]
    case .account: bank
    case .wallet:
      [
        outline([(1, 4), (15, 4), (15, 14), (1, 14)]), open([(1, 4), (12, 1), (12, 4)]),
        filled([(11, 8), (15, 8), (15, 11), (11, 11)]),
      ]
    case .card:
      [
        outline([(1, 3), (15, 3), (15, 13), (1, 13)]),
        filled([(1, 5), (15, 5), (15, 8), (1, 8)]), open([(3, 11), (8, 11)]),
      ]
    case .cash:
      [
        outline([(1, 4), (15, 4), (15, 12), (1, 12)]),
        .ellipse(Point(8, 8), rx: 2.6, ry: 2.6, fill: .ink, stroke: nil),
      ]
    case .address:
      [
        .curve(
          points([
            (8, 15), (4, 10), (3, 8), (3, 6), (3, 3), (5, 1), (8, 1), (11, 1), (13, 3), (13, 6),
            (13, 8), (12, 10), (8, 15),
          ]), fill: nil, stroke: line),
        .ellipse(Point(8, 6), rx: 2, ry: 2, fill: .ink, stroke: nil),
      ]
    case .listing:
      [
        outline([(2, 1), (14, 1), (14, 15), (2, 15)]), open([(4.5, 5), (11.5, 5)]),
        open([(4.5, 8), (11.5, 8)]), open([(4.5, 11), (9, 11)]),
      ]
    case .transaction:
      [
        open([(1, 5), (14, 5)]), filled([(11, 2), (15, 5), (11, 8)]), open([(2, 11), (15, 11)]),
        filled([(5, 8), (1, 11), (5, 14)]),
      ]
    case .folded:
      [open([(8, 3), (8, 13)]), open([(3, 8), (13, 8)])]
    }
  }

  private static let person: [DrawnItem] = [
    .ellipse(Point(8, 4.6), rx: 3.2, ry: 3.4, fill: .ink, stroke: nil),
    .curve(
      points([
        (1.6, 15), (1.6, 11), (4, 9.2), (8, 9.2), (12, 9.2), (14.4, 11), (14.4, 15), (10, 15),
        (6, 15), (1.6, 15),
      ]), fill: .ink, stroke: nil),
  ]

  private static let building: [DrawnItem] = [
    filled([(2, 1), (10, 1), (10, 15), (2, 15)]),
    filled([(10.8, 6), (14.5, 6), (14.5, 15), (10.8, 15)]),
    pane(3.6, 3), pane(6.8, 3), pane(3.6, 6.4), pane(6.8, 6.4), pane(3.6, 9.8), pane(6.8, 9.8),
  ]

  private static let bank: [DrawnItem] = [
    filled([(8, 1), (15, 5), (15, 6.2), (1, 6.2), (1, 5)]),
    filled([(1, 13.4), (15, 13.4), (15, 15), (1, 15)]),
    filled([(2.6, 7), (4.8, 7), (4.8, 12.8), (2.6, 12.8)]),
    filled([(6.9, 7), (9.1, 7), (9.1, 12.8), (6.9, 12.8)]),
    filled([(11.2, 7), (13.4, 7), (13.4, 12.8), (11.2, 12.8)]),
  ]

  private static func pane(_ x: Double, _ y: Double) -> DrawnItem {
    .rectangle(Box(left: x, top: y, width: 1.8, height: 2), fill: .paper, stroke: nil)
  }

  private static func points(_ corners: [(Double, Double)]) -> [Point] {
    corners.map { Point($0.0, $0.1) }
  }

  private static func filled(_ corners: [(Double, Double)]) -> DrawnItem {
    .polygon(points(corners), fill: .ink, stroke: nil)
  }

  private static func outline(_ corners: [(Double, Double)]) -> DrawnItem {
    .polygon(points(corners), fill: nil, stroke: line)
  }

  private static func open(_ corners: [(Double, Double)]) -> DrawnItem {
    .line(points(corners), line)
  }
}
