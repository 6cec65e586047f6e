import ClewGraph
import ClewModel

/// What every direct and indirect owner holds of one company when all companies between are looked
/// through: shares are multiplied along a chain and chains are added.
///
/// With A the matrix of shares (owner, company) and N = (I - A)^-1, an owner outside all cycles has
/// N - I (Brioschi, Buzzacchi, Colombo 1989), an owner inside one (N - I)[i, t] / N[i, i], which
/// counts no chain that comes back to the owner (Baldone, Brioschi, Paleari 1998). Minima are solved
/// exactly on the minima of all holdings, maxima, and minima where a complete list of owners leaves
/// a choice, by the greedy fill of every column (see `GreedyFill`). Where exact numbers grow too
/// large the bounds are those of `MassPush`.
package struct LookThrough: Sendable {
  /// Parties with a bound, ascending, and the bound of each; the subject only where it owns itself.
  package let owners: [Int32]
  package let bands: [Band]
  /// What no stated owner accounts for, over all layers.
  package let unknown: Band
  /// Where the unknown part sits when it is as large as it can be: the companies, descending by size.
  /// The parts add up to `unknown.max` but for the rounding of each.
  package let unknownParts: [UnknownPart]
  /// Where the chains end, in the order of `owners`.
  package let ends: [ChainEnd]
  /// Groups that own themselves entirely, members ascending.
  package let closedGroups: [[Int32]]
  /// How the bounds were found.
  package let method: Method

  package enum Method: Hashable, Sendable {
    case exact
    /// Exact numbers outgrow the limits: true bounds, not the narrowest.
    case bounded
    /// A column above 100 % inside a ring: the sum over all chains has no end. Bounds are 0 and 1.
    case undefined
  }

  /// A part of the subject that nobody is stated to own.
  package struct UnknownPart: Hashable, Sendable {
    /// The company whose owners are not all named; of a group that owns itself, its least member.
    package var company: Int32
    package var share: Band
    /// Steps from the subject up to the company, the shortest way; 0 for the subject.
    package var layer: Int
    /// What the sources say of it, in the order of the cases; `notStated` where they say nothing.
    package var reasons: [UnknownOwnerReason]
  }

  /// A party that nobody is stated to own.
  package struct ChainEnd: Hashable, Sendable {
    package var party: Int32
    package var share: Band
    package var layer: Int
    package var reason: TerminalReason
  }

  package func band(of owner: Int32) -> Band? {
    owners.firstIndex(of: owner).map { bands[$0] }
  }

  package init(of subject: Int32, in holdings: Holdings) {
    self.init(OwnershipRegion(owning: subject, in: holdings), holdings)
  }

  /// The bounds that do without exact numbers, whatever the size.
  package init(boundsOf subject: Int32, in holdings: Holdings) {
    let region = OwnershipRegion(owning: subject, in: holdings)
    let shares = RegionShares(region, holdings)
    self.init(LookThroughSolver(region, shares).bounded(), region, holdings)
  }

  init(
    _ region: OwnershipRegion, _ holdings: Holdings, _ measure: Measure = .capital,
    _ reading: Reading = .stated
  ) {
    let solver = LookThroughSolver(region, RegionShares(region, holdings, measure, reading))
    let result: LookThroughSolver.Answer
    do throws(ShareSystem.Failure) {
      result = try solver.exact()
    } catch {
      result =
        switch error {
        case .tooLarge: solver.bounded()
        case .overfull: solver.undefined()
        }
    }
    self.init(result, region, holdings)
  }

  private init(
    _ result: LookThroughSolver.Answer, _ region: OwnershipRegion, _ holdings: Holdings
  ) {
    let named = result.bands.indices.filter {
      $0 != Int(region.root) || result.bands[$0].max > 0
    }
    owners = named.map { region.nodes[$0] }
    bands = named.map { result.bands[$0] }
    unknown = result.unknown
    let layers = region.layers
    unknownParts = result.parts.map { number, share in
      let company = region.nodes[number]
      return UnknownPart(
        company: company, share: share, layer: layers[number],
        reasons: holdings.reasonsForUnknown(of: company))
    }.filter { $0.share.max > 0 }.sorted {
      $0.share.max != $1.share.max ? $0.share.max > $1.share.max : $0.company < $1.company
    }
    ends = named.compactMap { number in
      holdings.terminalReason(of: region.nodes[number]).map {
        ChainEnd(
          party: region.nodes[number], share: result.bands[number], layer: layers[number],
          reason: $0)
      }
    }
    closedGroups = result.closed.map { $0.map { region.nodes[Int($0)] } }
    method = result.method
  }
}
