import ArgumentParser
import ClewCase
import ClewModel
import ClewRender

struct WriteDossier: Verb {
  static let configuration = CommandConfiguration(
    commandName: "dossier",
    abstract: "Write a dossier of records: charts, tables and numbered sources.",
    discussion: """
      Writes dossier.html and dossier.md into the folder.

      Example:
        clew dossier P12 -o reports/
      """)

  @Argument(help: "The records the dossier is about.")
  var records: [String]

  @Option(help: "The day the answer is for. Default: today.")
  var asOf: String?

  @Option(name: .shortAndLong, help: "The folder to write into.")
  var output: String

  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) async throws -> Answer {
    try await session.dossier(
      records, asOf: try asOf.map { try day($0, option: "--as-of") }, folder: output)
  }
}
