import ArgumentParser
import ClewCase
import ClewModel
import ClewRender

struct Owners: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Find who owns and controls a company, through every layer.",
    discussion: """
      Look-through shares are exact, cycles included; what no source states is an owner called
      unknown.

      Example:
        clew owners "Harbour Holdings Ltd" --as-of 2026-06-30
      """)

  @Argument(help: "An id such as P12, a source's own ref, or a name in quotes.")
  var record: String

  @Option(help: "The day the answer is for. Default: today.")
  var asOf: String?

  @Option(help: "Use only what the sources said by this day.")
  var knownBy: String?

  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) async throws -> Answer {
    try session.owners(
      record,
      Dates(
        asOf: try asOf.map { try day($0, option: "--as-of") },
        knownBy: try knownBy.map { try day($0, option: "--known-by") }))
  }
}
