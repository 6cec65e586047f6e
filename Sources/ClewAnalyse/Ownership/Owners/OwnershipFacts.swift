import ClewModel

/// What is found out about one company once, for all of its owners and all rules.
struct OwnershipFacts {
  /// Entries times solves that shares in controllers are worked out for.
  static let controllerWork = 2_000_000
  /// Solves where exact numbers are outgrown and each costs far more.
  static let boundedSolves = 4

  let subject: Int32
  let holdings: Holdings
  let trusts: Trusts
  let region: OwnershipRegion
  let graph: RegionGraph
  let lookThrough: LookThrough
  /// Parties that control the company or may, and are owned themselves, ascending.
  let controllers: [Controller]
  /// Controllers whose owners' shares were not worked out.
  let controllersCut: Int
  /// The company's holding of itself.
  let ownStake: Holding?
  /// Parties with a way to the company through a column that adds up to more than the whole.
  private let overfull: [Measure: Set<Int32>]
  private let votesDiffer: Bool
  private let byMeasure: [Interests]
  private let totals: [Measure: ColumnTotal]

  struct Controller {
    var party: Int32
    var verdict: Verdict
    /// The verdict where every stated share is taken as exact.
    var unrounded: Verdict
  }

  /// - Parameter controllers: what controls the company or may, and is owned itself.
  init(_ subject: Int32, _ holdings: Holdings, _ trusts: Trusts, controllers: [Controller]) {
    self.subject = subject
    self.holdings = holdings
    self.trusts = trusts
    region = OwnershipRegion(owning: subject, in: holdings)
    graph = RegionGraph(region)
    lookThrough = LookThrough(region, holdings)
    ownStake = Self.stake(of: subject, in: subject, holdings)
    totals = [
      .capital: holdings.total(of: subject, .capital), .votes: holdings.total(of: subject, .votes),
    ]
    overfull = [
      .capital: graph.above(Self.overfullColumns(region, holdings, .capital)),
      .votes: graph.above(Self.overfullColumns(region, holdings, .votes)),
    ]
    let persons = region.nodes.filter { trusts.mayBePerson($0) }
    let kept = Self.workable(controllers, region, lookThrough)
    self.controllers = kept
    controllersCut = controllers.count - kept.count
    let parties = kept.map(\.party)
    let region = region
    let outside = parties.filter { region.local($0) == nil }
      .map { OwnershipRegion(owning: $0, in: holdings) }
    votesDiffer = ([region] + outside).contains { part in
      part.holding.contains { holdings.all[Int($0)].votesDiffer }
    }
    let stated = lookThrough
    byMeasure = (votesDiffer ? [Measure.capital, .votes] : [.capital]).map { measure in
      var table = Self.table(of: parties, persons, region, holdings, measure)
      table.add(region, holdings, measure, stated: measure == .capital ? stated : nil)
      return table
    }
  }

  /// The controllers that the work suffices for, ascending: those that control for certain first.
  private static func workable(
    _ controllers: [Controller], _ region: OwnershipRegion, _ answer: LookThrough
  ) -> [Controller] {
    let solves =
      answer.method == .exact
      ? max(boundedSolves, controllerWork / max(1, region.holding.count)) : boundedSolves
    guard controllers.count > solves else { return controllers }
    return controllers.sorted { a, b in
      a.verdict != b.verdict ? a.verdict > b.verdict : a.party < b.party
    }.prefix(solves).sorted { $0.party < $1.party }
  }

  /// The measures that give answers of their own.
  var measures: [Measure] { votesDiffer ? [.capital, .votes] : [.capital] }

  /// Everybody's shares in the company and its controllers; votes are the shares where none are stated.
  func interests(_ measure: Measure) -> Interests {
    measure == .votes && votesDiffer ? byMeasure[1] : byMeasure[0]
  }

  /// Whether a party's look-through share rests on a column above 100 %, so that it is too high.
  func isOverfull(_ party: Int32, _ measure: Measure) -> Bool {
    overfull[measure]?.contains(party) ?? false
  }

  /// Companies in which more than the whole is stated, whatever the rounding.
  private static func overfullColumns(
    _ region: OwnershipRegion, _ holdings: Holdings, _ measure: Measure
  ) -> [Int32] {
    (0..<Int32(region.count)).filter {
      let total = holdings.total(of: region.nodes[Int($0)], measure)
      return total.min - total.rounding > Int128(Share.whole)
    }
  }

  /// An empty tally of stakes in the company.
  func tally(_ measure: Measure) -> StakeTally {
    StakeTally(totals[measure] ?? ColumnTotal(), measure)
  }

  /// What a party directly holds of the company.
  func stake(of party: Int32) -> Holding? { Self.stake(of: party, in: subject, holdings) }

  private static func stake(of party: Int32, in company: Int32, _ holdings: Holdings) -> Holding? {
    holdings.holding(of: party, in: company)
  }

  func isInside(_ party: Int32) -> Bool { region.local(party) != nil }

  /// The shares of all owners in the controllers: person by person where those are fewer, since one
  /// solve gives what a person holds of every company, else controller by controller.
  private static func table(
    of controllers: [Int32], _ persons: [Int32], _ region: OwnershipRegion, _ holdings: Holdings,
    _ measure: Measure
  ) -> Interests {
    if persons.count < controllers.count, controllers.allSatisfy({ region.local($0) != nil }) {
      do throws(ShareSystem.Failure) {
        var table = Interests()
        for person in persons {
          try table.add(of: person, in: controllers, region, holdings, measure)
        }
        return table
      } catch {
        return each(controllers, holdings, measure)
      }
    }
    return each(controllers, holdings, measure)
  }

  private static func each(
    _ controllers: [Int32], _ holdings: Holdings, _ measure: Measure
  ) -> Interests {
    var table = Interests()
    for party in controllers {
      table.add(OwnershipRegion(owning: party, in: holdings), holdings, measure)
    }
    return table
  }
}

extension Holdings {
  /// What a party directly holds of a company: O(log holders).
  func holding(of party: Int32, in company: Int32) -> Holding? {
    let column = column(company)
    var (low, high) = (column.lowerBound, column.upperBound)
    while low < high {
      let middle = (low + high) / 2
      if all[middle].owner < party { low = middle + 1 } else { high = middle }
    }
    return low < column.upperBound && all[low].owner == party ? all[low] : nil
  }
}
