import ClewGraph
import ClewModel

/// Finds a user's pattern: a bounded backtracking join over the time-ordered lists of payments.
///
/// Different variables are different accounts. Step by step a payment is taken that the bindings so
/// far admit; a variable that stands for several is the largest set of accounts that fits, each with
/// its first payments that do. Findings are maximal: one whose payments another holds is left out.
///
/// Complexity: the partial matches that times and amounts admit; stops at the work limit and says so.
package struct PatternSearch {
  let index: FlowIndex
  let payments: Payments
  let pattern: PaymentPattern
  let question: DetectorQuestion
  let admits: [Bool]?
  let window: Int64
  let isStrict: Bool

  /// - Parameter admits: by edge of the index; false for one that is not searched.
  package init(
    _ index: FlowIndex, _ payments: Payments, _ pattern: PaymentPattern,
    _ question: DetectorQuestion, admits: [Bool]? = nil
  ) {
    self.index = index
    self.payments = payments
    self.pattern = pattern
    self.question = question
    self.admits = admits
    window = question.window ?? pattern.window
    isStrict = question.order.map { $0 == .strict } ?? pattern.isStrict
  }

  package func run() -> Detection {
    var detection = Detection()
    var walk = PatternWalk(search: self, work: question.workLimit)
    var matches: [PatternMatch] = []
    var cut = 0
    guard let first = pattern.steps.first else { return detection }
    let byPayee = first.each == first.from
    for node in 0..<Int32(index.nodeCount) where walk.work > 0 {
      let edges = byPayee ? index.into(node) : index.out(of: node)
      guard edges.count >= first.count.lowerBound else { continue }
      walk.reset()
      for edge in edges where admits?[Int(edge)] ?? true {
        guard walk.found.count < question.findingsPerHub, walk.work > 0 else { break }
        walk.start(at: edge, node: node)
      }
      if walk.found.count >= question.findingsPerHub { cut += 1 }
      matches += maximal(walk.found)
    }
    if walk.work <= 0 {
      detection.isExhaustive = false
      detection.notSearched.append("\(pattern.name): the limit of work was reached")
    }
    if cut > 0 {
      detection.isExhaustive = false
      detection.notSearched.append(
        "\(pattern.name): \(cut) accounts begin more matches than were followed")
    }
    let kept = maximal(matches).filter { !$0.isTooMany }
    let rate = IndicatorScore.share(
      Int128(kept.reduce(0) { $0 + $1.edges.count }), of: Int128(index.count))
    detection.findings = kept.map { finding($0, rate) }
    return detection
  }

  /// Matches whose payments no other match holds, by their edges; each set of edges once.
  private func maximal(_ matches: [PatternMatch]) -> [PatternMatch] {
    var ordered = matches.map { (edges: $0.edges, match: $0) }
    ordered.sort { (a: (edges: [Int32], match: PatternMatch), b) -> Bool in
      a.edges.count != b.edges.count
        ? a.edges.count > b.edges.count : a.edges.lexicographicallyPrecedes(b.edges)
    }
    var kept: [(edges: [Int32], match: PatternMatch)] = []
    var holding: [Int32: [Int]] = [:]
    for candidate in ordered {
      guard let first = candidate.edges.first else { continue }
      let isInside = (holding[first] ?? []).contains {
        Set(candidate.edges).isSubset(of: kept[$0].edges)
      }
      guard !isInside else { continue }
      for edge in candidate.edges { holding[edge, default: []].append(kept.count) }
      kept.append(candidate)
    }
    kept.sort { $0.edges.lexicographicallyPrecedes($1.edges) }
    return kept.map(\.match)
  }

  /// - Parameter rate: the share of all payments that lie in matches.
  private func finding(_ match: PatternMatch, _ rate: String) -> PatternFinding {
    let variables = pattern.variables
    var roles: [Int32: PatternFinding.Role] = [:]
    for (position, variable) in variables.enumerated() {
      let role: PatternFinding.Role =
        position == 0
        ? (pattern.steps[0].each == variable ? .source : .origin)
        : position == variables.count - 1 ? .beneficiary : .intermediary
      for node in match.accounts(of: variable) { roles[node] = role }
    }
    var finding = PatternFinding(
      kind: pattern.name, rows: match.edges.map { index.rows[Int($0)] }.sortedByTime(payments),
      roles: roles.keys.sorted().map { PatternFinding.Member($0, roles[$0] ?? .member) })
    let late = isStrict ? 0 : match.outOfOrder(self)
    if late > 0 {
      finding.nearMiss = "\(late) of \(pattern.steps.count) steps possibly out of order"
    }
    let bound = variables.map { variable in
      "\(variable) \(match.accounts(of: variable).count)"
    }.joined(separator: ", ")
    finding.reasons = [
      PatternFinding.Reason(
        term: "fits the pattern", weight: 10_000,
        detail: "\(pattern.steps.count) steps in \(match.edges.count) payments; accounts: \(bound)",
        backgroundRate: rate)
    ]
    return finding
  }

  /// Whether an edge comes after another: certainly, or in that order in one source.
  func certainlyFollows(_ later: Int32, _ earlier: Int32) -> Bool {
    let (a, b) = (Int(earlier), Int(later))
    if index.hi[a] < index.lo[b] { return true }
    let (x, y) = (Int(index.rows[a]), Int(index.rows[b]))
    return x < y && index.lo[a] <= index.lo[b] && payments.source(of: x) == payments.source(of: y)
  }

  func amount(_ edge: Int32) -> Money { payments.amount(of: Int(index.rows[Int(edge)])) }
}

extension [Int32] {
  /// Rows of payments by start, then row.
  func sortedByTime(_ payments: Payments) -> [Int32] {
    sorted { (a: Int32, b: Int32) -> Bool in
      let (x, y) = (payments.lo[Int(a)], payments.lo[Int(b)])
      return x != y ? x < y : a < b
    }
  }
}

/// One match: the account of each variable, and the edges of each step.
struct PatternMatch {
  /// By variable that stands for one account.
  var single: [String: Int32]
  var severalName: String?
  /// The accounts of the variable that stands for several, each with its edge by step.
  var members: [Branch]
  /// The edges of steps between single accounts, by step.
  var steps: [Int: [Int32]]
  /// Fits but for more accounts or payments than the pattern allows: then no part of it fits either.
  var isTooMany = false

  /// One of several accounts.
  struct Branch {
    var node: Int32
    /// Its payment by step.
    var edges: [Int: Int32]
    /// All payments that could have brought it in, by time.
    var candidates: [Int32]
  }

  /// Ascending.
  var edges: [Int32] {
    (steps.values.flatMap { $0 } + members.flatMap { $0.edges.values }).sorted()
  }

  func accounts(of variable: String) -> [Int32] {
    variable == severalName ? members.map(\.node) : single[variable].map { [$0] } ?? []
  }

  func edges(of step: Int) -> [Int32] {
    steps[step] ?? members.compactMap { $0.edges[step] }
  }

  /// How many steps have a payment that does not certainly follow what it should.
  func outOfOrder(_ search: PatternSearch) -> Int {
    (1..<max(1, search.pattern.steps.count)).filter { step in
      let now = edges(of: step)
      let before = edges(of: step - 1)
      if steps[step] == nil, steps[step - 1] == nil {
        return members.contains { member in
          guard let a = member.edges[step - 1], let b = member.edges[step] else { return false }
          return !search.certainlyFollows(b, a)
        }
      }
      return now.contains { later in before.contains { !search.certainlyFollows(later, $0) } }
    }.count
  }
}
