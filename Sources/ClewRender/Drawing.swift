/// A place on the sheet in points, y downwards.
struct Point: Hashable, Sendable {
  var x: Double
  var y: Double

  init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }

  static func + (a: Point, b: Point) -> Point { Point(a.x + b.x, a.y + b.y) }
  static func - (a: Point, b: Point) -> Point { Point(a.x - b.x, a.y - b.y) }
  static func * (a: Point, k: Double) -> Point { Point(a.x * k, a.y * k) }

  var length: Double { (x * x + y * y).squareRoot() }
}

struct Box: Hashable, Sendable {
  var left: Double
  var top: Double
  var width: Double
  var height: Double

  var right: Double { left + width }
  var bottom: Double { top + height }
  var centre: Point { Point(left + width / 2, top + height / 2) }

  static func around(_ centre: Point, width: Double, height: Double) -> Box {
    Box(left: centre.x - width / 2, top: centre.y - height / 2, width: width, height: height)
  }

  func inset(_ by: Double) -> Box {
    Box(left: left + by, top: top + by, width: width - 2 * by, height: height - 2 * by)
  }
}

struct Stroke: Hashable, Sendable {
  enum Dash: String, Hashable, Sendable { case solid, dashed, dotted }

  var colour: Colour
  var width: Double
  var dash = Dash.solid
}

/// A picture as a list of what to draw, in order. The same list becomes SVG, and the drawing that
/// Graphviz turns into PDF and PNG, so that all three show the same.
indirect enum DrawnItem: Hashable, Sendable {
  enum Anchor: String, Hashable, Sendable { case start, middle, end }

  case polygon([Point], fill: Colour?, stroke: Stroke?)
  case line([Point], Stroke)
  /// A Bézier path: one point, then three for each piece.
  case curve([Point], fill: Colour?, stroke: Stroke?)
  case ellipse(Point, rx: Double, ry: Double, fill: Colour?, stroke: Stroke?)
  /// One line of text; the point is on its baseline.
  case text(String, Point, size: Double, bold: Bool, Colour, Anchor)
  /// Items that belong together, named for style sheets and with words to show on hovering.
  case group(kind: String, id: String, words: String, [DrawnItem])

  /// The item in a picture drawn `scale` times as large and moved.
  func placed(scale: Double, by offset: Point) -> DrawnItem {
    func move(_ point: Point) -> Point { point * scale + offset }
    func thin(_ stroke: Stroke) -> Stroke {
      Stroke(colour: stroke.colour, width: stroke.width * scale, dash: stroke.dash)
    }
    switch self {
    case .polygon(let points, let fill, let stroke):
      return .polygon(points.map(move), fill: fill, stroke: stroke.map(thin))
    case .line(let points, let stroke):
      return .line(points.map(move), thin(stroke))
    case .curve(let points, let fill, let stroke):
      return .curve(points.map(move), fill: fill, stroke: stroke.map(thin))
    case .ellipse(let centre, let rx, let ry, let fill, let stroke):
      return .ellipse(
        move(centre), rx: rx * scale, ry: ry * scale, fill: fill, stroke: stroke.map(thin))
    case .text(let text, let point, let size, let bold, let colour, let anchor):
      return .text(text, move(point), size: size * scale, bold: bold, colour, anchor)
    case .group(let kind, let id, let words, let items):
      return .group(
        kind: kind, id: id, words: words, items.map { $0.placed(scale: scale, by: offset) })
    }
  }

  /// A rectangle with the corners rounded, as a closed Bézier path.
  static func rounded(_ box: Box, radius: Double, fill: Colour?, stroke: Stroke?) -> DrawnItem {
    let r = min(radius, box.width / 2, box.height / 2)
    // The usual constant for a quarter circle: 4/3 (√2 - 1).
    let k = r * (1 - 0.552_284_75)
    let (l, t, e, b) = (box.left, box.top, box.right, box.bottom)
    func straight(_ from: Point, _ to: Point) -> [Point] {
      [from + (to - from) * (1 / 3), from + (to - from) * (2 / 3), to]
    }
    var points = [Point(l + r, t)]
    points += straight(Point(l + r, t), Point(e - r, t))
    points += [Point(e - k, t), Point(e, t + k), Point(e, t + r)]
    points += straight(Point(e, t + r), Point(e, b - r))
    points += [Point(e, b - k), Point(e - k, b), Point(e - r, b)]
    points += straight(Point(e - r, b), Point(l + r, b))
    points += [Point(l + k, b), Point(l, b - k), Point(l, b - r)]
    points += straight(Point(l, b - r), Point(l, t + r))
    points += [Point(l, t + k), Point(l + k, t), Point(l + r, t)]
    return .curve(points, fill: fill, stroke: stroke)
  }

  static func rectangle(_ box: Box, fill: Colour?, stroke: Stroke?) -> DrawnItem {
    .polygon(
      [
        Point(box.left, box.top), Point(box.right, box.top), Point(box.right, box.bottom),
        Point(box.left, box.bottom),
      ], fill: fill, stroke: stroke)
  }
}

/// A finished sheet.
struct Drawing: Hashable, Sendable {
  var width: Double
  var height: Double
  var title: String
  /// What a person who cannot see the picture is told.
  var summary: String
  var items: [DrawnItem]
}

/// A coordinate with at most two decimals, without trailing zeros: the same text everywhere.
func decimal(_ value: Double) -> String {
  guard value.isFinite, value.magnitude < 1e12 else { return "0" }
  let hundredths = Int((value * 100).rounded())
  let (whole, rest) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
  let sign = hundredths < 0 ? "-" : ""
  if rest == 0 { return sign + String(whole) }
  if rest.isMultiple(of: 10) { return "\(sign)\(whole).\(rest / 10)" }
  return "\(sign)\(whole)." + (rest < 10 ? "0" : "") + String(rest)
}
