import ArgumentParser
import ClewCase
import ClewModel
import ClewRender

enum FindKind: String, ExpressibleByArgument, CaseIterable {
  case party, account, filing, listing, transaction

  var recordKind: RecordID.Kind {
    switch self {
    case .party: .party
    case .account: .account
    case .filing: .filing
    case .listing: .listing
    case .transaction: .transaction
    }
  }
}

struct Find: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Find parties, accounts, filings, listings and transactions by text.",
    discussion: """
      Looks in names, identifiers, narratives and the words of payments.

      Example:
        clew find "harbour hold" --kind party
      """)

  @Argument(help: "A name, an identifier, or words of a narrative.")
  var text: String

  @Option(help: "Only this kind: party, account, filing, listing or transaction.")
  var kind: FindKind?

  @Option(help: "How many results at the most.")
  var limit = 50

  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) async throws -> Answer {
    try session.find(text, kind: kind?.recordKind, limit: limit)
  }
}
