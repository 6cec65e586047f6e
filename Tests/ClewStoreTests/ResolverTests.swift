import ClewModel
import ClewStore
import Testing

/// A small generator with a fixed seed: the same worlds in every run (SplitMix64).
private struct Seeded: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// A world whose mentions are named, so that it can be numbered in any order.
private struct World {
  var count: Int
  var groups: [(key: IdentityKey, members: [Int])]
  var births: [Int: String]
  var held: [(a: Int, b: Int, opinion: Opinion)]

  static func random(_ seed: UInt64) -> World {
    var random = Seeded(state: seed)
    let count = Int.random(in: 2...9, using: &random)
    var groups: [(key: IdentityKey, members: [Int])] = []
    for number in 0..<Int.random(in: 0...6, using: &random) {
      let rule = IdentityRule.allCases.randomElement(using: &random)!
      let members = (0..<count).filter { _ in Int.random(in: 0..<3, using: &random) == 0 }
      groups.append((IdentityKey(rule, "key \(number)"), members))
    }
    var births: [Int: String] = [:]
    for mention in 0..<count where Bool.random(using: &random) {
      births[mention] = "1980-01-0\(Int.random(in: 2...4, using: &random))"
    }
    var held: [(a: Int, b: Int, opinion: Opinion)] = []
    for _ in 0..<Int.random(in: 0...4, using: &random) {
      let a = Int.random(in: 0..<count, using: &random)
      let b = Int.random(in: 0..<count, using: &random)
      if a != b { held.append((a, b, Opinion.allCases.randomElement(using: &random)!)) }
    }
    return World(count: count, groups: groups, births: births, held: held)
  }

  /// Resolves with mention `m` numbered `numbers[m]`; answers in the world's own numbers: for each
  /// mention the set of its party.
  func parties(numbers: [Int]) -> [Set<Int>] {
    var attributes: [Int: IdentityAttributes] = [:]
    for (mention, birth) in births {
      attributes[numbers[mention], default: IdentityAttributes()].insert(birth, as: .birthDate)
    }
    let result = Resolver.resolve(
      count: count,
      groups: groups.map {
        Resolver.Group(key: $0.key, members: $0.members.map { numbers[$0] }.sorted())
      },
      attributes: attributes,
      held: held.enumerated().map {
        Resolver.Held(
          judgement: Int64($0.offset + 1), a: numbers[$0.element.a], b: numbers[$0.element.b],
          opinion: $0.element.opinion)
      })
    return (0..<count).map { mention in
      Set((0..<count).filter { result.party[numbers[$0]] == result.party[numbers[mention]] })
    }
  }

  /// The same rules over plain sets, by definition and without any economy.
  func bruteForce() -> [Set<Int>] {
    var parties = (0..<count).map { Set([$0]) }
    func join(_ a: Int, _ b: Int) {
      let union = parties[a].union(parties[b])
      for mention in union { parties[mention] = union }
    }
    var latest: [Set<Int>: (position: Int, opinion: Opinion)] = [:]
    for (position, entry) in held.enumerated() {
      latest[[entry.a, entry.b]] = (position, entry.opinion)
    }
    let different = latest.filter { $0.value.opinion == .different }.map(\.key)
    func apart(_ a: Int, _ b: Int) -> Bool {
      different.contains { pair in
        let ends = Array(pair)
        return parties[a].contains(ends[0]) && parties[b].contains(ends[1])
          || parties[a].contains(ends[1]) && parties[b].contains(ends[0])
      }
    }
    func disagree(_ a: Int, _ b: Int) -> Bool {
      let mine = Set(parties[a].compactMap { births[$0] })
      let other = Set(parties[b].compactMap { births[$0] })
      return !mine.isEmpty && !other.isEmpty && mine.isDisjoint(with: other)
    }
    for (pair, entry) in latest.sorted(by: { $0.value.position < $1.value.position })
    where entry.opinion == .same {
      let ends = Array(pair)
      if !apart(ends[0], ends[1]) { join(ends[0], ends[1]) }
    }
    let ordered = groups.sorted { $0.key < $1.key }
    for group in ordered {
      let before = parties
      var against: [Int: Set<Set<Int>>] = [:]
      for a in group.members {
        against[a] = Set(
          group.members.filter { b in
            before[a] != before[b] && (apart(a, b) || disagree(a, b))
          }.map { before[$0] })
      }
      for a in group.members {
        for b in group.members where against[a] == against[b] { join(a, b) }
      }
    }
    return parties
  }
}

@Suite struct ResolverTests {
  private let lei = IdentityKey(.lei, "L")
  private let company = IdentityKey(.companyNumber, "DE", "1")

  private func resolve(
    _ count: Int, _ groups: [(IdentityKey, [Int])], births: [Int: String] = [:],
    held: [Resolver.Held] = []
  ) -> Resolver.Result {
    var attributes: [Int: IdentityAttributes] = [:]
    for (mention, birth) in births {
      attributes[mention, default: IdentityAttributes()].insert(birth, as: .birthDate)
    }
    return Resolver.resolve(
      count: count, groups: groups.map { Resolver.Group(key: $0.0, members: $0.1) },
      attributes: attributes, held: held)
  }

  @Test func keysJoinThroughEachOther() {
    let result = resolve(4, [(lei, [0, 2]), (company, [2, 3])])
    #expect(result.party == [0, 1, 0, 0])
    #expect(
      result.joins == [
        Resolver.Join(a: 0, b: 2, key: lei), Resolver.Join(a: 2, b: 3, key: company),
      ])
    #expect(result.conflicts.isEmpty)
  }

  @Test func twoBirthDatesBlockTheJoinAndAreAFinding() {
    let result = resolve(
      4, [(lei, [0, 1, 2, 3])], births: [0: "1980-05-02", 1: "1981-05-02"])
    #expect(result.party == [0, 1, 2, 2])
    #expect(
      result.conflicts == [Resolver.Conflict(cause: .key(lei, [.birthDate]), members: [0, 1])])
  }

  @Test func aPersonOutranksARuleAlsoThroughOthers() {
    let result = resolve(
      3, [(lei, [0, 1]), (company, [1, 2])],
      held: [Resolver.Held(judgement: 1, a: 0, b: 2, opinion: .different)])
    #expect(result.party == [0, 0, 2])
    #expect(result.conflicts.isEmpty)
  }

  @Test func aPersonJoinsWhatDisagrees() {
    let result = resolve(
      2, [], births: [0: "1980-05-02", 1: "1981-05-02"],
      held: [Resolver.Held(judgement: 1, a: 0, b: 1, opinion: .same)])
    #expect(result.party == [0, 0])
  }

  @Test func theLatestOpinionOnAPairCounts() {
    let first = Resolver.Held(judgement: 1, a: 0, b: 1, opinion: .different)
    let then = Resolver.Held(judgement: 2, a: 1, b: 0, opinion: .same)
    let unsure = Resolver.Held(judgement: 3, a: 0, b: 1, opinion: .unsure)
    #expect(resolve(2, [], held: [then, first]).party == [0, 0])
    #expect(resolve(2, [], held: [first, then, unsure]).party == [0, 1])
  }

  @Test func contradictingPersonsAreAFindingAndNoJoin() {
    let result = resolve(
      3, [],
      held: [
        Resolver.Held(judgement: 1, a: 0, b: 1, opinion: .same),
        Resolver.Held(judgement: 2, a: 0, b: 2, opinion: .different),
        Resolver.Held(judgement: 3, a: 1, b: 2, opinion: .same),
      ])
    #expect(result.party == [0, 0, 2])
    #expect(result.conflicts == [Resolver.Conflict(cause: .judgement(3), members: [1, 2])])
  }

  @Test func aKeyUnderWhichThousandsDisagreeJoinsNothing() {
    let births = Dictionary(
      uniqueKeysWithValues: (0..<1200).map {
        ($0, "\(1900 + $0 / 12)-\(10 + $0 % 3)-\(11 + $0 % 12)")
      })
    let result = resolve(1300, [(lei, Array(0..<1300))], births: births)
    #expect(result.conflicts.count == 1)
    #expect(result.party.prefix(3) == [0, 1, 2])
  }

  @Test(arguments: UInt64(1)...400)
  func equalsBruteForceInAnyOrder(seed: UInt64) {
    let world = World.random(seed)
    let expected = world.bruteForce()
    var random = Seeded(state: seed &* 31)
    #expect(world.parties(numbers: Array(0..<world.count)) == expected)
    for _ in 0..<3 {
      #expect(world.parties(numbers: Array(0..<world.count).shuffled(using: &random)) == expected)
    }
  }
}
