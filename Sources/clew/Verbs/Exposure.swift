import ArgumentParser
import ClewCase
import ClewModel
import ClewRender

struct Exposure: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Find companies that listed parties own or control under sanctions rules.",
    discussion: """
      Starts from parties judged the same as a listing, from the day they were listed. Equal names \
      that nobody has judged yet are listed apart and block nothing. The rule is that of the day \
      asked about. What the rule leaves to judgement is listed as questions of control, never as a \
      result.

      Example:
        clew exposure --regime ofac,eu,uk
        clew exposure "Harbour Holdings Ltd" --periods
        clew exposure P12 --regime uk --what-would-change
      """)

  @Argument(help: "One party: an id such as P12, a ref, or a name in quotes. Default: all.")
  var party: String?

  @Option(
    help: """
      The rules: ofac, bis, eu, uk, seco, ca, or their ids. Repeatable, or with commas. Default: ofac.
      """)
  var regime: [String] = []

  @Option(help: "Start from the lists of this name instead. Repeatable.")
  var list: [String] = []

  @Option(help: "Parties that hold jointly, with commas: P1,P2. Repeatable.")
  var group: [String] = []

  @Flag(help: "With the periods in which parties were caught, and what opened and closed each.")
  var periods = false

  @Flag(help: "Periods by what the sources had said on each day.")
  var asKnown = false

  @Flag(
    help: """
      Also say what would change the verdict on the party: the missing fact, the least share moved, \
      the stakes it rests on.
      """)
  var whatWouldChange = false

  @Option(help: "The day the answer is for. Default: today.")
  var asOf: String?

  @Option(help: "Use only what the sources said by this day.")
  var knownBy: String?

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if whatWouldChange, party == nil {
      throw ValidationError("--what-would-change is about one party: name it.")
    }
    if asKnown, !periods { throw ValidationError("--as-known goes with --periods.") }
  }

  func answer(_ session: Session) async throws -> Answer {
    func parts(_ text: String) -> [String] { text.split(separator: ",").map(String.init) }
    return try session.exposure(
      ExposureRequest(
        regimes: regime.flatMap(parts), lists: list, groups: group.map(parts), party: party,
        periods: periods, asKnown: asKnown, wantsChanges: whatWouldChange,
        dates: Dates(
          asOf: try asOf.map { try day($0, option: "--as-of") },
          knownBy: try knownBy.map { try day($0, option: "--known-by") })))
  }
}
