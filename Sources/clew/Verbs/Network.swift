import ArgumentParser
import ClewCase
import ClewModel
import ClewRender

struct Network: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Find the smallest network that joins some records, over links and payments.",
    discussion: """
      Links and payments are taken both ways. A step to or from a hub, with thousands of neighbours,
      counts as four. Every step names the record that states it.

      Example:
        clew network P3 P9 A7 --max-hops 3
      """)

  @Argument(help: "Two records or more: ids, refs or names of parties and accounts.")
  var records: [String]

  @Option(help: "How far from the nearest of them the network may reach.")
  var maxHops = 4

  @Option(help: "From how many neighbours on a party or account is a hub.")
  var hub = 1000

  @Option(parsing: .upToNextOption, help: "Only these steps: transaction, owns, director, ….")
  var kinds: [String] = []

  @Option(help: "The day the links are for. Default: today.")
  var asOf: String?

  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) async throws -> Answer {
    try session.network(
      NetworkRequest(
        records: records, maxHops: maxHops, hubSize: hub, kinds: kinds,
        asOf: try asOf.map { try day($0, option: "--as-of") }))
  }
}
