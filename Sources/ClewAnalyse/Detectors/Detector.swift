/// One named test for a pattern of payments, as data: what `clew detectors` prints.
package struct Detector: Sendable {
  /// The word of the command line and of findings: `cycle`, `fan-out`.
  package var id: String
  package var title: String
  /// What exactly is found, in one or two sentences; which definition it follows.
  package var definition: String
  /// A whole ring, found by bare `detect`; false for an indicator, which needs its name or `--all`.
  package var isRing: Bool
  /// Seconds between the first and the last transaction of a finding, by default.
  package var window: Int64
  /// Findings with a lower score are not shown, by default; in ten-thousandths.
  package var minScore: Int64
  /// Where the definition and the default come from.
  package var source: String

  package init(
    id: String, title: String, definition: String, isRing: Bool, window: Int64, minScore: Int64,
    source: String
  ) {
    self.id = id
    self.title = title
    self.definition = definition
    self.isRing = isRing
    self.window = window
    self.minScore = minScore
    self.source = source
  }
}
