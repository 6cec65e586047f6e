/// Where a layout put everything, in points with y downwards, read from `clew-layout … positions`.
struct Placement: Hashable, Sendable {
  struct Path: Hashable, Sendable {
    /// One or more Bézier paths of 3k+1 points.
    var pieces: [[Point]] = []
    /// The tip of the arrow at the end, nil where there is none.
    var tip: Point?
    var label: Point?
  }

  var width = 0.0
  var height = 0.0
  var nodes: [Int: Point] = [:]
  var edges: [Int: Path] = [:]
  var groups: [Int: Box] = [:]

  /// - Throws: `layoutFailed` when the text is not what `clew-layout` writes.
  init(parsing text: String) throws(RenderError) {
    let lines = text.split(separator: "\n")
    guard let first = lines.first, first.hasPrefix("graph "),
      let bounds = Self.numbers(first.dropFirst(6)), bounds.count == 4
    else { throw Self.unreadable(text) }
    let (left, top) = (bounds[0], bounds[3])
    width = bounds[2] - left
    height = top - bounds[1]
    func place(_ x: Double, _ y: Double) -> Point { Point(x - left, top - y) }
    func point(_ text: Substring) -> Point? {
      Self.numbers(text).flatMap { $0.count >= 2 ? place($0[0], $0[1]) : nil }
    }
    for line in lines.dropFirst() {
      let words = line.split(separator: " ", maxSplits: 2)
      guard words.count == 3 else { throw Self.unreadable(line) }
      let digits = words[1].drop { !$0.isNumber }
      guard let number = Int(digits) else { throw Self.unreadable(line) }
      switch words[0] {
      case "node":
        guard let at = point(words[2]) else { throw Self.unreadable(line) }
        nodes[number] = at
      case "label":
        guard let at = point(words[2]) else { throw Self.unreadable(line) }
        edges[number, default: Path()].label = at
      case "cluster":
        guard let box = Self.numbers(words[2]), box.count == 4 else { throw Self.unreadable(line) }
        let corner = place(box[0], box[3])
        groups[number] = Box(
          left: corner.x, top: corner.y, width: box[2] - box[0], height: box[3] - box[1])
      case "edge":
        for spline in words[2].split(separator: ";") {
          var piece: [Point] = []
          for word in spline.split(separator: " ") {
            let isEnd = word.hasPrefix("e,")
            guard let at = point(isEnd ? word.dropFirst(2) : word) else {
              throw Self.unreadable(line)
            }
            if isEnd { edges[number, default: Path()].tip = at } else { piece.append(at) }
          }
          guard piece.count % 3 == 1 else { throw Self.unreadable(line) }
          edges[number, default: Path()].pieces.append(piece)
        }
      default: throw Self.unreadable(line)
      }
    }
  }

  private static func numbers(_ text: Substring) -> [Double]? {
    var values: [Double] = []
    for part in text.split(separator: ",") {
      guard let value = Double(part), value.isFinite else { return nil }
      values.append(value)
    }
    return values
  }

  private static func unreadable(_ text: some StringProtocol) -> RenderError {
    RenderError(
      .layoutFailed, what: "The layout wrote a line that is no position: \(text.prefix(80))",
      place: "clew-layout", next: "Check that clew and clew-layout are of the same version.")
  }
}
