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
    var listed: [String] = ["P"]
    var testDescription: String { structure }
  }

  static let rows: [Row] = [
    Row(structure: "P25T", product: "0.25", isBlocked: false, grounds: ["52"]),
    Row(structure: "P50T", product: "0.5", isBlocked: true, grounds: ["52"]),
    Row(
      structure: "P25T Q25T", product: "0.25", isBlocked: true, grounds: ["52"],
      listed: ["P", "Q"]),
    Row(
      structure: "P30T Q25T", product: "0.3", isBlocked: true, grounds: ["52"], listed: ["P", "Q"]),
    Row(structure: "P50A A50T", product: "0.25", isBlocked: true, grounds: ["52"]),
    Row(structure: "P50A P10T A40T", product: "0.3", isBlocked: true, grounds: ["52"]),
    Row(structure: "P60A A30T", product: "0.18", isBlocked: false, grounds: ["54(a)"]),
    Row(structure: "P30A A60T", product: "0.18", isBlocked: false, grounds: ["54(b)"]),
    Row(structure: "P60A P60B A15T B15T", product: "0.18", isBlocked: false, grounds: ["54(a)"]),
    Row(
      structure: "P51A A51B B51T", product: "0.132651", isBlocked: true,
      grounds: ["53", "54(a)", "54(b)"]),
    Row(structure: "P49A A100T", product: "0.49", isBlocked: false, grounds: ["52", "54(b)"]),
    Row(
      structure: "P50H Q50H H100T", product: "0.5", isBlocked: true, grounds: ["52", "54(b)"]),
    Row(structure: "P50A P25B A25T B25T", product: "0.1875", isBlocked: false, grounds: []),
    Row(structure: "P25A P25B A50T B50T", product: "0.25", isBlocked: false, grounds: ["52"]),
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
