/// A drawing as a graph whose background is drawn: what `clew-layout nop2 pdf|png` reads.
///
/// The graph has two invisible points in the corners of the sheet and the whole picture as xdot 1.4
/// operations in `_background`. There is no label in it, so no text of a source is ever read as
/// Graphviz syntax: xdot text is counted in bytes. Graphviz stops at an operation it cannot read and
/// says nothing, so the graph states their number and `clew-layout` counts them.
extension Drawing {
  /// - Parameter dotsPerInch: for pixels; nil keeps the device's own, which PDF needs.
  func xdot(dotsPerInch: Int? = nil) -> String {
    var pen = XdotPen(height: height)
    for item in items { pen.write(item) }
    let operations = pen.out.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\\\"")
    return """
      digraph sheet {
      graph [pad=0, margin=0, bgcolor=white\(dotsPerInch.map { ", dpi=\($0)" } ?? "")];
      node [shape=point, width=0, height=0, style=invis, label=""];
      a [pos="0,0"];
      b [pos="\(decimal(width)),\(decimal(height))"];
      operations=\(pen.count);
      _background="\(operations)";
      }

      """
  }
}

/// Writes xdot operations; every shape states its own colours.
private struct XdotPen {
  let height: Double
  var out = ""
  var count = 0

  init(height: Double) { self.height = height }

  mutating func write(_ item: DrawnItem) {
    switch item {
    case .polygon(let points, let fill, let stroke):
      shape(fill, stroke, filled: "P", outline: "p", list(points))
    case .line(let points, let stroke):
      set(stroke)
      emit("L \(list(points))")
    case .curve(let points, let fill, let stroke):
      shape(fill, stroke, filled: "b", outline: "B", list(points))
    case .ellipse(let centre, let rx, let ry, let fill, let stroke):
      shape(
        fill, stroke, filled: "E", outline: "e",
        "\(place(centre)) \(decimal(rx)) \(decimal(ry))")
    case .text(let text, let point, let size, let bold, let colour, let anchor):
      let shown = Self.quotable(ShownText.line(text))
      guard !shown.isEmpty else { return }
      // Graphviz moves drawn text up by this part of its size.
      let baseline = Point(point.x, point.y + size * Self.rise)
      emit("t \(bold ? 1 : 0)")
      emit("F \(decimal(size)) 9 -Helvetica")
      emit("c 7 -\(colour.hex)")
      let align =
        switch anchor {
        case .start: -1
        case .middle: 0
        case .end: 1
        }
      emit("T \(place(baseline)) \(align) 0 \(shown.utf8.count) -\(shown)")
    case .group(_, _, _, let items):
      for item in items { write(item) }
    }
  }

  /// How far Graphviz's cairo renderer lifts text above the line it is given, in font sizes.
  static let rise = 0.1

  /// DOT has no way to write a backslash before a quotation mark; a word joiner, which has no width
  /// and no shape, comes between them.
  private static func quotable(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if scalar == "\"", result.last == "\\" { result.append("\u{2060}") }
      result.append(scalar)
    }
    return String(result)
  }

  private mutating func emit(_ operation: String) {
    out += operation + " "
    count += 1
  }

  private mutating func shape(
    _ fill: Colour?, _ stroke: Stroke?, filled: String, outline: String, _ operands: String
  ) {
    if let fill {
      set(Stroke(colour: fill, width: 0.1))
      emit("C 7 -\(fill.hex)")
      emit("\(filled) \(operands)")
    }
    if let stroke {
      set(stroke)
      emit("\(outline) \(operands)")
    }
  }

  private mutating func set(_ stroke: Stroke) {
    let width = "setlinewidth(\(decimal(stroke.width)))"
    let dash = stroke.dash.rawValue
    emit("c 7 -\(stroke.colour.hex)")
    emit("S \(dash.utf8.count) -\(dash)")
    emit("S \(width.utf8.count) -\(width)")
  }

  private func list(_ points: [Point]) -> String {
    "\(points.count) " + points.map(place).joined(separator: " ")
  }

  private func place(_ point: Point) -> String {
    "\(decimal(point.x)) \(decimal(height - point.y))"
  }
}
