import ClewModel
import ClewRender

/// What `clew chart` is asked to draw.
package struct ChartRequest: Sendable {
  package var records: [String]
  package var view: Chart.View
  package var hops: Int?
  package var asOf: Day?
  /// The rules whose verdicts an ownership chart prints; empty takes those in force.
  package var regimes: [String]
  /// Lists that rules about listed parties start from, in place of their own.
  package var lists: [String]
  /// True draws every node, however large the sheet.
  package var isFull: Bool
  package var engine: Layout.Engine
  package var output: String

  package init(
    records: [String], view: Chart.View, hops: Int? = nil, asOf: Day? = nil,
    regimes: [String] = [], lists: [String] = [], isFull: Bool = false,
    engine: Layout.Engine = .auto, output: String
  ) {
    self.records = records
    self.view = view
    self.hops = hops
    self.asOf = asOf
    self.regimes = regimes
    self.lists = lists
    self.isFull = isFull
    self.engine = engine
    self.output = output
  }

  /// What to write, from the ending of the file.
  func fileFormat() throws -> ChartFormat {
    let ending = output.split(separator: ".").last.map { $0.lowercased() } ?? ""
    guard output.contains("."), let format = ChartFormat(rawValue: ending) else {
      throw Failure(
        code: "unknown-ending", what: "'\(output)' does not say what to draw.", place: "-o",
        next: "End the name in .svg, .pdf, .png, .dot or .json.")
    }
    return format
  }
}
