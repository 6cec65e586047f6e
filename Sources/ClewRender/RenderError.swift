/// A chart, table or dossier that could not be made: what, where, and what to do next.
package struct RenderError: Error, Hashable, Sendable, CustomStringConvertible {
  package enum Code: String, Hashable, Sendable {
    /// The chart's own value is not sound: an edge to no node, an id twice.
    case badChart = "bad-chart"
    /// More nodes than a sheet of paper can carry.
    case tooLarge = "chart-too-large"
    /// `clew-layout` is not where it is looked for.
    case layoutMissing = "layout-missing"
    /// The layout passed its wall time, processor time, memory or output limit.
    case layoutLimit = "layout-limit"
    /// The layout failed in another way.
    case layoutFailed = "layout-failed"
  }

  package var code: Code
  package var what: String
  package var place: String
  package var next: String

  package init(_ code: Code, what: String, place: String, next: String) {
    self.code = code
    self.what = what
    self.place = place
    self.next = next
  }

  package var description: String { "\(what) (\(place)). \(next)" }
}
