import ArgumentParser
import ClewCase
import ClewModel
import ClewRender

struct Fronts: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Find clusters of companies that look like one set of fronts.",
    discussion: """
      Joined by two independent attributes or one rare one; attributes of hubs never join. Every
      term of a score is printed.

      Example:
        clew fronts --min-score 2
      """)

  @Option(help: "Only clusters with at least this score.")
  var minScore: String?

  @Option(help: "The day the answer is for. Default: today.")
  var asOf: String?

  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) async throws -> Answer {
    try session.fronts(
      minScore: try minScore.map { text in
        guard let score = Decimal64(text) else {
          throw ValidationError("--min-score takes a number such as 2.5, not '\(text)'.")
        }
        return score
      }, asOf: try asOf.map { try day($0, option: "--as-of") })
  }
}
