import ArgumentParser
import ClewCase
import ClewModel
import ClewRender

struct DrawChart: Verb {
  static let configuration = CommandConfiguration(
    commandName: "chart",
    abstract: "Draw ownership, flows or the network around records.",
    discussion: """
      The kind of file follows the ending: .svg, .pdf, .png, .dot or .json. Owners that no rule
      turns on are folded into sums where a sheet would grow too large.

      Example:
        clew chart P12 --view ownership --regime amlr -o owners.svg
        clew chart A7 --view flow --hops 2 --path T5,T9 -o flow.pdf
        clew chart T5 --method fifo -o traced.svg
        clew chart F3 -o ring.svg
      """)

  @Argument(help: "The records to draw around.")
  var records: [String]

  @Option(
    help: "ownership, flow or network. Default: network; flow for transactions and findings.")
  var view: Chart.View?

  @Option(help: "How far to go from the records.")
  var hops: Int?

  @Option(help: "The day the answer is for. Default: today.")
  var asOf: String?

  @Option(
    help: "Rules to print on an ownership chart. Default: the beneficial-owner rules in force.")
  var regime: [String] = []

  @Option(help: "Start a rule about listed parties from this list. Repeat for several.")
  var list: [String] = []

  @Option(help: "Highlight these on a flow chart: T5,T9 or A7,A9,A12.")
  var path: String?

  @Option(help: "Draw what became of a transaction by this tracing method, such as fifo.")
  var method: String?

  @Flag(help: "Draw every node: fold nothing.")
  var full = false

  @Option(help: "auto, dot, sfdp or neato.")
  var engine: Layout.Engine = .auto

  @Option(name: .shortAndLong, help: "The file to write.")
  var output: String

  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) async throws -> Answer {
    try await session.chart(
      ChartRequest(
        records: records, view: view, hops: hops,
        asOf: try asOf.map { try day($0, option: "--as-of") }, regimes: regime, lists: list,
        isFull: full, path: path, method: method, engine: engine, output: output))
  }
}

extension Chart.View: ExpressibleByArgument {}
extension Layout.Engine: ExpressibleByArgument {}
