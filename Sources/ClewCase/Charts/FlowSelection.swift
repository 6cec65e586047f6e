import ClewModel

/// Transactions to draw one by one and highlighted, with words of their own: the part of each that
/// a trace follows.
package struct FlowHighlight: Hashable, Sendable {
  /// What the chart is of: `FIFO from T5`.
  package var title: String
  /// By transaction the traced part of its amount, `2,500.00`. No others are drawn.
  package var words: [RecordID: String]
  /// What the reader has to know.
  package var notes: [String]

  package init(title: String, words: [RecordID: String], notes: [String] = []) {
    self.title = title
    self.words = words
    self.notes = notes
  }
}

/// What a flow chart is asked to show.
struct FlowSelection {
  /// Accounts and parties to draw around.
  var subjects: [RecordID] = []
  /// Transactions to draw one by one and highlighted, in order, beside all others.
  var path: [RecordID] = []
  /// Accounts whose payments from one to the next are highlighted.
  var chain: [RecordID] = []
  /// Transactions to draw and no others; nil for all around the subjects.
  var only: Set<RecordID>?
  /// What each node does in a finding.
  var roles: [RecordID: String] = [:]
  var highlight: FlowHighlight?
  var title: String?
  var notes: [String] = []

  /// Transactions that have a line of their own.
  var single: Set<RecordID> { Set(path).union(highlight?.words.keys.map { $0 } ?? []) }
}
