import ArgumentParser
import ClewCase
import ClewModel
import ClewRender

struct Detect: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Find patterns of payments: whole rings with members, roles and amounts.",
    discussion: """
      Bare, it runs the detectors that find rings, each at its own window; name detectors to run \
      those, --all for the indicators too, --pattern for patterns of your own (alone, unless \
      detectors are named too). 'clew detectors' lists them. Findings are stored as F… and updated \
      by the next run.

      Example:
        clew detect
        clew detect cycle scatter-gather --window 96h --min-amount 500EUR
        clew detect structuring --no-store
        clew detect --pattern commission.yaml --time windowed
      """)

  @Argument(help: "Detectors by id. Default: those that find rings.")
  var detectors: [String] = []

  @Flag(help: "Run every detector, indicators too.")
  var all = false

  @Option(help: "From the first to the last payment, such as 96h or 4d. Default: each its own.")
  var window: String?

  @Option(help: "strict: in time order for certain; windowed: in any order inside the window.")
  var time: String?

  @Option(help: "Leave out smaller payments and other currencies, such as 500EUR.")
  var minAmount: String?

  @Option(help: "Only findings with at least this score. Default: each its own.")
  var minScore: String?

  @Flag(help: "Do not store the findings.")
  var noStore = false

  @Option(help: "A pattern of your own, a YAML file; may be given again.")
  var pattern: [String] = []

  @Option(help: "Print this many findings at most; all are searched and stored.")
  var limit: Int?

  @Option(help: "Only findings that touch this account; may be given again.")
  var account: [String] = []

  @Option(help: "Only findings that touch an account of this party; may be given again.")
  var party: [String] = []

  @Flag(help: "Print only how many of each kind.")
  var summary = false

  @Option(help: "The day that ownership is taken for. Default: today.")
  var asOf: String?

  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) async throws -> Answer {
    var request = DetectRequest()
    request.detectors = detectors
    request.all = all
    request.window = window
    request.time = time
    request.minAmount = minAmount
    request.minScore = try minScore.map { text in
      guard let score = Decimal64(text) else {
        throw ValidationError("--min-score takes a number such as 2.5, not '\(text)'.")
      }
      return score
    }
    request.stores = !noStore
    request.patterns = pattern
    request.limit = limit
    request.touching = account + party
    request.summary = summary
    request.asOf = try asOf.map { try day($0, option: "--as-of") }
    return try session.detect(request)
  }
}
