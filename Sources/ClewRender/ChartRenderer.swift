import ClewModel

/// What a chart is written as.
package enum ChartFormat: String, Hashable, Sendable, CaseIterable {
  case svg, pdf, png, dot, json
}

/// A chart as a file.
package struct ChartFile: Hashable, Sendable {
  package var bytes: [UInt8]
  /// What was folded or could not be drawn; also printed on the sheet.
  package var notes: [String]
}

/// Turns charts into files: fold, lay out, draw on a sheet, write.
///
/// SVG, PDF and PNG are one drawing. DOT and JSON carry the whole chart, unfolded. The same chart
/// gives the same bytes (PDF and PNG: with the same fonts on the machine).
package struct ChartRenderer: Sendable {
  /// Below this scale on A4 the layers are tried the other way round.
  private static let turning = 0.42

  package var layout: Layout
  package var folding: Folding

  package init(layout: Layout, folding: Folding = Folding()) {
    self.layout = layout
    self.folding = folding
  }

  package func render(
    _ chart: Chart, as format: ChartFormat, engine: Layout.Engine = .auto
  ) async throws(RenderError) -> ChartFile {
    try chart.check()
    switch format {
    case .json: return ChartFile(bytes: Array((chart.json.pretty + "\n").utf8), notes: chart.notes)
    case .dot: return ChartFile(bytes: Array(ChartDOT.text(of: chart).utf8), notes: chart.notes)
    case .svg:
      let (sheet, notes) = try await sheet(of: chart, engine: engine)
      let svg = try checked(sheet.drawn(trimmed: true).svg(), of: chart)
      return ChartFile(bytes: Array(svg.utf8), notes: notes)
    case .png:
      let (sheet, notes) = try await sheet(of: chart, engine: engine)
      let drawing = sheet.drawn(trimmed: true)
      // Cairo draws no picture wider or higher than 32,767 pixels.
      let densest = Int(32_000 * 72 / max(drawing.width, drawing.height))
      let xdot = drawing.xdot(dotsPerInch: min(144, max(18, densest)))
      return ChartFile(
        bytes: try await layout.run(xdot, engine: "nop2", format: .png), notes: notes)
    case .pdf:
      let (sheet, notes) = try await sheet(of: chart, engine: engine)
      let stamp = Int(chart.asOf.number) * 86_400
      let pdf = try await layout.run(
        sheet.drawn(trimmed: false).xdot(), engine: "nop2", format: .pdf, epoch: max(0, stamp))
      return ChartFile(bytes: PDFDate.stamp(pdf, with: chart.asOf), notes: notes)
    }
  }

  /// The chart as an SVG element to stand inside a web page.
  package func inlineSVG(_ chart: Chart, engine: Layout.Engine = .auto)
    async throws(RenderError) -> (svg: String, notes: [String])
  {
    try chart.check()
    let (sheet, notes) = try await sheet(of: chart, engine: engine)
    return (try checked(sheet.drawn(trimmed: true).svg(standalone: false), of: chart), notes)
  }

  /// The SVG if it is well-formed and names nothing outside itself.
  private func checked(_ svg: String, of chart: Chart) throws(RenderError) -> String {
    guard let problem = SVGCheck.problem(in: svg) else { return svg }
    throw RenderError(
      .badChart, what: "The drawing is not sound SVG: \(problem)",
      place: "chart \(ShownText.line(chart.title))",
      next: "This is a defect of Clew: please report it with the command.")
  }

  /// Lays the chart out; where that does not fit an A4 sheet and the caller left the direction
  /// open, the other one is tried and taken if it is clearly better.
  private func sheet(of chart: Chart, engine: Layout.Engine)
    async throws(RenderError) -> (Sheet, [String])
  {
    let folded = try folding.fold(chart)
    let first = Sketch(folded, engine: engine)
    var sheet = Sheet(chart: folded, body: try await body(of: first))
    if first.engine == .dot, !(first.direction == .down ? sheet.isOfficeSized : sheet.isA4) {
      let narrow = Sketch(folded, engine: engine, direction: first.direction, isNarrow: true)
      let other = Sheet(chart: folded, body: try await body(of: narrow))
      if other.isHandier(than: sheet) { sheet = other }
    }
    if first.engine == .dot, folded.direction == nil, sheet.fit < Self.turning {
      let turned = Sketch(
        folded, engine: engine, direction: first.direction == .down ? .right : .down)
      let other = Sheet(chart: folded, body: try await body(of: turned))
      if other.fit > sheet.fit * 1.3 { sheet = other }
    }
    return (sheet, folded.notes + sheet.body.notes + sheet.sizeNotes)
  }

  private func body(of sketch: Sketch) async throws(RenderError) -> ChartBody {
    let output = try await layout.run(
      sketch.dot(), engine: sketch.engine.rawValue, format: .positions)
    return ChartBody(sketch, try Placement(parsing: String(decoding: output, as: UTF8.self)))
  }
}

/// Sets the creation date of a PDF in place: cairo 1.16 stamps the clock's, as
/// `/CreationDate (D:20261121131414Z)`.
enum PDFDate {
  static func stamp(_ pdf: [UInt8], with day: Day) -> [UInt8] {
    let key = Array("/CreationDate (D:".utf8)
    let date = Array((day.description.filter { $0 != "-" } + "000000").utf8)
    guard pdf.count > key.count + date.count else { return pdf }
    var result = pdf
    for start in 0..<(pdf.count - key.count - date.count) where pdf[start] == key[0] {
      guard pdf[start..<(start + key.count)].elementsEqual(key) else { continue }
      let digits = start + key.count
      guard pdf[digits..<(digits + 14)].allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { continue }
      result.replaceSubrange(digits..<(digits + 14), with: date)
    }
    return result
  }
}
