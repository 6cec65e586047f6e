import ClewFixtures
import ClewGraph
import ClewModel
import Testing

@testable import ClewAnalyse

struct NominatorsTests {
  /// Nominee links as `AB` (A holds for B), or `ab` where merely possible.
  private func ends(_ links: String, of holder: String) -> String {
    let rows = links.split(separator: " ").map { link in
      let letters = link.uppercased().utf8.map { Int32($0) }
      return Holdings.Nominee(
        nominee: letters[0], nominator: letters[1], isCertain: link == link.uppercased(), link: 0)
    }
    let party = Int32(holder.utf8.first!)
    return Nominators(rows).of(party)
      .map { "\(Character(UnicodeScalar(UInt8($0.party))))\($0.isCertain ? "" : "?")" }
      .joined(separator: " ")
  }

  @Test func chainsLeadToTheLastNominator() {
    #expect(ends("", of: "A") == "A")
    #expect(ends("AB", of: "A") == "B")
    #expect(ends("AB BC CD", of: "A") == "D")
    #expect(ends("AB AB", of: "A") == "B")
    #expect(ends("ab AB", of: "A") == "B")
    #expect(ends("AA", of: "A") == "A")
  }

  @Test func doubtIsKept() {
    #expect(ends("ab", of: "A") == "A? B?")
    #expect(ends("AB AC", of: "A") == "B? C?")
    #expect(ends("AB bc", of: "A") == "B? C?")
    #expect(ends("AB AC BD CD", of: "A") == "D?")
    #expect(ends("AB ac", of: "A") == "B? C?")
  }

  @Test func ringsProveNothing() {
    #expect(ends("AB BA", of: "A") == "A?")
    #expect(ends("AB BA BC", of: "A") == "A? C?")
    #expect(ends("AB BC CB CD", of: "A") == "B? D?")
  }

  /// 40 layers of two nominees with two nominators each: 2^40 ways.
  @Test(.timeLimit(.minutes(10))) func manyWaysAreCountedOnce() {
    var world = World()
    for layer in 0..<40 {
      for a in 0..<2 {
        for b in 0..<2 { world.link(.nominee, "N\(layer)\(a)", "N\(layer + 1)\(b)") }
      }
    }
    world.owns("N00", "T", "100")
    let holdings = Holdings(world.snapshot, at: Moment(asOf: World.today))
    #expect(holdings.all.map { world.name($0.owner) } == ["N400", "N401"])
    #expect(holdings.all.allSatisfy { $0.capitalMin == 0 })
  }

  /// A chain as long as input may make it, without recursion.
  @Test(.timeLimit(.minutes(10))) func longChain() {
    let rows = (0..<Int32(200_000)).map {
      Holdings.Nominee(nominee: $0, nominator: $0 + 1, isCertain: true, link: Int64($0))
    }
    let end = Nominators(rows).of(0)
    #expect(end.map(\.party) == [200_000] && end.map(\.isCertain) == [true])
  }

  @Test func tooManyNominatorsAreNamed() {
    var world = World()
    for i in 0...Nominators.limit { world.link(.nominee, "Depository", "P\(i)") }
    world.owns("Depository", "T", "90")
    let holdings = Holdings(world.snapshot, at: Moment(asOf: World.today))
    let owners = holdings.owners(of: world["T"]!)
    #expect(owners.rows.map { world.name($0.party) } == ["Depository"])
    #expect(owners.rows[0].lookThrough == Band(min: 0, max: 900_000_000_000_000))
    let note = OwnershipNote.nomineeNotFollowed(world["Depository"]!)
    #expect(owners.notes.contains(note))
    #expect(note.text(world.name).contains("Depository is a nominee of more than 256 parties"))
  }

  @Test func everyLinkOfAChainIsNamed() {
    var world = World()
    world.owns("N", "T", "100")
    let first = world.link(.nominee, "N", "O")
    let second = world.link(.nominee, "O", "P")
    let owners = Holdings(world.snapshot, at: Moment(asOf: World.today)).owners(of: world["T"]!)
    let links = owners.notes.compactMap { note -> Int64? in
      if case .nominee(let row) = note { return row.link }
      return nil
    }
    #expect(links == [first, second])
  }
}
