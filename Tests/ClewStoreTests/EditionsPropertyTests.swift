import ClewModel
import GRDB
import Testing

@testable import ClewStore

/// Base and deltas equal the full file, whatever the order in which they are read.
@Suite struct EditionsPropertyTests {
  /// One source of a random history.
  private struct Step {
    var day: Int
    var isWhole: Bool
    var parties: [String: Int]
    var links: [String: Int]
    var removedParties: [String] = []
    var removedLinks: [String] = []

    func load(into test: TestCasefile, _ name: String, set: String) throws -> Int64 {
      try test.edition(
        name, whole: isWhole, set: set, on: "2026-01-\(day < 10 ? "0" : "")\(day)"
      ) { batch in
        for (ref, version) in parties.sorted(by: { $0.key < $1.key }) {
          batch.company("\(ref) version \(version)", ref: ref)
        }
        for (ref, version) in links.sorted(by: { $0.key < $1.key }) {
          batch.owns(ref, "P0", "P1", role: "version \(version)")
        }
        for ref in removedParties { batch.takeBack(.party(ref: ref)) }
        for ref in removedLinks { batch.takeBack(.link(ref: ref)) }
      }
    }
  }

  private struct World {
    var parties: [String: Int] = [:]
    var links: [String: Int] = [:]

    mutating func apply(_ step: Step) {
      if step.isWhole { self = World() }
      for ref in step.removedParties { parties[ref] = nil }
      for ref in step.removedLinks { links[ref] = nil }
      parties.merge(step.parties) { $1 }
      links.merge(step.links) { $1 }
    }

    var words: [String] {
      (parties.map { "mention \($0.key) \($0.key) version \($0.value)" }
        + links.map { "link \($0.key) version \($0.value)" }).sorted()
    }
  }

  private static func history(_ random: inout Numbers) -> [Step] {
    var world = World()
    return (1...6).map { day in
      let isWhole = day == 1 || random.below(4) == 0
      var step = Step(day: day, isWhole: isWhole, parties: [:], links: [:])
      for number in 0..<6 {
        let (party, link) = ("P\(number)", "L\(number)")
        switch random.below(isWhole ? 2 : 4) {
        case 0: step.parties[party] = day
        case 1 where isWhole: break
        case 1: if world.parties[party] != nil { step.removedParties.append(party) }
        default: break
        }
        switch random.below(isWhole ? 2 : 4) {
        case 0: step.links[link] = day
        case 1 where isWhole: break
        case 1: if world.links[link] != nil { step.removedLinks.append(link) }
        default: break
        }
      }
      world.apply(step)
      return step
    }
  }

  @Test(arguments: 0..<40) func anyOrderOfIngestGivesTheSame(seed: UInt64) throws {
    var random = Numbers(seed: seed)
    let history = Self.history(&random)
    var order = history
    for index in order.indices.dropLast() {
      order.swapAt(index, index + random.below(order.count - index))
    }
    let test = try TestCasefile()
    var numbers: [(id: Int64, day: Int)] = []
    for (number, step) in order.enumerated() {
      let set = random.below(2) == 0 ? "set" : "set \(number)"
      numbers.append((try step.load(into: test, "day \(step.day)", set: set), step.day))
    }
    var world = World()
    for step in history { world.apply(step) }
    #expect(try test.counting() == world.words)
    try Self.checkParties(test)

    let out = numbers[random.below(numbers.count)]
    try test.withdraw(out.id)
    var without = World()
    for step in history where step.day != out.day { without.apply(step) }
    #expect(try test.counting() == without.words)
    try Self.checkParties(test)
  }

  /// Every ref of the family is one party, with its lowest mention's id; nobody else is in it.
  private static func checkParties(_ test: TestCasefile) throws {
    let wrong = try test.casefile.database.read { db in
      try Int64.fetchAll(
        db,
        sql: """
          select m.id from mention m join source s on s.id = m.source and s.live = 1
          where m.party <> (
            select min(o.id) from mention o join source os on os.id = o.source and os.live = 1
            where o.ref = m.ref)
          """)
    }
    #expect(wrong == [])
  }
}

/// SplitMix64 (Steele, Lea, Flood 2014): a test world repeats from its seed.
private struct Numbers {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

  mutating func below(_ bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ (z >> 31)) % UInt64(bound))
  }
}
