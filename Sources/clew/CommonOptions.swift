import ArgumentParser
import ClewCase
import ClewModel
import ClewRender
import Glibc

/// What every verb takes.
struct CommonOptions: ParsableArguments {
  @Option(
    name: .customLong("case"),
    help: "The casefile. Default: $CLEW_CASE, else case.clew in the working directory.")
  var casefile: String?

  @Option(help: "How to print: table, json, jsonl or csv.")
  var format: OutputFormat?

  @Flag(help: "Print JSON; the same as --format json.")
  var json = false

  @Flag(help: "No progress on standard error.")
  var quiet = false

  @Flag(help: "Let error messages name personal values.")
  var showValues = false

  @Flag(help: "Exit with 1 when the answer holds findings.")
  var failOnFindings = false

  var outputFormat: OutputFormat { format ?? (json ? .json : .table) }

  func validate() throws {
    if json, let format, format != .json {
      throw ValidationError("--json and --format \(format.rawValue) contradict each other.")
    }
  }
}

extension OutputFormat: ExpressibleByArgument {}

/// A verb: its arguments make one question, `ClewCase` answers, this prints.
protocol Verb: AsyncParsableCommand {
  var common: CommonOptions { get }
  func answer(_ session: Session) async throws -> Answer
}

extension Verb {
  func run() async throws {
    let surroundings = try Surroundings(options: common)
    do {
      let answer = try await answer(Session(surroundings))
      for line in answer.warnings { Console.printError(line) }
      let text = render(answer, as: common.outputFormat, terminal: Console.terminal)
      try Console.printResult(text)
      if common.outputFormat == .csv || common.outputFormat == .jsonl {
        for note in answer.notes { Console.printError("clew: \(note)") }
      }
      if answer.hasFailed { throw ExitCode(2) }
      if common.failOnFindings, answer.findings > 0 { throw ExitCode(1) }
    } catch let exit as ExitCode {
      throw exit
    } catch let invalid as ValidationError {
      throw invalid
    } catch {
      let failure = Failure(error)
      if common.outputFormat == .json || common.outputFormat == .jsonl {
        try Console.printResult(failure.json.pretty + "\n")
      }
      Console.printError(failure.sentence)
      throw ExitCode(2)
    }
  }
}
