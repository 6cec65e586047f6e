import ClewModel

/// One pattern of payments, whole: who took part as what, which payments in which order, and why it
/// is worth looking at.
package struct PatternFinding: Hashable, Sendable {
  /// The detector's id.
  package var kind: String
  /// Other detectors that found the same ring.
  package var alsoFits: [String] = []
  /// Rows of the snapshot's payments, by time, then row. Each once.
  package var rows: [Int32]
  /// What each node does in it, ascending by node. A node may have one role only: that which says
  /// most (`origin` before `intermediary`).
  package var roles: [Member]
  /// Says how it falls short of the strict pattern; nil where it does not.
  package var nearMiss: String?
  /// The terms that add up to the score, strongest first.
  package var reasons: [Reason] = []

  /// Sum of the weights, in ten-thousandths.
  package var score: Int64 { reasons.reduce(0) { $0 + $1.weight } }

  package init(kind: String, rows: [Int32], roles: [Member], nearMiss: String? = nil) {
    self.kind = kind
    self.rows = rows
    self.roles = roles
    self.nearMiss = nearMiss
  }

  package struct Member: Hashable, Sendable {
    package var node: Int32
    package var role: Role

    package init(_ node: Int32, _ role: Role) {
      self.node = node
      self.role = role
    }
  }

  package enum Role: String, Sendable, CaseIterable, Comparable {
    case origin, collector, hub, intermediary, source, beneficiary, member

    package static func < (a: Self, b: Self) -> Bool { a.position < b.position }

    private var position: Int { Self.allCases.firstIndex(of: self) ?? 0 }
  }

  /// One printed term of the score.
  package struct Reason: Hashable, Sendable {
    package var term: String
    /// Ten-thousandths; negative where a benign look-alike takes from it.
    package var weight: Int64
    package var detail: String
    /// How often the term holds by chance or in ordinary business, as text; nil where not known.
    package var backgroundRate: String?

    package init(term: String, weight: Int64, detail: String, backgroundRate: String? = nil) {
      self.term = term
      self.weight = weight
      self.detail = detail
      self.backgroundRate = backgroundRate
    }
  }
}

/// What a run of detectors found.
package struct Detection: Sendable {
  /// Ranked by score, then kind, then rows.
  package var findings: [PatternFinding] = []
  package var isExhaustive = true
  /// What was not searched, in words: hubs, limits of work, currencies left out.
  package var notSearched: [String] = []

  package init() {}
}
