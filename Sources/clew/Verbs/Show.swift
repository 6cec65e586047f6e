import ArgumentParser
import ClewCase
import ClewModel
import ClewRender

struct Show: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Show every fact of a record with its source, place, and the bytes there.",
    discussion: """
      A payment is shown with every source that states it, a code with its label where a code list \
      is loaded.

      Example:
        clew show P12
        clew show T1045
        clew show ref:northquay
      """)

  @Argument(help: "An id such as P12, a source's own ref, or a name in quotes.")
  var record: String

  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) async throws -> Answer {
    try session.show(record)
  }
}
