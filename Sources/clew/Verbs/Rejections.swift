import ArgumentParser
import ClewCase
import ClewModel
import ClewRender

struct Rejections: Verb {
  static let configuration = CommandConfiguration(
    abstract: "List what could not be read, by source and reason, and what was not read at all.",
    discussion: """
      Rejected records can be written out as files of their own format, mended there, and ingested \
      into the same set: the rest of their source stays as it is. Below them stand the elements \
      and columns that no reader takes, with how often they occur.

      Example:
        clew rejections
        clew rejections S3 --all
        clew rejections --write repair
        clew ingest repair/S3-transactions.csv --set samples/cedar
      """)

  @Argument(help: "One source only, such as S3.")
  var source: String?

  @Flag(help: "Every record by itself.")
  var all = false

  @Option(name: .customLong("write"), help: "Write the rejected records to this folder.")
  var folder: String?

  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) async throws -> Answer {
    try session.rejections(source, all: all, writingTo: folder)
  }
}
