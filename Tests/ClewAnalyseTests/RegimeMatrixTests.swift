import ClewAnalyse
import ClewFixtures
import ClewGraph
import ClewModel
import Testing

/// One graph, many answers: small structures whose answers under each rule were worked by hand.
struct RegimeMatrixTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var structure: String
    var product: String
    var isBlocked: Bool
    var grounds: [String]
    /// Germany and the UK register; US due diligence; the Swiss act.
    var others: String
    var listed: [String] = ["P"]
    var testDescription: String { structure }
  }

  static let rows: [Row] = [
    Row(
      structure: "P25T", product: "0.25", isBlocked: false, grounds: ["52"], others: "no yes yes"),
    Row(structure: "P50T", product: "0.5", isBlocked: true, grounds: ["52"], others: "yes yes yes"),
    Row(
      structure: "P25T Q25T", product: "0.25", isBlocked: true, grounds: ["52"],
      others: "no yes yes",
      listed: ["P", "Q"]),
    Row(
      structure: "P30T Q25T", product: "0.3", isBlocked: true, grounds: ["52"],
      others: "yes yes yes", listed: ["P", "Q"]),
    Row(
      structure: "P50A A50T", product: "0.25", isBlocked: true, grounds: ["52"], others: "no yes no"
    ),
    Row(
      structure: "P50A P10T A40T", product: "0.3", isBlocked: true, grounds: ["52"],
      others: "no yes no"),
    Row(
      structure: "P60A A30T", product: "0.18", isBlocked: false, grounds: ["54(a)"],
      others: "yes no yes"),
    Row(
      structure: "P30A A60T", product: "0.18", isBlocked: false, grounds: ["54(b)"],
      others: "no no no"),
    Row(
      structure: "P60A P60B A15T B15T", product: "0.18", isBlocked: false, grounds: ["54(a)"],
      others: "yes no yes"),
    Row(
      structure: "P51A A51B B51T", product: "0.132651", isBlocked: true,
      grounds: ["53", "54(a)", "54(b)"], others: "yes no yes"),
    Row(
      structure: "P49A A100T", product: "0.49", isBlocked: false, grounds: ["52", "54(b)"],
      others: "no yes no"),
    Row(
      structure: "P50H Q50H H100T", product: "0.5", isBlocked: true, grounds: ["52", "54(b)"],
      others: "no yes no"),
    Row(
      structure: "P50A P25B A25T B25T", product: "0.1875", isBlocked: false, grounds: [],
      others: "no no no"),
    Row(
      structure: "P25A P25B A50T B50T", product: "0.25", isBlocked: false, grounds: ["52"],
      others: "no yes no"),
  ]

  private func world(_ structure: String) -> World {
    var world = World()
    world.persons("P", "Q")
    for edge in structure.split(separator: " ") {
      let owned = String(edge.last!)
      world.party(owned, .organisation)
      world.owns(String(edge.first!), owned, String(edge.dropFirst().dropLast()))
    }
    return world
  }

  @Test(arguments: rows)
  func lookThroughAndBeneficialOwner(_ row: Row) throws {
    let world = world(row.structure)
    let holdings = Holdings(world.snapshot, at: Moment(asOf: World.today))
    let owners = holdings.owners(of: world["T"]!)
    let p = try #require(owners.rows.first { $0.party == world["P"]! })
    #expect(p.lookThrough.minText == row.product)
    #expect(p.lookThrough.maxText == row.product)
    let verdict = try #require(p.verdicts.first)
    #expect(verdict.regime == "bo-eu-amlr")
    #expect(verdict.verdict == (row.grounds.isEmpty ? .no : .yes))
    #expect(verdict.grounds == row.grounds.map { "Article \($0)" })
  }

  @Test(arguments: rows)
  func otherBeneficialOwnerRegimes(_ row: Row) throws {
    let world = world(row.structure)
    let holdings = Holdings(world.snapshot, at: Moment(asOf: World.today))
    let owners = holdings.owners(of: world["T"]!)
    let p = try #require(owners.rows.first { $0.party == world["P"]! })
    func verdict(_ regime: String) -> String? {
      p.verdicts.first { $0.regime == regime }?.verdict.rawValue
    }
    let found = ["bo-de", "bo-us-cdd", "bo-ch-leta"].map { verdict($0) ?? "none" }
    #expect(found.joined(separator: " ") == row.others)
    #expect(verdict("bo-uk-psc") == verdict("bo-de"))
    for verdict in p.verdicts where verdict.verdict == .yes {
      #expect(verdict.reasons.allSatisfy { !$0.proof.links.isEmpty && !$0.proof.isCut })
    }
  }

  /// The step of P alone is the rule of OFAC with P as the only listed party.
  @Test(arguments: rows)
  func stepOfOneOwner(_ row: Row) throws {
    let world = world(row.structure)
    let holdings = Holdings(world.snapshot, at: Moment(asOf: World.today))
    let p = try #require(
      holdings.owners(of: world["T"]!).rows.first { $0.party == world["P"]! })
    let exposure = Exposure(of: [world["P"]!], under: .ofac, in: holdings)
    let caught = exposure.results.contains { $0.party == world["T"]! && $0.verdict == .yes }
    #expect(p.step == (caught ? .yes : .no))
  }

  @Test(arguments: rows)
  func ofac(_ row: Row) {
    let world = world(row.structure)
    let holdings = Holdings(world.snapshot, at: Moment(asOf: World.today))
    let exposure = Exposure(of: row.listed.map { world[$0]! }, under: .ofac, in: holdings)
    let result = exposure.results.first { $0.party == world["T"]! }
    #expect(result?.verdict == (row.isBlocked ? .yes : nil))
    if let result {
      #expect(result.by.map(world.name) == row.listed)
      #expect(result.aggregate.isExact)
      #expect(result.margin >= 0)
    }
  }
}
