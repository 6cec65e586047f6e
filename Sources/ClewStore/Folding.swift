/// How names become comparable text. The store never folds itself: whoever opens a casefile passes
/// the functions of `ClewMatch`.
package struct Folding: Sendable {
  /// One key of a whole name: equal keys are equal names.
  package var key: @Sendable (String) -> String
  /// The words of a text for `find`, each of letters and digits.
  package var tokens: @Sendable (String) -> [String]

  package init(
    key: @escaping @Sendable (String) -> String, tokens: @escaping @Sendable (String) -> [String]
  ) {
    self.key = key
    self.tokens = tokens
  }
}
