/// Holds ranked findings against planted rings.
///
/// A ring is found when one finding holds at least half of its transactions; a finding is true when
/// at least half of its transactions belong to one ring; a second finding of one ring is neither
/// true nor false.
package struct RingScore: Sendable {
  package struct Found: Sendable {
    package var kind: String
    package var rows: [Int32]

    package init(kind: String, rows: [Int32]) {
      self.kind = kind
      self.rows = rows
    }
  }

  /// What the findings of one kind reach against the rings of one family, of `least` payments or
  /// more.
  package struct Line: Sendable {
    package var family: String
    package var least: Int
    package var planted = 0
    package var found = 0
    package var trueFindings = 0
    package var falseFindings = 0
    /// Rings found down to the deepest rank where half of the findings are true.
    package var foundAtHalf = 0
    /// That rank.
    package var rankAtHalf = 0
    /// Precision there, in ten-thousandths.
    package var precisionAtHalf = 0
    /// Rings found within the first 20 findings for every planted one.
    package var foundInTwenty = 0

    package var recall: Double { share(found) }
    package var recallAtHalf: Double { share(foundAtHalf) }
    package var recallInTwenty: Double { share(foundInTwenty) }

    private func share(_ count: Int) -> Double {
      planted == 0 ? 1 : Double(count) / Double(planted)
    }
  }

  package let world: RingWorld

  package init(_ world: RingWorld) { self.world = world }

  /// - Parameter ranked: findings of every kind, best first.
  package func line(family: String, least: Int, ranked: [Found]) -> Line {
    var line = Line(family: family, least: least)
    let wanted = Set(
      world.rings.indices.filter {
        world.rings[$0].family == family && world.rings[$0].rows.count >= least
      })
    line.planted = wanted.count
    var found: Set<Int> = []
    var credited: Set<Int> = []
    for (rank, finding) in ranked.filter({ $0.kind == family }).enumerated() {
      let (holds, owner) = judge(finding.rows)
      found.formUnion(holds.filter { wanted.contains($0) })
      if let owner {
        if credited.insert(owner).inserted { line.trueFindings += 1 }
      } else {
        line.falseFindings += 1
      }
      if rank < 20 * wanted.count { line.foundInTwenty = found.count }
      if line.trueFindings >= line.falseFindings {
        line.foundAtHalf = found.count
        line.rankAtHalf = rank + 1
        line.precisionAtHalf =
          line.trueFindings * 10_000 / max(1, line.trueFindings + line.falseFindings)
      }
    }
    line.found = found.count
    return line
  }

  /// The rings of which the rows hold at least half, and the ring that half of the rows belong to.
  package func judge(_ rows: [Int32]) -> (holds: [Int], owner: Int?) {
    var counts: [Int: Int] = [:]
    for row in rows where world.ringOfRow[Int(row)] >= 0 {
      counts[Int(world.ringOfRow[Int(row)]), default: 0] += 1
    }
    let holds = counts.filter { 2 * $0.value >= world.rings[$0.key].rows.count }.keys.sorted()
    let owner = counts.filter { 2 * $0.value >= rows.count }.keys.min()
    return (holds, owner)
  }

  /// F1 of single transactions: those of any finding against those of any ring.
  package func transactionF1(_ ranked: [Found]) -> Double {
    let taken = Set(ranked.flatMap(\.rows))
    let planted = world.ringOfRow.reduce(0) { $0 + ($1 >= 0 ? 1 : 0) }
    let right = taken.reduce(0) { $0 + (world.ringOfRow[Int($1)] >= 0 ? 1 : 0) }
    return taken.count + planted == 0 ? 0 : 2 * Double(right) / Double(taken.count + planted)
  }
}
