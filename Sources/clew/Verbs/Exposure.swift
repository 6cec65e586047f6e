import ArgumentParser
import ClewCase
import ClewModel
import ClewRender

struct Exposure: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Find companies that are owned by listed parties under a sanctions rule.",
    discussion: """
      Starts from parties judged the same as a listing. Equal names that nobody has judged yet are
      listed apart and block nothing.

      Example:
        clew exposure --regime ofac
      """)

  @Option(help: "The rule: ofac (san-us-ofac).")
  var regime: String = "ofac"

  @Option(help: "Start from the lists of this name instead. Repeatable.")
  var list: [String] = []

  @Option(help: "The day the answer is for. Default: today.")
  var asOf: String?

  @Option(help: "Use only what the sources said by this day.")
  var knownBy: String?

  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) async throws -> Answer {
    try session.exposure(
      regime: regime, lists: list,
      Dates(
        asOf: try asOf.map { try day($0, option: "--as-of") },
        knownBy: try knownBy.map { try day($0, option: "--known-by") }))
  }
}
