/// What somebody, or a named rule, holds about two mentions, or a mention and a listing.
package enum Opinion: String, Sendable, CaseIterable {
  case same, different, unsure
}

/// One entry of the append-only record of judgements. It is undone by another one, never erased.
package struct Judgement: Hashable, Sendable {
  package var id: RecordID
  /// Two mentions, two accounts, two transactions, or a mention and a listing.
  package var a: RecordID
  package var b: RecordID
  package var opinion: Opinion
  /// `rule:iban` for a rule, else the person.
  package var by: String
  package var why: String
  /// When it was made, as the journal writes it.
  package var at: String
  /// The judgement that undid this one.
  package var undoneBy: RecordID?

  package init(
    id: RecordID, a: RecordID, b: RecordID, opinion: Opinion, by: String, why: String, at: String,
    undoneBy: RecordID? = nil
  ) {
    self.id = id
    self.a = a
    self.b = b
    self.opinion = opinion
    self.by = by
    self.why = why
    self.at = at
    self.undoneBy = undoneBy
  }

  package var isByRule: Bool { by.hasPrefix("rule:") }
}

/// The one scale of verdicts.
package enum Verdict: String, Sendable, Comparable {
  case no, possible, yes

  private var rank: Int {
    switch self {
    case .no: 0
    case .possible: 1
    case .yes: 2
    }
  }

  package static func < (a: Verdict, b: Verdict) -> Bool { a.rank < b.rank }
}

/// One named term of a score; the terms add up to it.
package struct Reason: Hashable, Sendable {
  package var term: String
  package var weight: Decimal64
  package var detail: String

  package init(term: String, weight: Decimal64, detail: String) {
    self.term = term
    self.weight = weight
    self.detail = detail
  }
}
