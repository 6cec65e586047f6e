import ClewModel

/// Counts what readers do not take, per path, over one source.
///
/// At most 10,000 paths are told apart; what goes beyond is counted under `…`.
package struct UnreadTally {
  private struct Step: Hashable {
    var parent: Int
    var name: Int32
  }

  private var entries: [UnreadPath] = []
  private var places: [Step: Int] = [:]
  private var byPath: [String: Int] = [:]
  private static let limit = 10_000

  package init() {}

  package var isEmpty: Bool { entries.isEmpty }

  /// Counts the rows of a record that state a text and that nobody took.
  ///
  /// - Parameter path: the path of the record, which begins the path of each.
  package mutating func add(_ tree: RecordTree, path: String) {
    let taken = tree.taken
    for row in taken.indices where !taken[row] && tree.hasText(row) {
      let step = Step(parent: parentStep(of: row, tree, path), name: tree.nameNumber(of: row))
      let place: Int
      if let known = places[step] {
        place = known
      } else {
        let below = tree.plainPath(of: row)
        place = entry(below.isEmpty ? path : path.isEmpty ? below : "\(path)/\(below)")
        places[step] = place
      }
      count(place, tree.node(row).provenance(path))
    }
  }

  /// Counts one value that was not taken, such as a cell of a column the format does not name.
  package mutating func add(path: String, at provenance: @autoclosure () -> Provenance) {
    count(entry(path), provenance())
  }

  /// What was counted, by path.
  package func paths() -> [UnreadPath] {
    entries.filter { $0.count > 0 }.sorted { $0.path < $1.path }
  }

  /// A number for the place of a row's parent among the paths.
  private mutating func parentStep(of row: Int, _ tree: RecordTree, _ path: String) -> Int {
    guard let parent = tree.parent(of: row) else { return entry(path) }
    let step = Step(parent: parentStep(of: parent, tree, path), name: tree.nameNumber(of: parent))
    if let known = places[step] { return known }
    let below = tree.plainPath(of: parent)
    let place = entry(below.isEmpty ? path : path.isEmpty ? below : "\(path)/\(below)")
    places[step] = place
    return place
  }

  private mutating func entry(_ path: String) -> Int {
    if let known = byPath[path] { return known }
    let path = entries.count < Self.limit ? path : "…"
    if let known = byPath[path] { return known }
    byPath[path] = entries.count
    entries.append(
      UnreadPath(path: path, count: 0, first: Provenance(offset: 0, length: 0, line: 0)))
    return entries.count - 1
  }

  private mutating func count(_ place: Int, _ provenance: @autoclosure () -> Provenance) {
    if entries[place].count == 0 { entries[place].first = provenance() }
    entries[place].count += 1
  }
}
