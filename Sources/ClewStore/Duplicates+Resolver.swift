import ClewModel

/// The rules that take two statements for one payment; the raw value is the name in judgements.
package enum DuplicateRule: String, Hashable, Comparable, Sendable, CaseIterable {
  case uetr = "rule:uetr"
  case setID = "rule:set-id"
  case servicerReference = "rule:servicer-reference"
  case endToEnd = "rule:end-to-end"
  case samePayment = "rule:same-payment"

  package static func < (a: DuplicateRule, b: DuplicateRule) -> Bool { a.rawValue < b.rawValue }

  package var why: String {
    switch self {
    case .uetr: "same UETR, accounts that do not contradict each other"
    case .setID:
      "same id of one set, filer or sender, equal accounts and amount, value dates within a day"
    case .servicerReference:
      "same reference of the bank for one account, equal amount and currency, within"
        + " \(days) days"
    case .endToEnd:
      "same end-to-end reference, equal amount and currency, accounts that do not contradict each"
        + " other, value dates within \(days) days"
    case .samePayment:
      "equal accounts, amount and currency, value dates within a day, from two reporters or once"
        + " before it was booked"
    }
  }

  /// How far apart two statements of one payment may lie.
  var days: Int64 {
    switch self {
    case .uetr: .max
    case .setID, .samePayment: 1
    // A bank that numbers its entries anew each month repeats a reference after that.
    case .servicerReference: 14
    case .endToEnd: 5
    }
  }
}

/// Which statements are of one payment: a pure function of the statements and what persons judged.
///
/// Persons first, then the UETR, equal ids of one set, the bank's reference, the payer's end-to-end
/// reference, and equal payments from different reporters. But for UETRs and ids statements are
/// paired one to one in time order: two equal payments on one day that both banks state stay two.
/// Files are taken in the order of their content, never in that of reading.
///
/// No rule but that of persons joins settled statements of which none names all accounts that they
/// name together: an analysis reads one statement of a payment, and would lose an account.
package struct DuplicateResolver {
  package struct Join: Hashable, Sendable {
    /// Positions in the statements, `a < b`.
    package var a: Int
    package var b: Int
    package var rule: DuplicateRule
  }

  /// Two statements with one UETR that cannot be of one payment.
  package struct Conflict: Hashable, Sendable {
    package var a: Int
    package var b: Int
    /// `direction`, `paying account`, `receiving account`.
    package var terms: [String]
  }

  package struct Result: Sendable {
    /// For each statement the one that stands for its payment.
    package var canonical: [Int]
    /// For each statement whether a settled statement of its payment is known.
    package var isSettled: [Bool]
    package var joins: [Join]
    package var conflicts: [Conflict]
  }

  let statements: [PaymentStatement]
  var forest: IdentityForest
  /// By root: the positions of sets of more than one.
  private(set) var sets: [Int: [Int]] = [:]
  private(set) var joins: [Join] = []
  private var conflicts: [Conflict] = []

  /// - Parameters:
  ///   - statements: in ascending id.
  ///   - sameIDs: positions that share an id of one set, ascending in each group.
  ///   - held: what persons hold of positions, undone ones left out.
  package static func resolve(
    _ statements: [PaymentStatement], sameIDs: [[Int]], held: [Resolver.Held]
  ) -> Result {
    var resolver = DuplicateResolver(statements)
    resolver.hear(held)
    resolver.joinUETRs()
    for group in sameIDs { resolver.joinAgreeing(group) }
    resolver.joinServicerReferences()
    resolver.joinEndToEnd()
    resolver.joinPayments()
    return resolver.result()
  }

  private init(_ statements: [PaymentStatement]) {
    self.statements = statements
    forest = IdentityForest(count: statements.count, attributes: [:])
  }

  private mutating func hear(_ held: [Resolver.Held]) {
    forest.hear(held)
    var found: [Int: [Int]] = [:]
    for opinion in held where opinion.opinion == .same {
      found[forest.root(of: opinion.a), default: []] += [opinion.a]
      found[forest.root(of: opinion.b), default: []] += [opinion.b]
    }
    sets = found.mapValues { Set($0).sorted() }.filter { $0.value.count > 1 }
  }

  private mutating func result() -> Result {
    var best: [Int: Int] = [:]
    for position in statements.indices {
      let root = forest.root(of: position)
      if let known = best[root], !statements[position].represents(better: statements[known]) {
        continue
      }
      best[root] = position
    }
    var result = Result(canonical: [], isSettled: [], joins: joins, conflicts: [])
    for position in statements.indices {
      let canonical = best[forest.root(of: position)] ?? position
      result.canonical.append(canonical)
      result.isSettled.append(statements[canonical].standing == .settled)
    }
    result.conflicts = conflicts.filter {
      forest.root(of: $0.a) != forest.root(of: $0.b) && !forest.areHeldApart($0.a, $0.b)
    }
    return result
  }

  mutating func join(_ a: Int, _ b: Int, _ rule: DuplicateRule) {
    guard !forest.areHeldApart(a, b) else { return }
    let (x, y) = (forest.root(of: a), forest.root(of: b))
    if x != y {
      var large = sets.removeValue(forKey: x) ?? [x]
      var small = sets.removeValue(forKey: y) ?? [y]
      if large.count < small.count { swap(&large, &small) }
      large += small
      forest.join(a, b)
      sets[forest.root(of: a)] = large
    }
    joins.append(Join(a: min(a, b), b: max(a, b), rule: rule))
  }

  func precedes(_ a: Int, _ b: Int) -> Bool {
    PaymentStatement.precedes(statements[a], statements[b])
  }

  /// Groups in the order of their earliest statements, each group in time order.
  func inOrder(_ groups: some Sequence<[Int]>) -> [[Int]] {
    groups.map { $0.sorted(by: precedes) }.sorted { a, b in
      a.lexicographicallyPrecedes(b, by: precedes)
    }
  }
}

// MARK: - UETRs and ids

extension DuplicateResolver {
  /// More different pairs of accounts than this under one UETR: it identifies nothing.
  private static let mostSides = 64

  private mutating func joinUETRs() {
    var groups: [String: [Int]] = [:]
    for (position, statement) in statements.enumerated() {
      if let uetr = statement.uetr { groups[uetr, default: []].append(position) }
    }
    for (_, group) in groups.sorted(by: { $0.key < $1.key }) { joinOneUETR(group) }
  }

  /// Joins the statements that name the same accounts, and those that name fewer of them where it is
  /// clear to which they belong. Where no statement names both accounts of two, they stay apart.
  private mutating func joinOneUETR(_ group: [Int]) {
    var bySides: [PaymentSides: [Int]] = [:]
    for position in group { bySides[statements[position].sides, default: []].append(position) }
    for members in bySides.values.sorted(by: { $0[0] < $1[0] }) {
      for position in members.dropFirst() { join(members[0], position, .uetr) }
    }
    guard bySides.count > 1, bySides.count <= Self.mostSides else { return }
    let order = bySides.sorted { $0.value[0] < $1.value[0] }.map(\.key)
    var settled = order.filter { sides in
      bySides[sides, default: []].contains { statements[$0].standing == .settled }
    }
    if settled.isEmpty { settled = order }
    let widest = Self.widest(settled)
    // Orders and the like that name more than the settled statement they belong to.
    var fuller: [PaymentSides: [PaymentSides]] = [:]
    for sides in order where !widest.contains(sides) {
      let covering = widest.filter { $0.covers(sides) }
      let covered = widest.filter { sides.covers($0) }
      if covering.count == 1 {
        join(bySides, covering[0], sides)
      } else if covering.isEmpty, covered.count == 1 {
        fuller[covered[0], default: []].append(sides)
      }
    }
    for target in order {
      guard let found = fuller[target], Self.widest(found).count == 1 else { continue }
      for sides in found { join(bySides, target, sides) }
    }
    noteConflicts(Self.widest(order).compactMap { bySides[$0]?.first }.sorted())
  }

  private mutating func join(
    _ bySides: [PaymentSides: [Int]], _ a: PaymentSides, _ b: PaymentSides
  ) {
    guard let first = bySides[a]?.first, let second = bySides[b]?.first else { return }
    join(first, second, .uetr)
  }

  /// Those of which no other states more.
  private static func widest(_ all: [PaymentSides]) -> [PaymentSides] {
    all.filter { sides in !all.contains { $0 != sides && $0.covers(sides) } }
  }

  private mutating func noteConflicts(_ apart: [Int]) {
    for (number, position) in apart.enumerated() {
      for earlier in apart[..<number] {
        let terms = statements[earlier].sides.contradictions(to: statements[position].sides)
        guard !terms.isEmpty else { continue }
        conflicts.append(Conflict(a: earlier, b: position, terms: terms))
        break
      }
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
