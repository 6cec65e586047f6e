import ClewModel

/// Whether a step rule would attribute a company to each of its owners, if that owner alone were
/// listed: half or more at every step, whole stakes, nothing multiplied.
///
/// One fixpoint an owner inside the region, by rounds, so that no order matters. Bounded in all by
/// `workLimit` stakes; owners beyond it get no answer.
struct StepTest {
  /// Stakes that are added up for all owners of one company together.
  static let workLimit = 5_000_000

  private let graph: RegionGraph
  private let holdings: Holdings
  private let totals: [ColumnTotal]
  private let threshold: Threshold
  private var tallies: [ColumnSum]
  /// The run in which a tally was begun, and the one in which a party came in.
  private var begun: [Int32]
  private var entered: [Int32]
  private var run: Int32 = 0
  private var work = 0

  init(_ graph: RegionGraph, _ holdings: Holdings, _ threshold: Threshold = .half) {
    self.graph = graph
    self.holdings = holdings
    self.threshold = threshold
    let region = graph.region
    totals = region.nodes.map { holdings.total(of: $0) }
    tallies = totals.map { ColumnSum($0) }
    begun = [Int32](repeating: -1, count: region.count)
    entered = begun
  }

  /// nil where the work is used up.
  mutating func verdict(on owner: Int32) -> Verdict? {
    guard work <= Self.workLimit else { return nil }
    if reachesRoot(from: owner, asking: .yes) { return .yes }
    return reachesRoot(from: owner, asking: .possible) ? .possible : .no
  }

  private mutating func reachesRoot(from owner: Int32, asking least: Verdict) -> Bool {
    run += 1
    var frontier = [owner]
    entered[Int(owner)] = run
    while !frontier.isEmpty {
      var touched: [Int32] = []
      for member in frontier {
        for entry in graph.held(by: member) {
          let company = graph.companies[Int(entry)]
          if begun[Int(company)] != run {
            begun[Int(company)] = run
            tallies[Int(company)] = ColumnSum(totals[Int(company)])
            touched.append(company)
          } else if entered[Int(company)] != run {
            touched.append(company)
          }
          tallies[Int(company)].add(holdings.all[Int(graph.region.holding[Int(entry)])])
          work += 1
        }
      }
      frontier.removeAll(keepingCapacity: true)
      for company in touched where entered[Int(company)] != run {
        let verdict = tallies[Int(company)].verdict(
          threshold.units, isInclusive: threshold.isInclusive)
        guard verdict >= least else { continue }
        if company == graph.region.root { return true }
        entered[Int(company)] = run
        frontier.append(company)
      }
    }
    return false
  }
}
