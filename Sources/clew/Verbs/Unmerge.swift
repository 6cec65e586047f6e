import ArgumentParser
import ClewCase
import ClewModel
import ClewRender

struct Unmerge: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Undo a judgement.",
    discussion: """
      Example:
        clew unmerge J5 --why "two people of the same name"
      """)

  @Argument(help: "The judgement, such as J5.")
  var judgement: String

  @Option(help: "The reason, for the record.")
  var why: String

  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) async throws -> Answer {
    try session.unmerge(judgement, why: why)
  }
}
