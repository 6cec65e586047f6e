import ClewAnalyse
import ClewFixtures
import ClewGraph
import ClewModel
import FoundationEssentials
import Testing

/// Published and constructed cases with their expected answers, where the data is at hand.
struct GoldenOwnershipTests {
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    /// `uk_psc` is a verdict in one case and a list of persons in another.
    enum PSC: Decodable, Sendable {
      case verdict(Bool)
      case persons([String])

      init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if let verdict = try? value.decode(Bool.self) {
          self = .verdict(verdict)
        } else {
          self = .persons(try value.decode([String].self))
        }
      }
    }
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
      var lookthrough: [String: Double]?
      var integrated: [String: Double]?
      var baldone: [String: Double]?
      var effective: [String: Double]?
      var control: [String: [String]]?
      var simplePathSums: [String: Double]?
      var product: Double?
      var beneficialOwner: Bool?
      var correctedAInB: Double?
      var correctedSelfA: Double?
      var art52: Bool?
      var controlledIndirectly: Bool?
      var art54b: Bool?
      var amlr: Bool?
      var dueDiligence: Bool?
      var gwg: Bool?
      var psc: PSC?
      var gwgOwners: [String]?
      var closeLinks: [String]?
      var banzhaf: [String: Double]?
      var ownersFromQuarter: Bool?
      var fallback: String?

      enum CodingKeys: String, CodingKey {
        case sdn, designated, lookthrough, integrated, baldone, effective, control, product
        case ofacBlocked = "ofac_blocked"
        case euOwned = "eu_owned"
        case simplePathSums = "simple_path_sums"
        case beneficialOwner = "beneficial_owner"
        case correctedAInB = "baldone_A_in_B"
        case correctedSelfA = "baldone_self_A"
        case art52, art54b, amlr, gwg, fallback
        case controlledIndirectly = "art53_indirect_control"
        case dueDiligence = "fincen_cdd"
        case psc = "uk_psc"
        case gwgOwners = "gwg_beneficial_owners"
        case closeLinks = "close_links_ge20"
        case banzhaf = "raw_banzhaf"
        case ownersFromQuarter = "bo_ge25"
      }
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
    if let corrected = golden.expected.correctedAInB {
      let band = LookThrough(of: world["B"]!, in: holdings).band(of: world["A"]!)!
      #expect(abs(fraction(band.min) - corrected) < 1e-9)
    }
    if let own = golden.expected.correctedSelfA {
      let band = LookThrough(of: world["A"]!, in: holdings).band(of: world["A"]!)!
      #expect(abs(fraction(band.min) - own) < 1e-9)
    }
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: file)), arguments: cases)
  func stepRule(_ golden: Case) {
    guard let listed = golden.expected.sdn ?? golden.expected.designated,
      let blocked = golden.expected.ofacBlocked ?? golden.expected.euOwned
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
    for (pair, expected) in golden.expected.simplePathSums ?? [:] {
      let names = pair.split(separator: ">").map(String.init)
      let rows = holdings.owners(of: world[names[1]]!).rows
      let row = rows.first { $0.party == world[names[0]]! }
      let sum = row!.paths.reduce(0.0) { $0 + fraction($1.product.min) }
      #expect(abs(sum - expected) < 1e-9, "\(pair)")
    }
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: file)), arguments: cases)
  func beneficialOwner(_ golden: Case) {
    guard let expected = golden.expected.beneficialOwner else { return }
    let world = world(golden)
    let holdings = Holdings(world.snapshot, at: Moment(asOf: World.today))
    let row = holdings.owners(of: world["T"]!).rows.first { $0.party == world["P"]! }
    #expect(row?.verdicts.first?.verdict == (expected ? .yes : .no))
  }

  private func verdicts(_ world: World, _ party: String, of subject: String) -> [String: Verdict] {
    let holdings = Holdings(world.snapshot, at: Moment(asOf: World.today))
    let row = holdings.owners(of: world[subject]!).rows.first { $0.party == world[party]! }
    return Dictionary(uniqueKeysWithValues: (row?.verdicts ?? []).map { ($0.regime, $0.verdict) })
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: file)), arguments: cases)
  func everyRegimeAsExpected(_ golden: Case) {
    let expected = golden.expected
    let world = world(golden)
    func check(_ regime: String, _ verdict: Bool?) {
      guard let verdict else { return }
      #expect(verdicts(world, "P", of: "T")[regime] == (verdict ? .yes : .no), "\(regime)")
    }
    check("bo-eu-amlr", expected.amlr)
    check("bo-us-cdd", expected.dueDiligence)
    check("bo-de", expected.gwg)
    switch expected.psc {
    case .verdict(let verdict): check("bo-uk-psc", verdict)
    case .persons(let persons): #expect(owners(world, of: "T", "bo-uk-psc") == persons)
    case nil: break
    }
    if let persons = expected.gwgOwners {
      let subject = world["X"] == nil ? "A" : "X"
      #expect(owners(world, of: subject, "bo-de") == persons)
    }
    if expected.ownersFromQuarter == true {
      #expect(owners(world, of: "ABC", "bo-us-cdd") == ["Sh"])
    }
  }

  private func owners(_ world: World, of subject: String, _ regime: String) -> [String] {
    let holdings = Holdings(world.snapshot, at: Moment(asOf: World.today))
    return holdings.owners(of: world[subject]!).rows.filter { row in
      row.verdicts.contains { $0.regime == regime && $0.verdict == .yes }
    }.map { world.name($0.party) }.sorted()
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: file)), arguments: cases)
  func articlesOfTheRegulation(_ golden: Case) throws {
    let expected = golden.expected
    guard expected.art52 != nil || expected.art54b != nil else { return }
    let world = world(golden)
    let holdings = Holdings(world.snapshot, at: Moment(asOf: World.today))
    let row = try #require(
      holdings.owners(of: world["T"]!).rows.first { $0.party == world["P"]! })
    let grounds = try #require(row.verdicts.first { $0.regime == "bo-eu-amlr" }).grounds
    #expect(grounds.contains("Article 52") == (expected.art52 ?? false))
    if let expected = expected.art54b { #expect(grounds.contains("Article 54(b)") == expected) }
    if let expected = expected.controlledIndirectly {
      #expect(grounds.contains("Article 53") == expected)
    }
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: file)), arguments: cases)
  func nobodyFoundCallsForTheFallback(_ golden: Case) {
    guard golden.expected.fallback != nil else { return }
    let world = world(golden)
    let holdings = Holdings(world.snapshot, at: Moment(asOf: World.today))
    let isGerman = golden.expected.gwgOwners != nil
    let owners = holdings.owners(of: world[isGerman ? "A" : "T"]!)
    let regime = isGerman ? "bo-de" : "bo-eu-amlr"
    #expect(owners.fallbacks.first { $0.regime == regime }?.found == .no)
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: file)), arguments: cases)
  func banzhaf(_ golden: Case) throws {
    guard let expected = golden.expected.banzhaf else { return }
    let world = world(golden)
    let holdings = Holdings(world.snapshot, at: Moment(asOf: World.today))
    let game = try #require(VotingPower(of: world["T"]!, in: holdings))
    for power in game.powers {
      #expect(power.power.isExact && game.method == .exact)
      #expect(fraction(power.power.min) == expected[world.name(power.holder)])
    }
  }

  /// The published tuples are sums over simple paths; ours are exact. Both agree but for D in B: the
  /// ring through A gives it 21.4 %, its one simple path 18 %.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: file)), arguments: cases)
  func closeLinks(_ golden: Case) {
    guard let expected = golden.expected.closeLinks else { return }
    let world = world(golden)
    let holdings = Holdings(world.snapshot, at: Moment(asOf: World.today))
    var found: Set<String> = []
    for name in world.names {
      for stake in holdings.closeStakes(in: world[name]!) {
        #expect(stake.verdict == .yes && !stake.proof.links.isEmpty)
        found.insert("\(world.name(stake.owner))>\(name)")
      }
      let below = holdings.closeStakes(of: world[name]!).map { "\(name)>\(world.name($0.owned))" }
      #expect(below.allSatisfy { $0 == "D>B" || expected.contains($0) })
    }
    #expect(found == Set(expected).union(["D>B"]))
    let notes = holdings.owners(of: world["A"]!).notes
    #expect(notes.contains(.aboveWhole(company: world["A"]!, sum: Int128(Share.whole) / 10 * 17)))
  }
}
