import ClewAnalyse
import ClewModel
import ClewRender

/// What would change a verdict, in words, a table and JSON.
///
/// Values are exact to 10^-15 of the whole: here the last unit decides.
struct WhatWouldChangeReport {
  let answer: WhatWouldChange
  /// What is asked, as a heading: `Ada Lovelace as beneficial owner of Harbour Ltd (bo-eu-amlr)`.
  let question: String
  /// The words for a party, and its object.
  let name: (Int32) -> String
  let party: (Int32) -> JSON

  /// Rows of each kind that the table holds; JSON has them all.
  static let shown = 10

  /// Every party that the answer names.
  static func parties(_ answer: WhatWouldChange) -> Set<Int32> {
    var all: Set<Int32> = []
    for fact in answer.facts {
      all.insert(fact.company)
      if let owner = fact.owner { all.insert(owner) }
    }
    for move in answer.moves { all.formUnion([move.owner, move.company]) }
    let sets = answer.counterProof?.sets.flatMap(\.stakes) ?? []
    for stake in sets + (answer.counterProof?.proof ?? []) {
      all.formUnion([stake.from, stake.to])
    }
    return all
  }

  var json: JSON {
    .object([
      "question": .string(question), "verdict": .string(answer.base.verdict.rawValue),
      "margin": .string(Self.fraction(answer.base.margin)), "facts": .array(answer.facts.map(fact)),
      "moves": .array(answer.moves.map(move)),
      "proof": .array((answer.counterProof?.proof ?? []).map(stake)),
      "counterProofs": .array(
        (answer.counterProof?.sets ?? []).map { set in
          .object([
            "remove": .array(set.stakes.map(stake)), "verdict": .string(set.verdict.rawValue),
          ])
        }),
      "exhaustive": .object([
        "facts": .bool(answer.factsAreExhaustive), "moves": .bool(answer.movesAreExhaustive),
        "counterProofs": .bool(counterProofsAreExhaustive),
      ]), "notes": .strings(notes),
    ])
  }

  private var counterProofsAreExhaustive: Bool {
    answer.base.verdict != .yes || answer.counterProof?.isExhaustive == true
  }

  var table: Table {
    var rows: [[Table.Cell]] = []
    var footer: [String] = []
    func add(_ kind: String, _ lines: [(String, String)]) {
      rows += lines.prefix(Self.shown).map { line in
        [Table.Cell(line.0), Table.Cell(kind), Table.Cell(line.1)]
      }
      if lines.count > Self.shown {
        footer.append("\(lines.count - Self.shown) more of kind '\(kind)': see --json")
      }
    }
    add("missing fact", answer.facts.map { (text($0), Self.ids($0.links)) })
    add("share moved", answer.moves.map { (text($0), Self.ids($0.links)) })
    add(
      "stakes removed",
      (answer.counterProof?.sets ?? []).map { set in
        let stakes = set.stakes.map { "\(name($0.from)) in \(name($0.to))" }
        return (
          "without \(stakes.joined(separator: " and ")) the answer is \(set.verdict.rawValue)",
          Self.ids(set.stakes.flatMap(\.links))
        )
      })
    var table = Table(
      title: "What would change it: \(question), \(answer.base.verdict.rawValue) as stated",
      columns: [.init("change"), .init("kind"), .init("links")], rows: rows,
      footer: footer + notes)
    table.layout = .blocks
    return table
  }

  var notes: [String] {
    var notes: [String] = []
    if answer.facts.isEmpty, answer.factsAreExhaustive {
      notes.append("no single missing fact changes the answer")
    }
    if answer.moves.isEmpty, answer.movesAreExhaustive {
      notes.append("no move of a single share changes the answer")
    }
    notes.append("one thing is varied at a time: combinations of facts or moves are not searched")
    if !answer.factsAreExhaustive || !answer.movesAreExhaustive || !counterProofsAreExhaustive {
      notes.append(
        "the search was not carried to the end: there may be smaller changes than those listed")
    }
    return notes
  }

  private func fact(_ fact: MissingFact) -> JSON {
    .object([
      "kind": .string(Self.kind(fact.kind)), "owner": fact.owner.map(party) ?? .null,
      "company": party(fact.company), "links": .strings(fact.links.map { "L\($0)" }),
      "measure": .string(fact.measure == .capital ? "capital" : "votes"),
      "range": Self.band(fact.range),
      "outcomes": .array(
        fact.outcomes.map { outcome in
          .object([
            "min": .string(Self.fraction(outcome.values.min)),
            "max": .string(Self.fraction(outcome.values.max)),
            "verdict": .string(outcome.verdict.rawValue),
          ])
        }), "text": .string(text(fact)),
    ])
  }

  private func move(_ move: ShareMove) -> JSON {
    .object([
      "owner": party(move.owner), "company": party(move.company),
      "links": .strings(move.links.map { "L\($0)" }),
      "measure": .string(move.measure == .capital ? "capital" : "votes"),
      "change": .string(Self.fraction(Int128(move.change))),
      "verdict": .string(move.verdict.rawValue), "text": .string(text(move)),
    ])
  }

  private func stake(_ stake: CounterProof.Stake) -> JSON {
    .object([
      "kind": .string(stake.kind.name), "from": party(stake.from), "to": party(stake.to),
      "links": .strings(stake.links.map { "L\($0)" }),
    ])
  }

  private static func band(_ band: Band) -> JSON {
    .object(["min": .string(fraction(band.min)), "max": .string(fraction(band.max))])
  }

  private static func ids(_ links: [Int64]) -> String {
    links.map { "L\($0)" }.joined(separator: ", ")
  }

  /// All 15 decimals, without trailing zeros.
  static func fraction(_ units: Int128) -> String { trimmed(Decimal64.text(units, scale: 15)) }

  static func percent(_ units: Int128) -> String { trimmed(Decimal64.text(units, scale: 13)) + "%" }

  private static func trimmed(_ text: String) -> String {
    guard text.contains(".") else { return text }
    let digits = text.reversed().drop { $0 == "0" }
    return String((digits.first == "." ? digits.dropFirst() : digits).reversed())
  }

  private static func kind(_ kind: MissingFact.Kind) -> String {
    switch kind {
    case .band: "band"
    case .unstated: "unstated"
    case .possibleOnly: "possible-only"
    case .rounded: "rounded"
    case .remainder: "remainder"
    case .remainderElsewhere: "remainder-elsewhere"
    case .link: "link"
    }
  }
}

/// The sentences.
extension WhatWouldChangeReport {
  func text(_ fact: MissingFact) -> String {
    if case .link(let kind) = fact.kind {
      let words = "\(fact.owner.map(name) ?? "") \(kind.name) \(name(fact.company))"
      let verdicts = fact.outcomes.map(\.verdict.rawValue)
      return "if \(Self.ids(fact.links)) holds for certain (\(words)), the answer is "
        + "\(verdicts.last ?? ""); if it does not, \(verdicts.first ?? "")"
    }
    let whose = fact.measure == .votes ? "of the votes of" : "of"
    let company = name(fact.company)
    let rest = Self.percent(fact.range.max)
    let (subject, object, stated): (String, String, String) =
      switch fact.kind {
      case .remainder:
        (
          "\(fact.owner.map(name) ?? "") holds", "of the \(rest) of \(company)",
          "no stated owner accounts for it"
        )
      case .remainderElsewhere:
        (
          "people not asked about hold", "of the \(rest) of \(company)",
          "no stated owner accounts for it"
        )
      default:
        ("\(fact.owner.map(name) ?? "") holds", "\(whose) \(company)", stated(fact))
      }
    return sentence(fact.outcomes, subject, object, stated)
  }

  private func stated(_ fact: MissingFact) -> String {
    let range = "\(Self.percent(fact.range.min)) to \(Self.percent(fact.range.max))"
    return switch fact.kind {
    case .unstated: "no share is stated; it can be \(range)"
    case .possibleOnly: "possible only; \(range)"
    case .rounded: "as rounded in the source: \(range)"
    default: "stated: \(range)"
    }
  }

  /// `if P holds at least 40% of A (stated: 25% to 50%), the answer is yes; below that it is no`.
  private func sentence(
    _ outcomes: [Outcome], _ subject: String, _ object: String, _ stated: String
  ) -> String {
    if outcomes.count == 2 {
      let (low, high) = (outcomes[0], outcomes[1])
      return high.verdict == answer.base.verdict
        ? "if \(subject) at most \(Self.percent(low.values.max)) \(object) (\(stated)), the answer is "
          + "\(low.verdict.rawValue); above that it is \(high.verdict.rawValue)"
        : "if \(subject) at least \(Self.percent(high.values.min)) \(object) (\(stated)), the answer "
          + "is \(high.verdict.rawValue); below that it is \(low.verdict.rawValue)"
    }
    let runs = outcomes.map { outcome in
      outcome.values.isExact
        ? "\(Self.percent(outcome.values.min)): \(outcome.verdict.rawValue)"
        : "\(Self.percent(outcome.values.min)) to \(Self.percent(outcome.values.max)): "
          + outcome.verdict.rawValue
    }
    return "it depends on how much \(subject) \(object) (\(stated)): "
      + runs.joined(separator: "; ")
  }

  /// `L3: 0.000000000000001 less of B (0.0000000000001%) for A: the answer is no`.
  func text(_ move: ShareMove) -> String {
    let size = Int128(move.change.magnitude)
    let words = move.change < 0 ? "less" : "more"
    let what = move.measure == .votes ? "of the votes of" : "of"
    return "\(Self.ids(move.links)): \(Self.fraction(size)) \(words) \(what) \(name(move.company)) "
      + "(\(Self.percent(size))) for \(name(move.owner)): the answer is \(move.verdict.rawValue)"
  }
}
