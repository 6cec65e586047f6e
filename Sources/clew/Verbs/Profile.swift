import ArgumentParser
import ClewCase
import ClewModel
import ClewRender

struct Profile: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Sum up the money of an account or a party.",
    discussion: """
      In and out by currency, counterparty, month and mode; first, last; running balance.

      Example:
        clew profile A7
      """)

  @Argument(help: "An id such as A7, a source's own ref, or a name in quotes.")
  var record: String

  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) async throws -> Answer {
    try session.profile(record)
  }
}
