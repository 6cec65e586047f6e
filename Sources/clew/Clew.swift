import ArgumentParser
import ClewCase

/// The command line: arguments in, one call of `ClewCase`, printing out.
@main struct Clew: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clew",
    abstract: "Follow ownership and money through reports, registers, payments and lists.",
    discussion: """
      Everything lives in one casefile: --case FILE, else $CLEW_CASE, else case.clew in the working \
      directory. Records are named by ids such as P12, A7 or T1045, by a source's own ref, or by a \
      name or identifier in quotes.

      Example:
        clew ingest filings/ register/ bank.csv --profile bank.yaml
        clew owners "Harbour Holdings Ltd"
      """,
    version: Session.version,
    groupedSubcommands: [
      CommandGroup(
        name: "Reading sources:",
        subcommands: [
          Ingest.self, Withdraw.self, Sources.self, Rejections.self, Lists.self, Formats.self,
          Journal.self,
        ]),
      CommandGroup(
        name: "Asking questions:",
        subcommands: [
          Find.self, Show.self, Profile.self, Owners.self, Holdings.self, Exposure.self,
          Fronts.self, Path.self, Network.self, Trace.self, Detect.self, Detectors.self,
          Regimes.self,
        ]),
      CommandGroup(
        name: "Judging identity:",
        subcommands: [Judge.self, Judgements.self, Unmerge.self, Note.self]),
      CommandGroup(
        name: "Drawing and writing up:", subcommands: [DrawChart.self, WriteDossier.self]),
    ])
}
