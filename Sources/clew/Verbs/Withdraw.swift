import ArgumentParser
import ClewCase
import ClewModel
import ClewRender

struct Withdraw: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Take a wrong source out of every answer.",
    discussion: """
      Nothing is deleted: its records stay in the casefile, marked. Where it was an edition of a \
      list or register, the one before it counts again.

      Example:
        clew withdraw S3 --why "filed for another person of the same name"
      """)

  @Argument(help: "The source, such as S3.")
  var source: String

  @Option(help: "The reason, for the journal.")
  var why: String

  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) async throws -> Answer {
    try session.withdraw(source, why: why)
  }
}
