import ArgumentParser
import ClewCase
import ClewModel
import ClewRender

struct Ingest: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Read files, folders, .xlsx, .zip, .gz or standard input into the casefile.",
    discussion: """
      Reads reports (goAML, FinCEN), payments and statements (ISO 20022, SWIFT MT), registers \
      (BODS, PSC, GLEIF, FollowTheMoney), sanctions lists, tables and sheets of workbooks; 'clew \
      formats' lists them all. The format is told from the content, never from the file name.

      A file that was read before changes nothing. Records that cannot be read become rejections \
      and the rest goes on; what nobody reads is counted ('clew rejections'). A later edition of a \
      list or register takes the place of the earlier one ('clew lists').

      A table of a bank's own layout needs a mapping profile; --profile-draft proposes one and \
      asks what the table leaves open. Code lists (columns list, code, label) give the codes of \
      goAML reports their labels: read them before the reports.

      Example:
        clew ingest samples/filings samples/register
        clew ingest sdn.csv alt.csv add.csv sdn_comments.csv --as-of 2026-06-30
        clew ingest codes.csv str-2026-0117.xml
        clew ingest --profile-draft statement.xlsx > bank.yaml
        clew ingest statement.xlsx --sheet "April 2026" --profile bank.yaml
        clew ingest may.csv --profile bank.yaml --set harbour-bank
        clew ingest corrected.xml --replaces S3
        zcat export.xml.gz | clew ingest -
        clew ingest delivery/ --dry-run
      """)

  @Argument(help: "Files, folders, archives, or - for standard input.")
  var paths: [String] = []

  @Option(name: .customLong("as"), help: "Read as this format (see 'clew formats').")
  var formatName: String?

  @Option(help: "A mapping profile (YAML) for tables of a bank's own layout.")
  var profile: String?

  @Option(
    help: "Propose a mapping profile for this table, with its first rows as it reads them.")
  var profileDraft: String?

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
    if paths.isEmpty && profileDraft == nil {
      throw ValidationError("Name the files to read, or a table with --profile-draft.")
    }
    if !paths.isEmpty && profileDraft != nil {
      throw ValidationError("--profile-draft reads one table and stores nothing: name no others.")
    }
    if paths.filter({ $0 == "-" }).count > 1 {
      throw ValidationError("Standard input (-) can be read once only.")
    }
    if strict && salvage {
      throw ValidationError("--strict refuses broken files and --salvage keeps their beginning.")
    }
  }

  func answer(_ session: Session) async throws -> Answer {
    if let profileDraft { return try session.profileDraft(profileDraft, sheet: sheet) }
    return try session.ingest(
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
