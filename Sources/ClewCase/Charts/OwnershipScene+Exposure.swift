import ClewAnalyse
import ClewGraph
import ClewModel
import ClewStore

extension OwnershipScene {
  /// What a rule about listed persons makes of the parties of the scene on its day: all owners of
  /// each are in it, so that nothing outside can change the answer.
  ///
  /// - Parameter lists: lists to start from, in place of the rule's own; empty takes those.
  /// - Returns: the parties of the scene that are listed on the day, or may be, and the answer.
  func exposure(
    under regime: Regime, lists: [String], _ casefile: Casefile
  ) throws -> (listed: [Int32], answer: Exposure) {
    let filter = ListFilter(regime.rule(on: moment.asOf), lists: lists)
    let listings = try filter.listedTimes(in: casefile).compactMap { row -> ExposureListing? in
      guard !row.isGone || row.delisted != nil,
        let node = snapshot.node(of: row.entry.party)
      else { return nil }
      return ExposureListing(
        party: node, listing: row.entry.listing, listed: row.listed, delisted: row.delisted,
        known: row.known, isCertain: filter.decides(row.entry))
    }
    let seeds = Exposure.Listed.all(listings, at: moment)
    return (
      Set(seeds.map(\.party).filter(taken.contains)).sorted(),
      Exposure(of: seeds, under: regime, in: holdings)
    )
  }
}
