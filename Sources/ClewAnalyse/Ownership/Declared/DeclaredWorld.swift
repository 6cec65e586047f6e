import ClewGraph
import ClewModel

/// What registers declare, beside the links themselves: everything the comparison and the findings
/// read.
package struct DeclaredWorld: Sendable {
  package var snapshot: Snapshot
  package var moment: Moment
  /// The register of every source; one that is not here is `other`.
  package var registers: [Int32: DeclaringRegister]
  /// Links that their source states to be beneficial ownership or control, or not to be.
  package var beneficial: [Int64: Bool]
  /// Dates of birth, death, foundation and dissolution by party.
  package var dates: [Int32: PartyDates]

  package init(
    _ snapshot: Snapshot, at moment: Moment, registers: [Int32: DeclaringRegister] = [:],
    beneficial: [Int64: Bool] = [:], dates: [Int32: PartyDates] = [:]
  ) {
    self.snapshot = snapshot
    self.moment = moment
    self.registers = registers
    self.beneficial = beneficial
    self.dates = dates
  }

  func register(of source: Int32) -> DeclaringRegister { registers[source] ?? .other }

  /// True for a statement of ownership or control between two parties that may hold on the day.
  func holds(_ link: LinkRow) -> Bool {
    Self.kinds.contains(link.kind) && isBetweenParties(link) && moment.holds(link) != .no
  }

  static let kinds: Set<LinkKind> = [.ownership, .control]

  func isBetweenParties(_ link: LinkRow) -> Bool {
    Int(link.from) < snapshot.partyCount && Int(link.to) < snapshot.partyCount
  }

  /// True for a link that is a register's conclusion, direct or not: a person with significant
  /// control, an accounting parent, an owner stated as beneficial, an indirect interest. Any other
  /// link states who holds the shares.
  func isDeclaration(_ link: LinkRow) -> Bool {
    if link.direct == false || beneficial[link.id] == true { return true }
    switch register(of: link.source) {
    case .ukPSC: return true
    case .gleif, .ftm: return link.kind == .control
    case .bods, .other: return false
    }
  }

  /// Statements about owners that are not named, as far as they hold on the day.
  var ownerStatements: [OwnerStatementRow] {
    snapshot.ownerStatements.filter { moment.holds($0.statement) }
  }
}

extension Moment {
  /// Whether a statement about owners that are not named may hold on the day: see `holds` of a link.
  package func holds(_ statement: OwnerStatement) -> Bool {
    if let start = statement.start, asOf < start.firstDay { return false }
    if let end = statement.end, asOf >= end.lastDay { return false }
    if let knownBy, let known = statement.known, knownBy < known.firstDay { return false }
    return true
  }
}
