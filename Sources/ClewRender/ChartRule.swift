/// A rule that a chart was asked about: what it asks, since when, on what authority, and what it
/// found.
package struct ChartRule: Hashable, Sendable {
  /// The row's id: `bo-eu-amlr`.
  package var id: String
  /// `EU AML Regulation beneficial owner`.
  package var title: String
  /// The share it asks for: `>= 25%`.
  package var threshold: String
  /// `in force since 2018-05-11`, `applies from 2027-07-10`.
  package var period: String
  /// Who passes and by how much, a line each; one line where nobody does.
  package var findings: [String]
  package var citation: String
  /// How far the wording was checked, and when: `verified, checked 2026-11-21`.
  package var status: String

  package init(
    id: String, title: String, threshold: String, period: String, findings: [String],
    citation: String, status: String
  ) {
    self.id = id
    self.title = title
    self.threshold = threshold
    self.period = period
    self.findings = findings
    self.citation = citation
    self.status = status
  }

  /// All of it on one line.
  var line: String {
    "\(id) (\(title)), \(threshold), \(period); \(citation); \(status): "
      + findings.joined(separator: "; ")
  }
}

/// Nodes that one node can stand for: a sheet draws it in their place, with its own lines.
///
/// A node may stand behind several folds, where it is joined to several nodes that stay.
package struct ChartFold: Hashable, Sendable {
  package var id: String
  /// `17 owners, each under 5%`, then the sum, then what is behind them.
  package var lines: [String]
  package var members: [String]
  package var edges: [ChartEdge]

  package init(id: String, lines: [String], members: [String], edges: [ChartEdge]) {
    self.id = id
    self.lines = lines
    self.members = members
    self.edges = edges
  }
}
