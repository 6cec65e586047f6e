import ClewModel

/// Statements that agree are paired one to one in time order.
extension DuplicateResolver {
  private struct Amount: Hashable {
    var mantissa: Int64
    var scale: Int64
    var currency: Int64

    init(_ content: PaymentStatement.Content) {
      (mantissa, scale, currency) = (content.mantissa, content.scale, content.currency)
    }
  }

  private struct ServicerKey: Hashable {
    var account: Int64
    var isFrom: Bool
    var reference: String
    var amount: Amount
  }

  private struct EndToEndKey: Hashable {
    var reference: String
    var amount: Amount
    /// Nil where the accounts need only not contradict each other.
    var sides: PaymentSides?
  }

  /// One entry of an account, stated in the notice, the report and the statement of its bank. What
  /// stands side by side in one list of a file is two entries, but for a pending and a booked one.
  mutating func joinServicerReferences() {
    var groups: [ServicerKey: [Int]] = [:]
    for (position, statement) in statements.enumerated() {
      guard let reference = statement.servicerReference else { continue }
      let (content, amount) = (statement.content, Amount(statement.content))
      for (account, isFrom) in [(content.from, true), (content.to, false)] {
        guard let account, account > 0 else { continue }
        let key = ServicerKey(
          account: account, isFrom: isFrom, reference: reference, amount: amount)
        groups[key, default: []].append(position)
      }
    }
    for group in inOrder(groups.values.filter { $0.count > 1 }) {
      pair(group, .servicerReference) { statement in
        PaymentStatement.lane(
          "\(statement.origin)\u{1F}\(statement.source)\u{1F}\(statement.container)",
          statement.standing)
      }
    }
  }

  /// Statements that name the same accounts first; then those of which one names fewer.
  mutating func joinEndToEnd() {
    for isExact in [true, false] {
      var groups: [EndToEndKey: [Int]] = [:]
      for (position, statement) in statements.enumerated() {
        guard let reference = statement.endToEnd else { continue }
        let key = EndToEndKey(
          reference: reference, amount: Amount(statement.content),
          sides: isExact ? statement.sides : nil)
        groups[key, default: []].append(position)
      }
      for group in inOrder(groups.values.filter { $0.count > 1 }) {
        pair(group, .endToEnd) { "\($0.origin)\u{1F}\($0.source)" }
      }
    }
  }

  mutating func joinPayments() {
    var payments: [PaymentStatement.Content: [Int]] = [:]
    for (position, statement) in statements.enumerated() where statement.standing != .void {
      guard let from = statement.content.from, let to = statement.content.to, from > 0, to > 0
      else { continue }
      payments[statement.content, default: []].append(position)
    }
    for group in inOrder(payments.values.filter { $0.count > 1 }) {
      pair(group, .samePayment, lane: \.lane)
    }
  }

  /// Statements known to be of one payment, and who states it.
  private struct Unit {
    /// What a bank calls the entry, and when it booked it.
    struct Booking: Hashable {
      var reporter: String
      var reference: String
      var day: Int64
    }

    /// The earliest statement, which places the unit in time.
    var first: Int
    var lanes: Set<String> = []
    var uetrs: Set<String> = []
    var endToEnds: Set<String> = []
    var bookings: Set<Booking> = []
    /// What is stated of the accounts: by all, and by those that say money moved.
    var sides = PaymentSides()
    var settledSides = PaymentSides()

    mutating func add(_ statement: PaymentStatement, lane: String) {
      lanes.insert(lane)
      if let uetr = statement.uetr { uetrs.insert(uetr) }
      if let endToEnd = statement.endToEnd { endToEnds.insert(endToEnd) }
      if let reference = statement.servicerReference, statement.standing == .settled {
        bookings.insert(
          Booking(reporter: statement.reporter, reference: reference, day: statement.day))
      }
      sides.add(statement.sides)
      if statement.standing == .settled { settledSides.add(statement.sides) }
    }

    mutating func absorb(_ other: Unit) {
      lanes.formUnion(other.lanes)
      uetrs.formUnion(other.uetrs)
      endToEnds.formUnion(other.endToEnds)
      bookings.formUnion(other.bookings)
      sides.add(other.sides)
      settledSides.add(other.settledSides)
    }

    /// True where nothing that either states speaks against one payment.
    func mayEqual(_ other: Unit) -> Bool {
      lanes.isDisjoint(with: other.lanes)
        && (sides.covers(other.sides) || other.sides.covers(sides))
        && (settledSides.covers(other.settledSides) || other.settledSides.covers(settledSides))
        && Self.agree(uetrs, other.uetrs) && Self.agree(endToEnds, other.endToEnds)
        && !bookings.contains { own in
          other.bookings.contains {
            $0.reporter == own.reporter && $0.reference != own.reference && $0.day != own.day
          }
        }
    }

    private static func agree(_ a: Set<String>, _ b: Set<String>) -> Bool {
      a.isEmpty || b.isEmpty || !a.isDisjoint(with: b)
    }
  }

  private mutating func units(
    of group: [Int], lane: (PaymentStatement) -> String
  ) -> [Unit] {
    var units: [Unit] = []
    var seen = Set<Int>()
    for position in group.sorted(by: precedes) {
      let root = forest.root(of: position)
      guard seen.insert(root).inserted else { continue }
      var unit = Unit(first: position)
      for member in sets[root] ?? [position] {
        unit.add(statements[member], lane: lane(statements[member]))
      }
      units.append(unit)
    }
    return units
  }

  /// Takes the lanes in the order of their names; each of a lane's payments joins the earliest
  /// payment of the lanes before it that lies within the rule's days, has no statement of that lane
  /// yet, and does not speak against it.
  ///
  /// - Complexity: O(n log n) for n statements, but for stretches where many equal payments speak
  ///   against each other; once more for each statement that brings others together.
  private mutating func pair(
    _ group: [Int], _ rule: DuplicateRule, lane: (PaymentStatement) -> String
  ) {
    let first = statements[group[0]]
    guard group.contains(where: { lane(statements[$0]) != lane(first) }) else { return }
    // A statement that names both accounts can bring two together that name one each.
    let isEven = group.allSatisfy { statements[$0].sides == first.sides }
    while pairOnce(group, rule, lane: lane), !isEven {}
  }

  /// - Returns: true where something was joined.
  private mutating func pairOnce(
    _ group: [Int], _ rule: DuplicateRule, lane: (PaymentStatement) -> String
  ) -> Bool {
    let before = joins.count
    var byLane: [String: [Unit]] = [:]
    for unit in units(of: group, lane: lane) {
      if let name = unit.lanes.min() { byLane[name, default: []].append(unit) }
    }
    var open: [Unit] = []
    for (name, units) in byLane.sorted(by: { $0.key < $1.key }) {
      var fresh: [Unit] = []
      var start = 0
      for unit in units {
        let day = statements[unit.first].day
        while start < open.count,
          statements[open[start].first].day < day - rule.days || open[start].lanes.contains(name)
        {
          start += 1
        }
        var candidate = start
        while candidate < open.count,
          statements[open[candidate].first].day <= day + rule.days, !fits(unit, open[candidate])
        {
          candidate += 1
        }
        if candidate < open.count, statements[open[candidate].first].day <= day + rule.days {
          join(open[candidate].first, unit.first, rule)
          open[candidate].absorb(unit)
        } else {
          fresh.append(unit)
        }
      }
      open = (open + fresh).sorted { precedes($0.first, $1.first) }
    }
    return joins.count > before
  }

  private mutating func fits(_ a: Unit, _ b: Unit) -> Bool {
    a.mayEqual(b) && !forest.areHeldApart(a.first, b.first)
  }
}
