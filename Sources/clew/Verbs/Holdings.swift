import ArgumentParser
import ClewCase
import ClewModel
import ClewRender

struct Holdings: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Find what a party owns and controls, through every layer.",
    discussion: """
      Example:
        clew holdings P9
      """)

  @Argument(help: "An id such as P9, a source's own ref, or a name in quotes.")
  var record: String

  @Option(help: "The day the answer is for. Default: today.")
  var asOf: String?

  @Option(help: "Use only what the sources said by this day.")
  var knownBy: String?

  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) async throws -> Answer {
    try session.holdings(
      record,
      Dates(
        asOf: try asOf.map { try day($0, option: "--as-of") },
        knownBy: try knownBy.map { try day($0, option: "--known-by") }))
  }
}
