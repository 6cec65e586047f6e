import ArgumentParser
import ClewCase
import ClewModel
import ClewRender

struct Owners: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Find who owns and controls a company, through every layer.",
    discussion: """
      Look-through shares are exact, cycles included; what no source states is an owner called
      unknown. Four tests stand side by side, because they disagree: the look-through share,
      control, the sanctions step (would the company be attributed if this owner alone were
      listed) and the rolling chain. The verdicts are those of each law; 'clew regimes' prints
      them.

      Example:
        clew owners "Harbour Holdings Ltd" --as-of 2026-06-30
        clew owners P12 --regime gwg,psc
        clew owners P12 --group P3,P4 --group P8,P9
        clew owners P12 --regime ecb-close-links
        clew owners --all --over 25 --format csv
        clew owners P12 --regime amlr --what-would-change --owner P9
      """)

  @Argument(help: "An id such as P12, a source's own ref, or a name in quotes.")
  var record: String?

  @Flag(help: "All companies instead of one: who holds --over percent of each, by look-through.")
  var all = false

  @Option(help: "The share that --all asks for, in percent; that share itself counts. Default: 25.")
  var over: String?

  @Option(help: "The day the answer is for. Default: today.")
  var asOf: String?

  @Option(help: "Use only what the sources said by this day.")
  var knownBy: String?

  @Option(
    help: """
      A rule, by its id or alias, several apart by commas. Repeatable. Default: every rule about \
      beneficial owners; those in force are printed.
      """)
  var regime: [String] = []

  @Option(help: "Parties taken to act as one, apart by commas. Repeatable.")
  var group: [String] = []

  @Flag(help: "Take every list of owners as complete: nobody but those named holds anything.")
  var complete = false

  @Flag(
    help: """
      Also say what would change each verdict: the missing fact, the least share moved, the stakes \
      it rests on.
      """)
  var whatWouldChange = false

  @Option(
    help: """
      The owner whose verdicts --what-would-change is about. Repeatable. Default: the largest \
      owners who are persons.
      """)
  var owner: [String] = []

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if all == (record != nil) { throw ValidationError("Name one party, or give --all.") }
    if over != nil, !all { throw ValidationError("--over goes with --all.") }
    let isAboutOne = !regime.isEmpty || !group.isEmpty || complete || whatWouldChange
    if all, isAboutOne || !owner.isEmpty {
      throw ValidationError("--all takes --over, --as-of and --known-by only.")
    }
  }

  func answer(_ session: Session) async throws -> Answer {
    let dates = Dates(
      asOf: try asOf.map { try day($0, option: "--as-of") },
      knownBy: try knownBy.map { try day($0, option: "--known-by") })
    guard let record else { return try session.owners(over: over ?? "25", dates) }
    return try session.owners(
      record,
      OwnerQuestion(
        dates, regimes: regime, groups: group, isComplete: complete,
        wantsChanges: whatWouldChange || !owner.isEmpty, changesOf: owner))
  }
}
