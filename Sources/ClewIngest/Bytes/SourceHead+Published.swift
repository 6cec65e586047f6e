import ClewModel

/// The dates that XML files state about themselves in their first bytes.
extension SourceHead {
  /// The value of the first attribute of a name, quoted either way; nil where there is none.
  func text(ofAttribute name: String) -> String? {
    guard let start = text.firstRange(of: "\(name)=")?.upperBound, let quote = text[start...].first,
      quote == "\"" || quote == "'"
    else { return nil }
    return text[start...].dropFirst().prefix { $0 != quote }.trimmed
  }

  /// The text of the first element of a name, with any prefix; nil where there is none.
  func text(ofElement name: String) -> String? {
    let starts = ["<\(name)>", ":\(name)>"].compactMap { text.firstRange(of: $0)?.upperBound }
    return starts.min().map { text[$0...].prefix { $0 != "<" }.trimmed }
  }
}
