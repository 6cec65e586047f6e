import ArgumentParser
import ClewCase
import ClewModel
import ClewRender

struct Sources: Verb {
  static let configuration = CommandConfiguration(
    abstract: "List the ingested files with digest, format, counts and dates.",
    discussion: """
      Example:
        clew sources --json
      """)

  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) async throws -> Answer {
    try session.sources()
  }
}
