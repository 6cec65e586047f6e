import ClewModel

/// The rules that take two statements for one payment; the raw value is the name in judgements.
package enum DuplicateRule: String, Hashable, Comparable, Sendable, CaseIterable {
  case uetr = "rule:uetr"
  case setID = "rule:set-id"
  case samePayment = "rule:same-payment"

  package static func < (a: DuplicateRule, b: DuplicateRule) -> Bool { a.rawValue < b.rawValue }

  package var why: String {
    switch self {
    case .uetr: "same UETR"
    case .setID: "same id in one set, equal accounts and amount, value dates within a day"
    case .samePayment:
      "equal accounts, amount and currency, value dates within a day, from two reporters"
    }
  }
}

/// A transaction as far as duplicates ask.
package struct PaymentStatement: Hashable, Sendable {
  /// Two accounts, an amount and a currency: what two statements of one payment share.
  package struct Content: Hashable, Sendable {
    /// Accounts; 0 for cash, nil for none.
    package var from: Int64?
    package var to: Int64?
    /// Without trailing zeros after the point.
    package var mantissa: Int64
    package var scale: Int64
    package var currency: Int64
  }

  package var id: Int64
  package var source: Int64
  package var content: Content
  /// The value date, days since 1970-01-01.
  package var day: Int64
  package var lo: Int64
  package var offset: Int64
  /// Who states it.
  package var reporter: String
  package var uetr: String?

  package init(
    id: Int64, source: Int64, content: Content, day: Int64, lo: Int64, offset: Int64,
    reporter: String, uetr: String? = nil
  ) {
    self.id = id
    self.source = source
    self.content = content
    self.day = day
    self.lo = lo
    self.offset = offset
    self.reporter = reporter
    self.uetr = uetr
    while self.content.scale > 0, self.content.mantissa.isMultiple(of: 10) {
      self.content.mantissa /= 10
      self.content.scale -= 1
    }
  }

  /// In what two statements of one payment differ, in words.
  func differences(from other: PaymentStatement) -> [String] {
    var terms: [String] = []
    if (content.mantissa, content.scale) != (other.content.mantissa, other.content.scale) {
      terms.append("amount")
    }
    if content.currency != other.content.currency { terms.append("currency") }
    if content.from != other.content.from { terms.append("paying account") }
    if content.to != other.content.to { terms.append("receiving account") }
    if abs(day - other.day) > 1 { terms.append("value date") }
    return terms
  }

  /// Same content, value dates within a day.
  func agrees(with other: PaymentStatement) -> Bool {
    content == other.content && abs(day - other.day) <= 1
  }

  /// The order in time; the place in the file and the id settle ties.
  fileprivate static func precedes(_ a: PaymentStatement, _ b: PaymentStatement) -> Bool {
    (a.day, a.lo, a.offset, a.id) < (b.day, b.lo, b.offset, b.id)
  }
}

/// Which statements are of one payment: a pure function of the statements and what persons judged.
///
/// Persons first, then the UETR, then equal ids of one set, then equal payments from different
/// reporters, paired one to one in time order: two equal payments on one day that both banks state
/// stay two. Reporters are taken in the order of their names, never of their files.
package struct DuplicateResolver {
  package struct Join: Hashable, Sendable {
    /// Positions in the statements, `a < b`.
    package var a: Int
    package var b: Int
    package var rule: DuplicateRule
  }

  package struct Result: Sendable {
    /// For each statement the first one of its payment.
    package var canonical: [Int]
    package var joins: [Join]
  }

  private let statements: [PaymentStatement]
  private var forest: IdentityForest
  private var joins: [Join] = []

  /// - Parameters:
  ///   - statements: in ascending id.
  ///   - sameIDs: positions that share an id of one set, ascending in each group.
  ///   - held: what persons hold of positions, undone ones left out.
  package static func resolve(
    _ statements: [PaymentStatement], sameIDs: [[Int]], held: [Resolver.Held]
  ) -> Result {
    var resolver = DuplicateResolver(statements)
    resolver.forest.hear(held)
    resolver.joinUETRs()
    for group in sameIDs { resolver.joinAgreeing(group) }
    resolver.joinPayments()
    var lowest: [Int: Int] = [:]
    var canonical = [Int](repeating: 0, count: statements.count)
    for position in statements.indices {
      let root = resolver.forest.root(of: position)
      let first = lowest[root] ?? position
      lowest[root] = first
      canonical[position] = first
    }
    return Result(canonical: canonical, joins: resolver.joins)
  }

  private init(_ statements: [PaymentStatement]) {
    self.statements = statements
    forest = IdentityForest(count: statements.count, attributes: [:])
  }

  private mutating func join(_ a: Int, _ b: Int, _ rule: DuplicateRule) {
    guard !forest.areHeldApart(a, b) else { return }
    forest.join(a, b)
    joins.append(Join(a: min(a, b), b: max(a, b), rule: rule))
  }

  private mutating func joinUETRs() {
    var groups: [String: [Int]] = [:]
    for (position, statement) in statements.enumerated() {
      if let uetr = statement.uetr { groups[uetr, default: []].append(position) }
    }
    for (_, group) in groups.sorted(by: { $0.key < $1.key }) {
      for position in group.dropFirst() { join(group[0], position, .uetr) }
    }
  }

  /// Joins the statements of one id that agree; the others stay apart.
  private mutating func joinAgreeing(_ group: [Int]) {
    for agreeing in Self.agreeing(group, in: statements) {
      for position in agreeing.dropFirst() { join(agreeing[0], position, .setID) }
    }
  }

  /// Classes of equal content whose value dates lie within a day of the class's first, each
  /// ascending.
  static func agreeing(_ group: [Int], in statements: [PaymentStatement]) -> [[Int]] {
    var byContent: [PaymentStatement.Content: [Int]] = [:]
    for position in group { byContent[statements[position].content, default: []].append(position) }
    var classes: [[Int]] = []
    for positions in byContent.values {
      let inTime = positions.sorted { PaymentStatement.precedes(statements[$0], statements[$1]) }
      var current: [Int] = []
      for position in inTime {
        if let first = current.first, statements[position].day - statements[first].day > 1 {
          classes.append(current.sorted())
          current = []
        }
        current.append(position)
      }
      classes.append(current.sorted())
    }
    return classes.sorted { $0[0] < $1[0] }
  }
}

// MARK: - Equal payments from different reporters

extension DuplicateResolver {
  /// Statements known to be of one payment, and who states it.
  private struct Unit {
    /// The earliest statement, which places the unit in time.
    var first: Int
    var lowest: Int
    var reporters: Set<String>
    var uetrs: Set<String>
  }

  private mutating func joinPayments() {
    var payments: [PaymentStatement.Content: [Int]] = [:]
    for (position, statement) in statements.enumerated() {
      guard let from = statement.content.from, let to = statement.content.to, from > 0, to > 0
      else { continue }
      payments[statement.content, default: []].append(position)
    }
    let groups = payments.values.filter { group in
      group.contains { statements[$0].reporter != statements[group[0]].reporter }
    }
    for group in groups.sorted(by: { $0[0] < $1[0] }) { pair(group) }
  }

  private mutating func units(of group: [Int]) -> [Unit] {
    var units: [Int: Unit] = [:]
    let inTime = group.sorted { PaymentStatement.precedes(statements[$0], statements[$1]) }
    for position in inTime {
      let root = forest.root(of: position)
      var unit =
        units[root] ?? Unit(first: position, lowest: position, reporters: [], uetrs: [])
      unit.lowest = min(unit.lowest, position)
      unit.reporters.insert(statements[position].reporter)
      if let uetr = statements[position].uetr { unit.uetrs.insert(uetr) }
      units[root] = unit
    }
    return units.values.sorted {
      PaymentStatement.precedes(statements[$0.first], statements[$1.first])
    }
  }

  /// Takes the reporters in order; each of a reporter's payments joins the earliest payment of the
  /// reporters before it that lies within a day and has no statement of that reporter yet.
  ///
  /// - Complexity: O(n log n) for n statements, but for stretches where many equal payments are
  ///   held apart by persons or UETRs.
  private mutating func pair(_ group: [Int]) {
    var byReporter: [String: [Unit]] = [:]
    for unit in units(of: group) {
      if let reporter = unit.reporters.min() { byReporter[reporter, default: []].append(unit) }
    }
    var open: [Unit] = []
    for (reporter, units) in byReporter.sorted(by: { $0.key < $1.key }) {
      var fresh: [Unit] = []
      var start = 0
      for unit in units {
        let day = statements[unit.first].day
        while start < open.count,
          statements[open[start].first].day < day - 1
            || open[start].reporters.contains(reporter)
        {
          start += 1
        }
        var candidate = start
        while candidate < open.count, statements[open[candidate].first].day <= day + 1,
          !fits(unit, open[candidate])
        {
          candidate += 1
        }
        if candidate < open.count, statements[open[candidate].first].day <= day + 1 {
          join(open[candidate].lowest, unit.lowest, .samePayment)
          open[candidate].lowest = min(open[candidate].lowest, unit.lowest)
          open[candidate].reporters.formUnion(unit.reporters)
          open[candidate].uetrs.formUnion(unit.uetrs)
        } else {
          fresh.append(unit)
        }
      }
      open = (open + fresh).sorted {
        PaymentStatement.precedes(statements[$0.first], statements[$1.first])
      }
    }
  }

  private mutating func fits(_ a: Unit, _ b: Unit) -> Bool {
    a.reporters.isDisjoint(with: b.reporters)
      && (a.uetrs.isEmpty || b.uetrs.isEmpty || !a.uetrs.isDisjoint(with: b.uetrs))
      && !forest.areHeldApart(a.lowest, b.lowest)
  }
}
