import ArgumentParser
import ClewCase
import ClewRender

struct Detectors: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Print the detectors: what each finds, its window and where that comes from.",
    discussion: """
      With the reporting thresholds that structuring is measured by.

      Example:
        clew detectors
        clew detectors structuring --json
      """)

  @Argument(help: "One detector, by its id. Default: all.")
  var id: String?

  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) async throws -> Answer { try session.detectors(id) }
}
