import ArgumentParser
import ClewCase
import ClewModel
import ClewRender

struct Formats: Verb {
  static let configuration = CommandConfiguration(
    abstract: "List the formats Clew reads, and those it knows but does not read yet.",
    discussion: """
      For each: its versions, how it is recognised, what it yields and where it stops.

      Example:
        clew formats
        clew formats goaml
        clew formats --json
      """)

  @Argument(help: "One format only, such as goaml.")
  var name: String?

  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) async throws -> Answer {
    try session.formats(name)
  }
}
