import ClewModel
import ClewRender

/// What `clew chart` is asked to draw.
package struct ChartRequest: Sendable {
  package var records: [String]
  /// Nil takes the network, or the flow of money for transactions and findings.
  package var view: Chart.View?
  package var hops: Int?
  package var asOf: Day?
  /// The rules whose verdicts an ownership chart prints; empty takes those in force.
  package var regimes: [String]
  /// Lists that rules about listed parties start from, in place of their own.
  package var lists: [String]
  /// True draws every node, however large the sheet.
  package var isFull: Bool
  /// Transactions or accounts, set apart by commas, to highlight on a flow chart.
  package var path: String?
  /// A tracing method: draws what became of one transaction by it.
  package var method: String?
  package var engine: Layout.Engine
  package var output: String

  package init(
    records: [String], view: Chart.View? = nil, hops: Int? = nil, asOf: Day? = nil,
    regimes: [String] = [], lists: [String] = [], isFull: Bool = false,
    path: String? = nil, method: String? = nil, engine: Layout.Engine = .auto, output: String
  ) {
    self.records = records
    self.view = view
    self.hops = hops
    self.asOf = asOf
    self.regimes = regimes
    self.lists = lists
    self.isFull = isFull
    self.path = path
    self.method = method
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
