import ArgumentParser
import ClewCase
import ClewModel
import ClewRender

struct Journal: Verb {
  static let configuration = CommandConfiguration(
    abstract: "List every command that wrote to the casefile: who, when, with what.",
    discussion: """
      Example:
        clew journal
      """)

  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) async throws -> Answer {
    try session.journal()
  }
}
