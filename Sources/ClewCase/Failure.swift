import ClewIngest
import ClewModel
import ClewRender
import ClewStore

/// A failed operation as every front end prints it: what failed, where, and what to do next.
package struct Failure: Error, Hashable, Sendable {
  /// A closed word for programs: `not-found`, `ambiguous`, `not-well-formed`.
  package var code: String
  package var what: String
  package var place: String
  package var next: String

  package init(code: String, what: String, place: String, next: String) {
    self.code = code
    self.what = what
    self.place = place
    self.next = next
  }

  /// Any error of the targets below as a failure.
  package init(_ error: any Error) {
    switch error {
    case let failure as Failure: self = failure
    case let error as IngestError:
      self.init(code: error.code.rawValue, what: error.what, place: error.place, next: error.next)
    case let error as StoreError:
      self.init(code: error.code.rawValue, what: error.what, place: error.place, next: error.next)
    case let error as RenderError:
      self.init(code: error.code.rawValue, what: error.what, place: error.place, next: error.next)
    default:
      self.init(
        code: "unexpected", what: "\(error)", place: "",
        next: "Please report it with the command that led to it.")
    }
  }

  /// One line for people.
  package var sentence: String {
    ["clew: \(what)", place.isEmpty ? "" : "(\(place))", next].filter { !$0.isEmpty }
      .joined(separator: " ")
  }

  /// The document a failed run prints with `--json`.
  package var json: JSON { Answer.failure(code: code, what: what, place: place, next: next) }
}
