import ClewAnalyse
import ClewFixtures
import ClewGraph
import ClewModel
import FoundationEssentials
import Testing

/// What published and constructed cases say about listed persons, where the data is at hand.
struct GoldenExposureTests {
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    struct Edge: Decodable, Sendable {
      var owner: String
      var owned: String
      var share: Decimal?
    }
    struct Expected: Decodable, Sendable {
      var sdn: [String]?
      var designated: [String]?
      var ofacBlocked: [String]?
      var euOwned: [String]?
      var ukOwned: [String]?

      enum CodingKeys: String, CodingKey {
        case sdn, designated
        case ofacBlocked = "ofac_blocked"
        case euOwned = "eu_owned"
        case ukOwned = "uk_owned_gt50"
      }
    }
    var id: String
    var edges: [Edge]
    var expected: Expected
    var testDescription: String { id }
  }

  static let cases: [Case] = {
    guard let bytes = FileManager.default.contents(atPath: GoldenOwnershipTests.file) else {
      return []
    }
    return ((try? JSONDecoder().decode([Case].self, from: bytes)) ?? []).filter {
      ($0.expected.sdn ?? $0.expected.designated) != nil
    }
  }()

  @Test(
    .enabled(if: FileManager.default.fileExists(atPath: GoldenOwnershipTests.file)),
    arguments: cases)
  func everyColumn(_ golden: Case) throws {
    var world = World()
    for edge in golden.edges {
      world.owns(edge.owner, edge.owned, edge.share.map { "\($0 * 100)" })
    }
    let listed = try #require(golden.expected.sdn ?? golden.expected.designated)
    let holdings = Holdings(world.snapshot, at: Moment(asOf: World.today))
    let columns: [(Regime, [String]?)] = [
      (.ofac, golden.expected.ofacBlocked), (.eu, golden.expected.euOwned),
      (.uk, golden.expected.ukOwned),
    ]
    for (regime, expected) in columns {
      guard let expected else { continue }
      let results = Exposure(of: listed.map { world[$0]! }, under: regime, in: holdings).results
      #expect(results.map { world.name($0.party) }.sorted() == expected.sorted(), "\(regime.id)")
    }
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: GoldenOwnershipTests.file)))
  func casesAreRead() { #expect(Self.cases.count >= 6) }
}
