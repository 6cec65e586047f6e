/// A list of FinCEN's codes with their labels, as the annotations of its own XML schemas give them
/// (BSA E-Filing XML 2.0; works of the US government). One list, one file.
struct FinCENTable: Sendable {
  /// The codes in the order of the list.
  let codes: [String]
  private let labels: [String: String]

  /// - Parameter text: lines of a code, a blank and its label.
  init(_ text: String) {
    var codes: [String] = []
    var labels: [String: String] = [:]
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: " ", maxSplits: 1)
      guard parts.count == 2 else { continue }
      codes.append(String(parts[0]))
      labels[String(parts[0])] = String(parts[1])
    }
    self.codes = codes
    self.labels = labels
  }

  /// The label of a code, nil for one that the list does not have.
  subscript(code: String) -> String? { labels[code] }
}
