import Glibc
import Testing

/// The README's walk, command by command: each runs, and prints what the README shows.
@Suite struct ReadmeTests {
  struct Step {
    var command: String
    var shown: [String]
  }

  /// Commands of code blocks that begin with `$ clew`, with the lines shown below each.
  static func steps() throws -> [Step] {
    let bytes = try #require(contents(of: "\(Bench.root)/README.md"))
    var steps: [Step] = []
    var inBlock = false
    var isStep = false
    for line in String(decoding: bytes, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false)
    {
      if line.hasPrefix("```") {
        inBlock.toggle()
        isStep = false
      } else if inBlock, line.hasPrefix("$ clew ") {
        steps.append(Step(command: String(line.dropFirst(2)), shown: []))
        isStep = true
      } else if isStep, !line.isEmpty, line != "…" {
        steps[steps.count - 1].shown.append(String(line))
      }
    }
    return steps
  }

  @Test func everyCommandPrintsWhatIsShown() throws {
    let bench = Bench()
    symlink("\(Bench.root)/samples", "\(bench.folder)/samples")
    let steps = try Self.steps()
    #expect(steps.count >= 10)
    for step in steps {
      let command = step.command.replacing(
        "clew ", with: "\(Bench.products)/clew ", maxReplacements: 1)
      let run = try bench.run(
        ["bash", "-c", command], environment: ["CLEW_TODAY": "2026-06-15", "CLEW_USER": "analyst"])
      #expect(run.status == 0, "\(step.command): \(run.errors)")
      let printed = Self.cells(run.output + run.errors)
      for line in step.shown {
        #expect(printed.contains(Self.cells(line)), "\(step.command) does not print: \(line)")
      }
    }
  }

  /// Words one blank apart: the README may leave out the padding of columns.
  private static func cells(_ text: String) -> String {
    text.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
  }
}
