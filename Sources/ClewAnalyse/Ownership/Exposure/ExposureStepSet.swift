import ClewModel

/// Which of many parties have a row in a small table, and where.
///
/// Dense: four bytes for each party of the snapshot, emptied at the cost of what was touched, so that
/// thousands of fixpoints over a million parties each cost only what they reach. Sparse: for one
/// question about one party.
struct PartyTable {
  private var dense: [Int32]
  private var sparse: [Int32: Int32] = [:]
  /// The parties in the order of their rows.
  private(set) var parties: [Int32] = []

  /// - Parameter count: all parties; nil makes a sparse table.
  init(count: Int?) { dense = [Int32](repeating: 0, count: count ?? 0) }

  /// The row of a party, nil where it has none.
  func row(of party: Int32) -> Int? {
    let row = dense.isEmpty ? sparse[party] ?? 0 : dense[Int(party)]
    return row == 0 ? nil : Int(row) - 1
  }

  mutating func add(_ party: Int32) -> Int {
    parties.append(party)
    let row = Int32(parties.count)
    if dense.isEmpty { sparse[party] = row } else { dense[Int(party)] = row }
    return Int(row) - 1
  }

  mutating func clear() {
    if dense.isEmpty {
      sparse.removeAll(keepingCapacity: true)
    } else {
      for party in parties { dense[Int(party)] = 0 }
    }
    parties.removeAll(keepingCapacity: true)
  }
}

/// How a least fixpoint of a step rule is taken.
struct StepQuestion {
  var rule: Regime.Rule
  var measure: Measure = .capital
  /// On the most that bands and rounding allow, and with what may hold only.
  var possible: Bool
  /// Whether stated control attributes a company as a holding does.
  var countsControl: Bool
  /// The only companies that matter; nil takes all.
  var within: Set<Int32>?
}

/// The least set that holds some seeds and every company whose owners in the set together pass the
/// test of a rule, or that one of them is stated to control.
///
/// Made to be filled again and again: a filling costs the holdings of the parties that come in.
struct StepSet {
  static let outside: Int32 = .max

  let question: StepQuestion
  private let holdings: Holdings
  private var table: PartyTable
  /// By row: when it came in, 0 for seeds; what the members hold of it, apart from itself; the row
  /// of the control link that brought it in, -1 where its owners did.
  private var ranks: [Int32] = []
  private var tallies: [ColumnSum] = []
  private var controlRows: [Int32] = []
  /// The members, seeds first, round by round.
  private(set) var members: [Int32] = []
  /// The first round in which control brought anything in: what came before is owned.
  private var controlRound = outside
  /// The columns that were added up, once for all fillings.
  private var totals: [Int32: ColumnTotal] = [:]

  init(_ question: StepQuestion, _ holdings: Holdings) {
    self.question = question
    self.holdings = holdings
    table = PartyTable(count: question.within == nil ? holdings.partyCount : nil)
  }

  /// Rounds: all stakes of the parties that came in together count before any new one comes in, so
  /// that the answer does not depend on an order. Stated control waits until no stake brings anybody
  /// in any more, so that what can be owned is not put down to control. Every holding is counted
  /// once.
  mutating func fill(_ seeds: [Int32]) {
    clear()
    for seed in seeds where rank(of: seed) == Self.outside { come(seed, round: 0, control: -1) }
    var round: Int32 = 0
    var next = 0
    var touched: [Int32] = []
    var stated: [Int32] = []
    while next < members.count {
      round += 1
      touched.removeAll(keepingCapacity: true)
      let end = members.count
      while next < end {
        count(members[next], &touched, &stated)
        next += 1
      }
      for company in touched where rank(of: company) == Self.outside && passes(company) {
        come(company, round: round, control: -1)
      }
      guard next == members.count else { continue }
      for row in stated {
        let company = holdings.controls.rows[Int(row)].to
        guard rank(of: company) == Self.outside else { continue }
        controlRound = min(controlRound, round)
        come(company, round: round, control: row)
      }
      stated.removeAll(keepingCapacity: true)
    }
  }

  private mutating func clear() {
    table.clear()
    ranks.removeAll(keepingCapacity: true)
    tallies.removeAll(keepingCapacity: true)
    controlRows.removeAll(keepingCapacity: true)
    members.removeAll(keepingCapacity: true)
    controlRound = Self.outside
  }

  private mutating func row(of party: Int32) -> Int {
    if let row = table.row(of: party) { return row }
    ranks.append(Self.outside)
    tallies.append(ColumnSum(knownTotal(of: party)))
    controlRows.append(-1)
    return table.add(party)
  }

  private mutating func come(_ party: Int32, round: Int32, control: Int32) {
    let row = row(of: party)
    ranks[row] = round
    controlRows[row] = control
    members.append(party)
  }

  /// Counts what a new member holds and controls. What a party holds of itself proves nothing.
  private mutating func count(_ owner: Int32, _ touched: inout [Int32], _ stated: inout [Int32]) {
    for i in holdings.row(owner) {
      let holding = holdings.all[Int(i)]
      guard holding.owned != owner, matters(holding.owned) else { continue }
      tallies[row(of: holding.owned)].add(holding, question.measure)
      touched.append(holding.owned)
    }
    guard question.countsControl else { return }
    for i in holdings.controls.by(owner) where counts(holdings.controls.rows[Int(i)]) {
      stated.append(i)
    }
  }

  private func matters(_ company: Int32) -> Bool { question.within?.contains(company) ?? true }

  /// Whether a link of control says enough for this set: on minima it has to hold for certain, and
  /// by a means that decides.
  func counts(_ link: ControlLinks.Row) -> Bool {
    question.countsControl && link.from != link.to && matters(link.to)
      && (question.possible || link.isCertain && link.means.isDecisive)
  }

  /// Whether the members together pass the test on a company.
  private func passes(_ company: Int32) -> Bool {
    isReached(by: tally(of: company))
  }

  private mutating func knownTotal(of company: Int32) -> ColumnTotal {
    if let known = totals[company] { return known }
    let total = total(of: company)
    totals[company] = total
    return total
  }

  // MARK: - What came of it

  /// What the column of a company comes to. On minima an open list of owners says nothing: the
  /// others do not count.
  func total(of company: Int32) -> ColumnTotal {
    if let known = totals[company] { return known }
    guard question.possible || holdings.completeness.asserts(company) else { return ColumnTotal() }
    return holdings.total(of: company, question.measure)
  }

  /// Whether what some holders have of a company passes the test of this set.
  func isReached(by sum: ColumnSum) -> Bool {
    let threshold = Int128(question.rule.threshold)
    return question.possible
      ? sum.mayPass(threshold, isInclusive: question.rule.isInclusive)
      : sum.passes(threshold, isInclusive: question.rule.isInclusive)
  }

  func rank(of party: Int32) -> Int32 { table.row(of: party).map { ranks[$0] } ?? Self.outside }

  func contains(_ party: Int32) -> Bool { rank(of: party) != Self.outside }

  /// The parties that members hold something of, members or not.
  var touched: [Int32] { table.parties }

  /// What the members hold of a party, apart from itself.
  func tally(of party: Int32) -> ColumnSum {
    table.row(of: party).map { tallies[$0] } ?? ColumnSum(ColumnTotal())
  }

  /// The link of control by which a member came in; nil where its owners brought it in.
  func controlLink(of party: Int32) -> Int32? {
    table.row(of: party).flatMap { controlRows[$0] < 0 ? nil : controlRows[$0] }
  }

  /// True for a party that the rule attributes: one that came in, and a seed that other members
  /// would bring in.
  func attributes(_ party: Int32) -> Bool {
    let rank = rank(of: party)
    guard rank == 0 else { return rank != Self.outside }
    return isReached(by: tally(of: party)) || !controlling(party).isEmpty
  }

  /// True for a party that is attributed without stated control anywhere on the way.
  func owns(_ party: Int32) -> Bool {
    let rank = rank(of: party)
    guard rank == 0 else { return rank < controlRound }
    var sum = ColumnSum(total(of: party))
    for number in stakes(in: party) where self.rank(of: holdings.all[number].owner) < controlRound {
      sum.add(holdings.all[number], question.measure)
    }
    return isReached(by: sum)
  }

  /// The links by which members are stated to control a party, as rows of `Holdings.controls`.
  func controlling(_ party: Int32) -> [Int32] {
    holdings.controls.over(party).filter {
      let link = holdings.controls.rows[Int($0)]
      return counts(link) && contains(link.from)
    }
  }

  /// The holdings that count in a party: of members, but not its own.
  func stakes(in party: Int32) -> [Int] {
    holdings.column(party).filter {
      holdings.all[$0].owner != party && contains(holdings.all[$0].owner)
    }
  }
}
