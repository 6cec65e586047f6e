import ClewGraph
import ClewModel

/// Which parties are one group: those that one hand controls, by more than 50% of votes (with
/// everything it controls) or by a link of control, on one day; certain control only.
package struct CompanyGroups: Sendable {
  /// By party: the lowest party of its group.
  private let group: [Int32]
  private let size: [Int32]

  /// Time: the reach of every party that holds or controls anything.
  package init(_ snapshot: Snapshot, at moment: Moment) {
    let holdings = Holdings(snapshot, at: moment)
    let control = Control(holdings)
    var sets = Array(0..<Int32(snapshot.partyCount))
    func root(_ party: Int32) -> Int32 {
      var party = party
      while sets[Int(party)] != party {
        sets[Int(party)] = sets[Int(sets[Int(party)])]
        party = sets[Int(party)]
      }
      return party
    }
    for party in 0..<Int32(snapshot.partyCount)
    where !holdings.row(party).isEmpty || !holdings.controls.by(party).isEmpty {
      for controlled in control.reach(of: party).certain {
        let (a, b) = (root(party), root(controlled))
        sets[Int(max(a, b))] = min(a, b)
      }
    }
    var groups = sets
    for party in groups.indices { groups[party] = root(Int32(party)) }
    var sizes = [Int32](repeating: 0, count: sets.count)
    for party in groups { sizes[Int(party)] += 1 }
    (group, size) = (groups, sizes)
  }

  func group(of party: Int32) -> Int32? {
    party >= 0 && Int(party) < group.count ? group[Int(party)] : nil
  }

  /// How many parties a group has.
  func size(of group: Int32) -> Int { Int(size[Int(group)]) }
}
