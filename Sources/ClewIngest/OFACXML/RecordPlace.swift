import ClewModel

/// Where a record stood, for a rejection that is known only later.
struct RecordPlace {
  let provenance: Provenance
  private let snippet: String

  init(_ node: RecordNode, path: String) {
    let first = node.rejection("", path: path)
    provenance = first.provenance
    snippet = first.snippet
  }

  func rejection(_ reason: String) -> Rejection {
    Rejection(provenance: provenance, reason: reason, snippet: snippet)
  }
}
