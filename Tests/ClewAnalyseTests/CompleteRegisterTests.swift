import ClewFixtures
import ClewGraph
import ClewModel
import Testing

@testable import ClewAnalyse

/// Companies with bands small enough that every choice at an end of them can be listed and solved.
struct BandedWorld {
  static let persons = 2
  static let companies = 3
  static var count: Int { persons + companies }

  var world = World()
  /// By company: (owner, minimum, maximum) in percent.
  var columns = [[(Int, Int, Int)]](repeating: [], count: count)
  var isComplete = [Bool](repeating: false, count: count)

  init(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for i in 0..<Self.persons { world.party("P\(i)", .person) }
    for i in 0..<Self.companies { world.party("C\(i)", .organisation) }
    for company in Self.persons..<Self.count {
      var left = 100
      for owner in 0..<Self.count where Int.random(in: 0..<5, using: &random) < 3 {
        let low = min(left, Int.random(in: 0...4, using: &random) * 10)
        left -= low
        let high = min(100, low + Int.random(in: 0...7, using: &random) * 10)
        columns[company].append((owner, low, high))
        world.owns(
          world.names[owner], world.names[company], min: "\(low)", max: "\(high)")
      }
      isComplete[company] =
        !columns[company].isEmpty && columns[company].reduce(0) { $0 + $1.2 } >= 100
    }
  }

  /// Every choice of one column in which all shares but one stand at an end of their band.
  func vertices(_ company: Int, complete: Bool) -> [[Int]] {
    let bands = columns[company]
    var found: Set<[Int]> = []
    for mask in 0..<(1 << bands.count) {
      let ends = bands.indices.map { mask >> $0 & 1 == 1 ? bands[$0].2 : bands[$0].1 }
      let sum = ends.reduce(0, +)
      if sum == 100 || !complete && sum < 100 { found.insert(ends) }
      for free in bands.indices {
        var shares = ends
        shares[free] += 100 - sum
        if shares[free] >= bands[free].1, shares[free] <= bands[free].2 { found.insert(shares) }
      }
    }
    return found.sorted { $0.lexicographicallyPrecedes($1) }
  }

  /// What `given` parties hold of all, chains ending at them, for fixed shares: the least solution.
  static func values(_ shares: [[SmallRational]], given: Set<Int>) -> [SmallRational] {
    var reaches = given
    var grows = true
    while grows {
      grows = false
      for company in 0..<count where !reaches.contains(company) {
        if reaches.contains(where: { shares[$0][company].top > 0 }) {
          reaches.insert(company)
          grows = true
        }
      }
    }
    let free = (0..<count).filter { reaches.contains($0) && !given.contains($0) }
    let matrix = free.map { company in
      free.map { owner in
        SmallRational(owner == company ? 1 : 0) - shares[owner][company]
      }
    }
    var values = (0..<count).map { SmallRational(given.contains($0) ? 1 : 0) }
    guard let inverse = SmallRational.inverse(matrix) else { return values }
    for (i, company) in free.enumerated() {
      values[company] = free.indices.reduce(SmallRational(0)) { sum, j in
        let income = given.reduce(SmallRational(0)) { $0 + shares[$1][free[j]] }
        return sum + inverse[i][j] * income
      }
    }
    return values
  }

  /// Calls with every combination of choices.
  func forEveryChoice(_ complete: Bool, _ body: ([[SmallRational]]) -> Void) {
    let choices = (0..<Self.count).map { vertices($0, complete: complete && isComplete[$0]) }
    var shares = [[SmallRational]](
      repeating: .init(repeating: SmallRational(0), count: Self.count), count: Self.count)
    func choose(_ company: Int) {
      guard company < Self.count else { return body(shares) }
      for choice in choices[company] {
        for (i, band) in columns[company].enumerated() {
          shares[band.0][company] = SmallRational(Int128(choice[i]), 100)
        }
        choose(company + 1)
      }
    }
    choose(0)
  }
}

struct CompleteRegisterTests {
  /// The exact bounds against every choice at the ends of the bands, with open and complete lists,
  /// rings, own shares and groups that may own themselves.
  @Test(arguments: 0..<120)
  func boundsEqualEveryChoice(_ seed: Int) throws {
    let banded = BandedWorld(seed: UInt64(seed))
    let complete = seed.isMultiple(of: 3) == false
    let holdings = Holdings(banded.world.snapshot, at: Moment(asOf: World.today))
      .completed(complete ? .complete : .open)
    let persons = Set(0..<BandedWorld.persons)
    let count = BandedWorld.count
    var low = [[SmallRational?]](repeating: .init(repeating: nil, count: count), count: count)
    var high = low
    var known = [SmallRational?](repeating: nil, count: count)
    var most = known
    func less(_ a: SmallRational, _ b: SmallRational) -> Bool { (b - a).top > 0 }
    func take(_ value: SmallRational, _ least: inout SmallRational?, _ top: inout SmallRational?) {
      if let old = least { if less(value, old) { least = value } } else { least = value }
      if let old = top { if less(old, value) { top = value } } else { top = value }
    }
    let ends = persons.union(
      (BandedWorld.persons..<count).filter { banded.columns[$0].isEmpty })
    banded.forEveryChoice(complete) { shares in
      for owner in 0..<count {
        let values = BandedWorld.values(shares, given: [owner])
        for company in BandedWorld.persons..<count {
          let value =
            owner == company
            ? (0..<count).reduce(SmallRational(0)) { $0 + shares[$1][company] * values[$1] }
            : values[company]
          take(value, &low[owner][company], &high[owner][company])
        }
      }
      let values = BandedWorld.values(shares, given: ends)
      for company in BandedWorld.persons..<count {
        take(values[company], &known[company], &most[company])
      }
    }
    for company in BandedWorld.persons..<count where !banded.columns[company].isEmpty {
      let answer = LookThrough(of: Int32(company), in: holdings)
      let bounds = LookThrough(boundsOf: Int32(company), in: holdings)
      #expect(answer.method == .exact)
      for owner in 0..<count {
        let least = try #require(low[owner][company])
        let top = try #require(high[owner][company])
        let band = answer.band(of: Int32(owner)) ?? .none
        #expect(band.min >= least.units && band.min <= least.units + 1, "\(owner) in \(company)")
        #expect(band.max >= top.units && band.max <= top.units + 1, "\(owner) in \(company)")
        let wide = bounds.band(of: Int32(owner)) ?? .none
        #expect(wide.min <= band.min && wide.max >= band.max, "bounds of \(owner) in \(company)")
      }
      let unknown = SmallRational(1) - (try #require(known[company]))
      let left = SmallRational(1) - (try #require(most[company]))
      #expect((answer.unknown.max - unknown.units).magnitude <= 1, "unknown of \(company)")
      #expect((answer.unknown.min - left.units).magnitude <= 1, "unknown of \(company)")
    }
  }

  @Test func aCompleteListGivesTheRestAway() throws {
    var world = World()
    world.persons("P", "Q")
    world.owns("P", "A", min: "25", max: "50")
    world.owns("Q", "A", min: "25", max: "60")
    let open = Holdings(world.snapshot, at: Moment(asOf: World.today))
    let complete = open.completed(.companies([2]))
    let percent = Int128(Share.whole) / 100
    func band(_ holdings: Holdings, _ party: Int32) -> Band? {
      LookThrough(of: 2, in: holdings).band(of: party)
    }
    #expect(band(open, 1) == Band(min: 25 * percent, max: 60 * percent))
    #expect(band(complete, 0) == Band(min: 40 * percent, max: 50 * percent))
    #expect(band(complete, 1) == Band(min: 50 * percent, max: 60 * percent))
    #expect(LookThrough(of: 2, in: open).unknown == Band(min: 0, max: 50 * percent))
    #expect(LookThrough(of: 2, in: complete).unknown == .none)
  }

  @Test func aListThatCannotBeCompleteIsNamedAndReadAsOpen() {
    var world = World()
    world.owns("P", "A", min: "25", max: "50")
    world.owns("P", "B", "60")
    world.owns("Q", "B", "60")
    for i in 0..<3 { world.owns("R\(i)", "D", "33.33") }
    let open = Holdings(world.snapshot, at: Moment(asOf: World.today))
    let holdings = open.completed(.complete)
    let notes = holdings.completenessNotes(of: (0..<Int32(holdings.partyCount)).map { $0 })
    #expect(
      notes.map { $0.text(world.name) } == [
        "the owners of A are said to be all named, but the stated shares add up to 50% at the most:"
          + " the list is read as open",
        "the owners of B are said to be all named, but the stated shares add up to 120% at the "
          + "least: the list is read as open",
        "the owners of D are said to be all named, but the stated shares add up to 99.99% at the "
          + "most (within the rounding of what is stated): the list is read as open",
      ])
    for company in [world["A"]!, world["B"]!, world["D"]!] {
      #expect(
        LookThrough(of: company, in: holdings).bands == LookThrough(of: company, in: open).bands)
    }
  }

  /// A company that may own itself entirely is worth nothing to anybody at the least.
  @Test func aCompleteListMayOwnItself() {
    var world = World()
    world.persons("P")
    world.owns("P", "A", min: "0", max: "100")
    world.owns("A", "A", min: "0", max: "100")
    let holdings = Holdings(world.snapshot, at: Moment(asOf: World.today)).completed(.complete)
    let answer = LookThrough(of: 1, in: holdings)
    #expect(answer.band(of: 0) == Band(min: 0, max: Int128(Share.whole)))
    #expect(answer.unknown == Band(min: 0, max: Int128(Share.whole)))
  }
}
