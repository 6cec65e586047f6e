import ArgumentParser
import ClewCase
import ClewModel
import ClewRender

struct Regimes: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Print the laws that verdicts are given under.",
    discussion: """
      Each with the share it asks for, how several persons and indirect shares count, whether it
      is in force, its source, and how far the wording was checked.

      Example:
        clew regimes
        clew regimes gwg
        clew regimes --as-of 2027-07-10 --json
      """)

  @Argument(help: "One regime, by its id or alias. Default: all.")
  var id: String?

  @Option(help: "The day the answer is for. Default: today.")
  var asOf: String?

  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) async throws -> Answer {
    try session.regimes(id, asOf: try asOf.map { try day($0, option: "--as-of") })
  }
}
