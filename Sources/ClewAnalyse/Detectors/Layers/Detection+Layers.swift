extension Detection {
  /// Says what a search of layers left out, and that it is therefore not exhaustive; nothing where
  /// the count is 0.
  mutating func note(_ count: Int, _ singular: String, _ plural: String, _ what: String) {
    guard count > 0 else { return }
    isExhaustive = false
    notSearched.append("\(count) \(count == 1 ? singular : plural) \(what)")
  }
}
