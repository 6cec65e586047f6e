import ClewAnalyse
import ClewGraph
import ClewModel
import ClewStore

/// What an ownership chart is drawn from: the links above some companies, or below parties that
/// nobody owns, and the answers about them.
struct OwnershipScene {
  let snapshot: Snapshot
  let holdings: Holdings
  let moment: Moment
  let roots: [Int32]
  /// True for the owners of the roots, false for what they hold.
  let isUpward: Bool
  /// The parties within reach of the roots that are drawn.
  let taken: Set<Int32>
  /// How many are further away than was asked for.
  let left: Int
  let answers: [Owners]
  /// The rules that the chart is asked about.
  let regimes: [Regime]

  /// Roles in a trust or foundation: who has them stands above it.
  static let trustRoles: Set<LinkKind> = [.settlor, .trustee, .protector, .beneficiary]
  private static let walked = Session.ownershipKinds.union(trustRoles)

  /// - Parameter hops: how many layers above the subjects; nil for all.
  init(
    _ casefile: Casefile, of subjects: [RecordID], at moment: Moment, hops: Int?,
    under regimes: [Regime]
  ) throws {
    let upward = try casefile.ownershipSnapshot(
      around: subjects, .upward, kinds: Session.ownerKinds)
    let above = Layers(upward, at: moment, up: true)
    isUpward =
      above.reached(from: subjects.compactMap { upward.node(of: $0) }, hops: 1).count
      > subjects.count
    let snapshot =
      isUpward ? upward : try casefile.holdingsSnapshot(of: subjects)
    let roots = subjects.compactMap { snapshot.node(of: $0) }
    let layers = isUpward ? above : Layers(snapshot, at: moment, up: false)
    let holdings = Holdings(snapshot, at: moment)
    self.snapshot = snapshot
    self.holdings = holdings
    self.moment = moment
    self.roots = roots
    taken = layers.reached(from: roots, hops: hops)
    left = hops == nil ? 0 : layers.reached(from: roots, hops: nil).count - taken.count
    self.regimes = isUpward ? regimes : []
    answers =
      isUpward
      ? roots.map { holdings.owners(of: $0, under: regimes) }
      : roots.map { holdings.holdings(of: $0) }
  }

  func id(_ node: Int32) -> RecordID { snapshot.id(of: node) }

  /// The links between drawn parties that belong on the chart: owners, control, nominees, roles in
  /// trusts.
  var links: [LinkRow] {
    snapshot.links.filter {
      Self.walked.contains($0.kind) && taken.contains($0.from) && taken.contains($0.to)
    }
  }

  /// Parties in which somebody has a role of a trust.
  var arrangements: Set<Int32> {
    Set(holdings.roles.filter { Self.trustRoles.contains($0.kind) }.map(\.to))
  }

  /// Who stands above or below whom.
  private struct Layers {
    private let next: CompressedRows

    init(_ snapshot: Snapshot, at moment: Moment, up: Bool) {
      let links = snapshot.links.filter { walked.contains($0.kind) && moment.holds($0) != .no }
      // The nominator stands above its nominee.
      let low = links.map { $0.kind == .nominee ? $0.from : $0.to }
      let high = links.map { $0.kind == .nominee ? $0.to : $0.from }
      next = CompressedRows(
        nodeCount: snapshot.partyCount, from: up ? low : high, to: up ? high : low)
    }

    /// The roots and what links lead to from them, layer by layer.
    func reached(from roots: [Int32], hops: Int?) -> Set<Int32> {
      var taken = Set(roots)
      var layer = roots
      var depth = 0
      while !layer.isEmpty, depth < hops ?? .max {
        layer = layer.flatMap { Array(next.successors(of: $0)) }
          .filter { taken.insert($0).inserted }
        depth += 1
      }
      return taken
    }
  }
}
