import ClewAnalyse
import ClewGraph
import ClewModel
import ClewStore

extension OwnershipScene {
  /// What a rule about listed persons makes of the parties of the scene: all owners of each are in
  /// it, so that nothing outside can change the answer.
  ///
  /// - Parameter lists: lists to start from, in place of the rule's own; empty takes those.
  /// - Returns: the listed parties above the roots, and the answer.
  func exposure(
    under regime: Regime, lists: [String], _ casefile: Casefile
  ) throws -> (listed: [Int32], answer: Exposure) {
    var authorities: Set<ListAuthority>?
    var effects: Set<ListEffect>?
    if lists.isEmpty, case .exposure(let test) = regime.rule(on: moment.asOf).test {
      (authorities, effects) = (test.authorities, test.effects)
    }
    let seeds = try casefile.listedParties(
      authorities: authorities, effects: effects, lists: lists.isEmpty ? nil : Set(lists)
    ).compactMap { snapshot.node(of: $0.party) }
    return (
      Set(seeds.filter(taken.contains)).sorted(),
      Exposure(of: Set(seeds).sorted(), under: regime, in: holdings)
    )
  }
}
