/// A report to a financial-intelligence unit as received: STR, SAR, CTR and their kin.
package struct Filing: Hashable, Sendable {
  /// A party of the filing in its role there.
  package struct Subject: Hashable, Sendable {
    package enum Who: Hashable, Sendable {
      case mention(Int)
      case account(Int)
    }
    package var who: Who
    /// `subject`, `reporting-person`, or the code the source gives.
    package var role: String
    package var suspected: Bool?
    package var reason: String?

    package init(who: Who, role: String, suspected: Bool? = nil, reason: String? = nil) {
      self.who = who
      self.role = role
      self.suspected = suspected
      self.reason = reason
    }
  }

  /// The filer's own reference (`entity_reference`).
  package var ref: String?
  /// The report code as stated: `STR`.
  package var kind: String
  /// Who filed: the reporting entity's id as stated. Two filings of one reporter are one side.
  package var filer: String?
  package var filed: TimeSpan?
  package var narrative: String
  package var indicators: [String]
  package var subjects: [Subject]
  /// The positions of its transactions in the source, as a range of transaction numbers.
  package var transactions: Range<Int>
  package var facts: [Fact]
  package var provenance: Provenance

  package init(
    ref: String? = nil, kind: String, filer: String? = nil, filed: TimeSpan? = nil,
    narrative: String = "", indicators: [String] = [], subjects: [Subject] = [],
    transactions: Range<Int> = 0..<0, facts: [Fact] = [], provenance: Provenance
  ) {
    self.ref = ref
    self.kind = kind
    self.filer = filer
    self.filed = filed
    self.narrative = narrative
    self.indicators = indicators
    self.subjects = subjects
    self.transactions = transactions
    self.facts = facts
    self.provenance = provenance
  }
}

/// A note that a source attaches to a group of its transactions, such as a labelled ring.
package struct RecordNote: Hashable, Sendable {
  package var text: String
  package var transactions: Range<Int>
  package var provenance: Provenance

  package init(text: String, transactions: Range<Int>, provenance: Provenance) {
    self.text = text
    self.transactions = transactions
    self.provenance = provenance
  }
}
