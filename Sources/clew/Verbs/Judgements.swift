import ArgumentParser
import ClewCase
import ClewModel
import ClewRender

struct Judgements: Verb {
  static let configuration = CommandConfiguration(
    abstract: "List what rules and people hold about identity.",
    discussion: """
      Example:
        clew judgements
      """)

  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) async throws -> Answer {
    try session.judgements()
  }
}
