import ArgumentParser
import ClewCase
import ClewModel
import ClewRender

struct Path: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Find the best ways between two records, over links and payments.",
    discussion: """
      Without --advance the shortest ways come first. With it the payments along a way must move
      forward in time, and ways are ranked by the least payment on them, which is the most that can
      have come through: then by steps, then by the earliest end.

      Example:
        clew path P3 P9 --advance --min-amount 500EUR --window 96h
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

  @Option(help: "With --advance: hops, value or time. Default: value.")
  var rank: String?

  @Option(help: "With --advance: certain (ways of certain order first) or possible.")
  var order: String?

  @Option(help: "With --advance: the longest time from the first payment to the last, such as 96h.")
  var window: String?

  @Option(help: "Go around parties and accounts with more neighbours than this.")
  var maxNeighbours: Int?

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
        from: from, to: to, k: k, maxHops: maxHops, advance: advance, rank: rank, order: order,
        window: window, minAmount: minAmount, hubLimit: maxNeighbours, kinds: kinds,
        asOf: try asOf.map { try day($0, option: "--as-of") }))
  }
}
