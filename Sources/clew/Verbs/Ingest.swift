import ArgumentParser
import ClewCase
import ClewModel
import ClewRender

struct Ingest: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Read files, folders, .xlsx, .zip, .gz or standard input into the casefile.",
    discussion: """
      The format is told from the content, never from the file name. A file that was read before \
      changes nothing. Records that cannot be read become rejections and the rest goes on.

      Example:
        clew ingest samples/filings samples/register
        clew ingest statement.csv --profile bank.yaml --set harbour-bank
        zcat export.xml.gz | clew ingest -
      """)

  @Argument(help: "Files, folders, archives, or - for standard input.")
  var paths: [String]

  @Option(name: .customLong("as"), help: "Read as this format (see 'clew formats').")
  var formatName: String?

  @Option(help: "A mapping profile (YAML) for tables of a bank's own layout.")
  var profile: String?

  @Option(help: "The sheet of a workbook (.xlsx) to read. Default: its first.")
  var sheet: String?

  @Option(name: .customLong("set"), help: "The set that the ids belong to. Default: the folder.")
  var setName: String?

  @Option(help: "As-of date of the content, such as 2026-06-30.")
  var asOf: String?

  @Option(help: "Handling caveat of the source, printed on what is drawn from it.")
  var handling: String?

  @Option(help: "Reliability grade of the source, such as A1.")
  var grade: String?

  @Option(help: "The source that this corrected file supersedes, such as S3.")
  var replaces: String?

  @Flag(help: "Keep the source's bytes in the casefile, compressed.")
  var archive = false

  @Flag(help: "Any rejection refuses its file and ends with exit code 2.")
  var strict = false

  @Flag(help: "Keep what came before the place where a broken file ends; marks it partial.")
  var salvage = false

  @Flag(help: "Read and count, store nothing.")
  var dryRun = false

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if paths.filter({ $0 == "-" }).count > 1 {
      throw ValidationError("Standard input (-) can be read once only.")
    }
    if strict && salvage {
      throw ValidationError("--strict refuses broken files and --salvage keeps their beginning.")
    }
  }

  func answer(_ session: Session) async throws -> Answer {
    try session.ingest(
      IngestRequest(
        paths: paths, format: formatName, profilePath: profile, sheet: sheet, set: setName,
        asOf: try asOf.map { try day($0, option: "--as-of") }, handling: handling, grade: grade,
        replaces: replaces, archive: archive, strict: strict, salvage: salvage, dryRun: dryRun))
  }
}

/// Reads a day given on the command line.
func day(_ text: String, option: String) throws -> Day {
  guard let day = Day(iso: text) else {
    throw ValidationError("\(option) takes a day such as 2026-11-21, not '\(text)'.")
  }
  return day
}
