/// Formats that are recognised by their content and not read: a source of one is refused by name
/// instead of being called unknown.
package enum NotYetRead {
  /// The format of a source, nil where it is none of them. Never looks at the file name.
  package static func recognise(_ head: SourceHead) -> FormatDescription? {
    for format in formats where format.matches(head.signs) { return format.description }
    return nil
  }

  /// Every format recognised here, for `clew formats`.
  package static var descriptions: [FormatDescription] { formats.map(\.description) }

  /// In the order of the test: special shapes before the general ones that they resemble.
  static let formats: [UnreadFormat] = xml + json + tables + texts + binaries
}

/// One format that is not read, and how it is told.
struct UnreadFormat: Sendable {
  var description: FormatDescription
  var matches: @Sendable (FormatSigns) -> Bool

  init(
    _ name: String, _ title: String, versions: String = "all", by: String, yields: String,
    matches: @escaping @Sendable (FormatSigns) -> Bool
  ) {
    description = FormatDescription(
      name: name, title: title, versions: versions, recognisedBy: by, yields: yields,
      limits: "recognised, not yet read", isRead: false)
    self.matches = matches
  }
}
