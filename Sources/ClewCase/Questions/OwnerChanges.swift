import ClewAnalyse
import ClewModel
import ClewRender

/// What would change the verdicts on some owners of a company, one search for each owner and rule.
struct OwnerChanges {
  /// Owners that are looked at where nobody is named.
  static let ownerLimit = 3

  struct Change {
    let party: Int32
    let regime: Regime
    let answer: WhatWouldChange
  }

  let changes: [Change]
  /// Persons among the owners that were not looked at.
  let passedOver: Int
  private let subject: Int32

  /// - Parameter named: the owners to look at; empty for the persons with the largest shares.
  init(
    _ answer: Owners, _ holdings: Holdings, _ regimes: [Regime], of named: [Int32]
  ) {
    subject = answer.subject
    let judged = answer.rows.filter { !$0.verdicts.isEmpty }.map(\.party)
    let asked = named.isEmpty ? Array(judged.prefix(Self.ownerLimit)) : named
    passedOver = named.isEmpty ? judged.count - asked.count : 0
    var limits = WhatWouldChange.Limits()
    limits.work /= max(1, asked.count * regimes.count)
    var changes: [Change] = []
    for party in asked {
      for regime in regimes
      where holdings.ownerVerdict(on: party, of: answer.subject, under: regime) != nil {
        guard
          let found = WhatWouldChange.owner(
            party, of: answer.subject, under: regime, in: holdings, limits: limits)
        else { continue }
        changes.append(Change(party: party, regime: regime, answer: found))
      }
    }
    self.changes = changes
  }

  /// Every party that it names.
  var parties: Set<Int32> {
    changes.reduce(into: Set(changes.map(\.party))) {
      $0.formUnion(WhatWouldChangeReport.parties($1.answer))
    }
  }

  var notes: [String] {
    passedOver == 0
      ? []
      : ["what would change the verdicts on \(passedOver) more owners was not searched: --owner"]
  }

  func reports(_ names: PartyNames) -> [WhatWouldChangeReport] {
    changes.map { change in
      WhatWouldChangeReport(
        answer: change.answer,
        question: "\(names.text(change.party)) as beneficial owner of \(names.text(subject)) "
          + "(\(change.regime.id))",
        name: names.text, party: { names.json($0) })
    }
  }

  func json(_ names: PartyNames) -> JSON {
    .array(
      zip(changes, reports(names)).map { change, report in
        .object([
          "party": names.json(change.party), "regime": .string(change.regime.id),
          "change": report.json,
        ])
      })
  }
}
