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
        clew owners P12 --regime amlr --what-would-change --owner P9
      """)

  @Argument(help: "An id such as P12, a source's own ref, or a name in quotes.")
  var record: String

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

  func answer(_ session: Session) async throws -> Answer {
    try session.owners(
      record,
      OwnerQuestion(
        Dates(
          asOf: try asOf.map { try day($0, option: "--as-of") },
          knownBy: try knownBy.map { try day($0, option: "--known-by") }),
        regimes: regime, groups: group, isComplete: complete,
        wantsChanges: whatWouldChange || !owner.isEmpty, changesOf: owner))
  }
}
