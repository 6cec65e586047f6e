import ArgumentParser
import ClewCase
import ClewModel
import ClewRender

struct Judge: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Record that two records are the same, different, or unsure.",
    discussion: """
      Between two parties or mentions, a party and a listing, two accounts, or two transactions. An
      analyst's judgement outranks a rule's and can be undone.

      Example:
        clew judge P12 W3 same --why "same passport and birth date"
      """)

  @Argument(help: "One record, such as P12.")
  var a: String

  @Argument(help: "The other, such as W3.")
  var b: String

  @Argument(help: "same, different or unsure.")
  var opinion: Opinion

  @Option(help: "The reason, for the record.")
  var why: String

  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) async throws -> Answer {
    try session.judge(a, b, opinion, why: why)
  }
}

extension Opinion: ExpressibleByArgument {}
