import ArgumentParser
import ClewCase
import ClewModel
import ClewRender

struct Rejections: Verb {
  static let configuration = CommandConfiguration(
    abstract: "List the records that could not be read, with place and reason.",
    discussion: """
      Example:
        clew rejections S3
      """)

  @Argument(help: "One source only, such as S3.")
  var source: String?

  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) async throws -> Answer {
    try session.rejections(source)
  }
}
