/// A drawing as SVG 1.1: one self-contained document, no script, no link, no file, no font file.
///
/// Text stays text, so that it can be searched and copied. Elements carry the classes `node`,
/// `edge` and `cluster`, and the id of what they show in `data-id`.
extension Drawing {
  /// A font list that any machine can satisfy; boxes are measured for the widest of them.
  static let fonts = "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"

  /// - Parameter standalone: with the XML declaration, for a file; without it, for a web page.
  func svg(standalone: Bool = true) -> String {
    var out = standalone ? "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" : ""
    let (w, h) = (decimal(width), decimal(height))
    out += "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(w)pt\" height=\"\(h)pt\""
    out += " viewBox=\"0 0 \(w) \(h)\" role=\"img\" aria-label=\"\(ShownText.xml(title))\""
    out += " font-family=\"\(Self.fonts)\">\n"
    out += "<title>\(ShownText.xml(title))</title>\n<desc>\(ShownText.xml(summary))</desc>\n"
    out += "<rect width=\"\(w)\" height=\"\(h)\" fill=\"#ffffff\"/>\n"
    for item in items { Self.write(item, to: &out) }
    return out + "</svg>\n"
  }

  private static func write(_ item: DrawnItem, to out: inout String) {
    switch item {
    case .polygon(let points, let fill, let stroke):
      out += "<polygon points=\"\(list(points))\"\(paint(fill, stroke))/>\n"
    case .line(let points, let stroke):
      out += "<polyline points=\"\(list(points))\"\(paint(nil, stroke))/>\n"
    case .curve(let points, let fill, let stroke):
      guard let first = points.first else { return }
      out += "<path d=\"M\(list([first]))"
      if points.count > 1 { out += "C\(list(points.dropFirst()))" }
      out += "\"\(paint(fill, stroke))/>\n"
    case .ellipse(let centre, let rx, let ry, let fill, let stroke):
      out += "<ellipse cx=\"\(decimal(centre.x))\" cy=\"\(decimal(centre.y))\""
      out += " rx=\"\(decimal(rx))\" ry=\"\(decimal(ry))\"\(paint(fill, stroke))/>\n"
    case .text(let text, let point, let size, let bold, let colour, let anchor):
      out += "<text x=\"\(decimal(point.x))\" y=\"\(decimal(point.y))\""
      out += " font-size=\"\(decimal(size))\" fill=\"\(colour.hex)\""
      if bold { out += " font-weight=\"bold\"" }
      if anchor != .start { out += " text-anchor=\"\(anchor.rawValue)\"" }
      out += ">\(ShownText.xml(text))</text>\n"
    case .group(let kind, let id, let words, let items):
      out += "<g class=\"\(kind)\""
      if !id.isEmpty { out += " data-id=\"\(ShownText.xml(id))\"" }
      out += ">\n"
      if !words.isEmpty { out += "<title>\(ShownText.xml(words))</title>\n" }
      for item in items { write(item, to: &out) }
      out += "</g>\n"
    }
  }

  private static func list(_ points: some Sequence<Point>) -> String {
    points.map { decimal($0.x) + "," + decimal($0.y) }.joined(separator: " ")
  }

  private static func paint(_ fill: Colour?, _ stroke: Stroke?) -> String {
    var text = " fill=\"\(fill?.hex ?? "none")\""
    guard let stroke else { return text }
    text += " stroke=\"\(stroke.colour.hex)\" stroke-width=\"\(decimal(stroke.width))\""
    switch stroke.dash {
    case .solid: break
    case .dashed: text += " stroke-dasharray=\"6 4\""
    case .dotted: text += " stroke-dasharray=\"1.6 3.4\""
    }
    return text
  }
}
