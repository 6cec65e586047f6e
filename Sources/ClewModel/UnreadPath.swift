/// Something a source states that its reader does not take: an element, a key or a column, counted
/// over the whole source, so that a dialect not seen before is seen.
package struct UnreadPath: Hashable, Sendable {
  /// Names from the record down, joined by `/`, without positions: `LEIRecord/Entity/NewThing`; the
  /// name of a column.
  package var path: String
  /// How many times it stands with a value.
  package var count: Int
  /// Where it stands first.
  package var first: Provenance

  package init(path: String, count: Int, first: Provenance) {
    self.path = path
    self.count = count
    self.first = first
  }
}
