import ArgumentParser
import ClewCase
import ClewModel
import ClewRender

struct Note: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Attach a note to a record.",
    discussion: """
      Example:
        clew note P12 "interviewed on 3 March"
      """)

  @Argument(help: "The record, such as P12.")
  var record: String

  @Argument(help: "The note.")
  var text: String

  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) async throws -> Answer {
    try session.note(record, text: text)
  }
}
