import ClewAnalyse
import ClewFixtures
import ClewGraph
import ClewModel
import FoundationEssentials
import Testing

/// Published and constructed cases with their expected answers, where the data is at hand.
struct GoldenOwnershipTests {
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    struct Edge: Decodable, Sendable {
      var owner: String
      var owned: String
      var share: Decimal?
    }
    struct Expected: Decodable, Sendable {
      var sdn: [String]?
      var designated: [String]?
      var ofac_blocked: [String]?
      var eu_owned: [String]?
      var lookthrough: [String: Double]?
      var integrated: [String: Double]?
      var baldone: [String: Double]?
      var effective: [String: Double]?
      var control: [String: [String]]?
      var simple_path_sums: [String: Double]?
      var product: Double?
      var beneficial_owner: Bool?
      var baldone_A_in_B: Double?
      var baldone_self_A: Double?
    }
    var id: String
    var edges: [Edge]
    var expected: Expected
    var testDescription: String { id }
  }

  static let file: String = {
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let data = ProcessInfo.processInfo.environment["CLEW_TEST_DATA"] ?? "/\(root)/../shared/data"
    return data + "/../golden/ownership.json"
  }()

  static let cases: [Case] = {
    guard let bytes = FileManager.default.contents(atPath: file) else { return [] }
    return (try? JSONDecoder().decode([Case].self, from: bytes)) ?? []
  }()

  @Test(.enabled(if: FileManager.default.fileExists(atPath: file)))
  func fileIsRead() { #expect(Self.cases.count >= 22) }

  private func world(_ golden: Case) -> World {
    var world = World()
    let owned = Set(golden.edges.map(\.owned))
    for edge in golden.edges {
      for name in [edge.owner, edge.owned] where world[name] == nil {
        world.party(name, owned.contains(name) ? .organisation : .person)
      }
      let percent = edge.share.map { "\($0 * 100)" }
      let cut = percent.map { text in
        let parts = text.split(separator: ".")
        return parts.count == 2 ? "\(parts[0]).\(parts[1].prefix(13))" : text
      }
      world.owns(edge.owner, edge.owned, cut)
    }
    return world
  }

  private func fraction(_ units: Int128) -> Double { Double(units) / Double(Share.whole) }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: file)), arguments: cases)
  func lookThrough(_ golden: Case) {
    let world = world(golden)
    let holdings = Holdings(world.snapshot, at: Moment(asOf: World.today))
    let tables = [
      golden.expected.lookthrough, golden.expected.integrated, golden.expected.baldone,
      golden.expected.effective,
    ]
    for (pair, expected) in tables.compactMap({ $0 }).flatMap({ $0 }) {
      let names = pair.split(separator: ">").map(String.init)
      let owner = world[names[0]]!
      let band = LookThrough(of: world[names[1]]!, in: holdings).band(of: owner)
      #expect(abs(fraction(band?.min ?? 0) - expected) < 1e-6, "\(pair)")
      if let band { #expect(band.max - band.min <= 1, "\(pair)") }
    }
    if let product = golden.expected.product {
      let bands = LookThrough(of: world["T"]!, in: holdings)
      #expect(abs(fraction(bands.band(of: world["P"]!)!.min) - product) < 1e-9)
    }
    if let corrected = golden.expected.baldone_A_in_B {
      let band = LookThrough(of: world["B"]!, in: holdings).band(of: world["A"]!)!
      #expect(abs(fraction(band.min) - corrected) < 1e-9)
    }
    if let own = golden.expected.baldone_self_A {
      let band = LookThrough(of: world["A"]!, in: holdings).band(of: world["A"]!)!
      #expect(abs(fraction(band.min) - own) < 1e-9)
    }
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: file)), arguments: cases)
  func stepRule(_ golden: Case) {
    guard let listed = golden.expected.sdn ?? golden.expected.designated,
      let blocked = golden.expected.ofac_blocked ?? golden.expected.eu_owned
    else { return }
    let world = world(golden)
    let holdings = Holdings(world.snapshot, at: Moment(asOf: World.today))
    let exposure = Exposure(of: listed.map { world[$0]! }, under: .ofac, in: holdings)
    #expect(exposure.results.map { world.name($0.party) }.sorted() == blocked.sorted())
    #expect(exposure.results.allSatisfy { $0.verdict == .yes && !$0.steps.isEmpty })
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: file)), arguments: cases)
  func control(_ golden: Case) {
    guard let expected = golden.expected.control else { return }
    let world = world(golden)
    let control = Control(Holdings(world.snapshot, at: Moment(asOf: World.today)))
    for name in world.names {
      let reach = control.reach(of: world[name]!)
      #expect(reach.certain.map(world.name).sorted() == expected[name, default: []].sorted())
      #expect(Set(reach.certain) == Set(reach.possible))
    }
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: file)), arguments: cases)
  func paths(_ golden: Case) {
    let world = world(golden)
    let holdings = Holdings(world.snapshot, at: Moment(asOf: World.today))
    for (pair, expected) in golden.expected.simple_path_sums ?? [:] {
      let names = pair.split(separator: ">").map(String.init)
      let rows = holdings.owners(of: world[names[1]]!).rows
      let row = rows.first { $0.party == world[names[0]]! }
      let sum = row!.paths.reduce(0.0) { $0 + fraction($1.product.min) }
      #expect(abs(sum - expected) < 1e-9, "\(pair)")
    }
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: file)), arguments: cases)
  func beneficialOwner(_ golden: Case) {
    guard let expected = golden.expected.beneficial_owner else { return }
    let world = world(golden)
    let holdings = Holdings(world.snapshot, at: Moment(asOf: World.today))
    let row = holdings.owners(of: world["T"]!).rows.first { $0.party == world["P"]! }
    #expect(row?.verdicts.first?.verdict == (expected ? .yes : .no))
  }
}
