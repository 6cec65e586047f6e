import ArgumentParser
import ClewCase
import ClewModel
import ClewRender

struct Path: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Find the shortest ways between two records, over links and payments.",
    discussion: """
      With --advance the payments along a way must move forward in time.

      Example:
        clew path P3 P9 --advance --min-amount 500EUR
      """)

  @Argument(help: "Where the way begins: an id, a ref or a name.")
  var from: String

  @Argument(help: "Where it ends.")
  var to: String

  @Option(help: "How many ways at the most.")
  var k = 3

  @Option(help: "How many steps a way may have.")
  var maxHops = 8

  @Flag(help: "Times of payments must advance along the way.")
  var advance = false

  @Option(help: "Leave out smaller payments, such as 500EUR.")
  var minAmount: String?

  @Option(parsing: .upToNextOption, help: "Only these steps: transaction, owns, director, ….")
  var kinds: [String] = []

  @Option(help: "The day the links are for. Default: today.")
  var asOf: String?

  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) async throws -> Answer {
    try session.path(
      PathRequest(
        from: from, to: to, k: k, maxHops: maxHops, advance: advance, minAmount: minAmount,
        kinds: kinds, asOf: try asOf.map { try day($0, option: "--as-of") }))
  }
}
