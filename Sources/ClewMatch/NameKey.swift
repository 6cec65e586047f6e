/// Names reduced to what two spellings of one name share: letter case, diacritics, width, punctuation.
///
/// A key says that two names are written the same, never that two people are. Order is kept:
/// `LAST, First` and `First Last` have different keys.
package enum NameKey {
  /// The folded text as one line, tokens joined by a blank: `S.A. DE C.V.` is `sa de cv`.
  ///
  /// Idempotent, and never empty for a name that holds a letter or a digit. Equal keys are what
  /// "exact name" means in every lookup.
  /// - Complexity: O(n); ASCII names take a byte loop without Unicode tables.
  package static func key(_ name: String) -> String {
    var writer = FoldingWriter()
    writer.write(name)
    return writer.text
  }

  /// The same as separate tokens, for a word index. Chinese, Japanese and Korean text gives one
  /// token a character, so that a phrase of tokens finds any part of it.
  package static func tokens(_ text: String) -> [String] {
    key(text).split(separator: " ").map(String.init)
  }
}
