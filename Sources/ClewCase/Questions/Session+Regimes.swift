import ClewAnalyse
import ClewModel
import ClewRender

extension Session {
  /// The table of regimes, or one of them with all its rules.
  ///
  /// - Throws: `Failure`, code `unknown-regime`.
  package func regimes(_ name: String?, asOf: Day?) throws -> Answer {
    let day = asOf ?? surroundings.today
    let regimes = try name.map { [try RegimeChoice.regime($0)] } ?? Regime.all
    let json = JSON.object([
      "asOf": .string(day.description), "regimes": .array(regimes.map { $0.fullJSON(on: day) }),
    ])
    let tables = name == nil ? [Self.overview(regimes, day)] : regimes.map { $0.rulesTable(day) }
    return Answer(
      json: json, tables: tables,
      notes: ["not legal advice: a verdict says what a rule gives on the facts stated"],
      records: "regimes")
  }

  private static func overview(_ regimes: [Regime], _ day: Day) -> Table {
    Table(
      title: "Regimes, as of \(day)",
      columns: [
        "id", "alias", "decides", "asks", "in force", "how indirect shares count", "citation",
        "status", "checked",
      ],
      rows: regimes.map { regime in
        let rule = regime.rule(on: day)
        return [
          Table.Cell(regime.id, .id), Table.Cell(regime.aliases.joined(separator: ", ")),
          Table.Cell(regime.purpose.rawValue), Table.Cell(rule.thresholdText),
          Table.Cell(rule.forceText(on: day)), Table.Cell(rule.indirect),
          Table.Cell(rule.citation), Table.Cell(rule.status.rawValue),
          Table.Cell(rule.checkedOn.description),
        ]
      })
  }
}

/// The regimes that a question about owners names.
struct RegimeChoice {
  /// Everything that is computed: what was asked for, and the European regulation, which every answer
  /// has.
  let computed: [Regime]
  /// nil where nothing was asked for by name.
  private let named: Set<String>?
  let wantsCloseLinks: Bool

  /// For answers without regimes.
  static let none = RegimeChoice(computed: [], named: nil, wantsCloseLinks: false)

  private init(computed: [Regime], named: Set<String>?, wantsCloseLinks: Bool) {
    self.computed = computed
    self.named = named
    self.wantsCloseLinks = wantsCloseLinks
  }

  /// - Throws: `Failure`, codes `unknown-regime`, `exposure-regime`.
  init(_ texts: [String]) throws {
    let words = texts.flatMap { $0.split(separator: ",") }.map { String($0.trimmed) }
    let asked = try words.map(Self.regime)
    if let wrong = asked.first(where: { $0.purpose == .exposure }) {
      throw Failure(
        code: "exposure-regime",
        what: "\(wrong.id) is a rule about listed persons, not about owners.", place: "--regime",
        next: "Ask 'clew exposure --regime \(wrong.aliases.first ?? wrong.id)'.")
    }
    wantsCloseLinks = asked.contains { $0.id == Regime.closeLinks.id }
    named = asked.isEmpty ? nil : Set(asked.map(\.id))
    computed = Regime.beneficialOwnerRegimes.filter { regime in
      asked.isEmpty || regime.id == Regime.amlr.id || asked.contains { $0.id == regime.id }
    }
  }

  func isNamed(_ regime: Regime) -> Bool { named?.contains(regime.id) ?? false }

  /// The regimes for a table: those asked for, else those in force on the day.
  func shown(on day: Day) -> [Regime] {
    computed.filter { regime in
      named.map { $0.contains(regime.id) } ?? regime.rule(on: day).isInForce(on: day)
    }
  }

  /// The regime of an id or an alias.
  ///
  /// - Throws: `Failure`, code `unknown-regime`.
  static func regime(_ name: String) throws -> Regime {
    if let regime = Regime.named(name) { return regime }
    throw Failure(
      code: "unknown-regime", what: "There is no regime '\(name)'.", place: "--regime",
      next: "'clew regimes' lists them: \(Regime.all.map(\.id).joined(separator: ", ")).")
  }
}

extension Regime {
  /// The rule of a day with its source and how far its wording was checked, in one sentence.
  func sentence(on day: Day) -> String {
    let rule = rule(on: day)
    let force = rule.isInForce(on: day) && !rule.isSuspended ? "" : "; \(rule.forceText(on: day))"
    return "\(title) (\(id)): \(rule.thresholdText), \(rule.citation)\(force); "
      + "\(rule.status.rawValue), checked \(rule.checkedOn)"
      + (rule.caveat.map { "; \($0)" } ?? "")
  }

  /// The rule of a day, for the head of an answer.
  func json(on day: Day) -> JSON {
    let rule = rule(on: day)
    return .object([
      "id": .string(id), "title": .string(title), "asks": .string(rule.thresholdText),
      "from": .optional(rule.from?.description), "until": .optional(rule.until?.description),
      "inForce": .bool(rule.isInForce(on: day) && !rule.isSuspended),
      "status": .string(rule.status.rawValue), "citation": .string(rule.citation),
      "checkedOn": .string(rule.checkedOn.description), "caveat": .optional(rule.caveat),
    ])
  }

  /// Everything about a regime.
  func fullJSON(on day: Day) -> JSON {
    .object([
      "id": .string(id), "aliases": .strings(aliases), "title": .string(title),
      "purpose": .string(purpose.rawValue),
      "inForce": .bool(rules.contains { $0.isInForce(on: day) && !$0.isSuspended }),
      "rule": rule(on: day).json(on: day), "rules": .array(rules.map { $0.json(on: day) }),
    ])
  }

  fileprivate func rulesTable(_ day: Day) -> Table {
    var table = Table(
      title: "\(title) (\(id)), as of \(day)",
      columns: [
        "period", "in force", "asks", "several persons", "indirect", "control", "nobody found",
        "grounds", "citation", "status", "checked", "caveat",
      ],
      rows: rules.map { rule in
        [
          Table.Cell(rule.periodText), Table.Cell(rule.forceText(on: day)),
          Table.Cell(rule.thresholdText), Table.Cell(rule.aggregation),
          Table.Cell(rule.indirect), Table.Cell(rule.control), Table.Cell(rule.fallback ?? ""),
          Table.Cell(rule.groundsText), Table.Cell(rule.citation),
          Table.Cell(rule.status.rawValue), Table.Cell(rule.checkedOn.description),
          Table.Cell(rule.caveat ?? ""),
        ]
      })
    table.layout = .blocks
    return table
  }
}

extension Regime.Rule {
  /// `2017-06-26 to 2027-07-09`, both days included.
  var periodText: String {
    let last = until.map { Day(number: $0.number - 1).description }
    switch (from?.description, last) {
    case (nil, nil): return "always"
    case (let from?, nil): return "from \(from)"
    case (nil, let last?): return "to \(last)"
    case (let from?, let last?): return "\(from) to \(last)"
    }
  }

  /// `yes`, `suspended`, `applies from 2027-07-10`, `ended 2027-07-09`.
  func forceText(on day: Day) -> String {
    if isInForce(on: day) { return isSuspended ? "suspended" : "yes" }
    if let from, day < from { return "applies from \(from)" }
    return until.map { "ended \(Day(number: $0.number - 1))" } ?? "no"
  }

  /// The ways in which a beneficial owner is found, with what is only possible marked.
  fileprivate var groundsText: String {
    guard case .beneficialOwner(let test) = test else { return "" }
    let sure = test.decides.map { "\($0.attribution.rawValue): \($0.text)" }
    let open = test.opens.map { "\($0.attribution.rawValue) (possible only): \($0.text)" }
    let roles = test.trustRoles.map(\.name).joined(separator: ", ")
    return (sure + open + ["role: \(test.trustGround) (\(roles))"]).joined(separator: "; ")
  }

  fileprivate func json(on day: Day) -> JSON {
    var grounds: [JSON] = []
    var roles: [String] = []
    if case .beneficialOwner(let test) = test {
      for (list, isOpen) in [(test.decides, false), (test.opens, true)] {
        grounds += list.map {
          .object([
            "test": .string($0.attribution.rawValue), "ground": .string($0.text),
            "possibleOnly": .bool(isOpen),
          ])
        }
      }
      roles = test.trustRoles.map(\.name)
    }
    return .object([
      "from": .optional(from?.description), "until": .optional(until?.description),
      "inForce": .bool(isInForce(on: day) && !isSuspended), "suspended": .bool(isSuspended),
      "threshold": .string(ShareText.fraction(Int128(threshold))),
      "operator": .string(isInclusive ? ">=" : ">"), "aggregation": .string(aggregation),
      "indirect": .string(indirect), "control": .string(control), "fallback": .optional(fallback),
      "grounds": .array(grounds), "trustRoles": .strings(roles), "citation": .string(citation),
      "status": .string(status.rawValue), "caveat": .optional(caveat),
      "checkedOn": .string(checkedOn.description),
    ])
  }
}
