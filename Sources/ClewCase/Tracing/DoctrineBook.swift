import ClewAnalyse

/// The row of law that a tracing method rests on, as answers print it.
struct Doctrine: Hashable, Sendable {
  let id: String
  /// When it may be used.
  let requires: String
  let authority: String
  /// How far the wording was checked: the least sure part, and of what that is.
  let status: String
  let statusNote: String
  /// Where the computation is a reading of the rule.
  let reading: String?
  /// Other rows that the method computes too.
  let others: [String]

  /// `secondary: quotation verified, exceptions secondary`.
  var statusText: String { statusNote.isEmpty ? status : "\(status): \(statusNote)" }
}

extension TracingMethod {
  var doctrine: Doctrine {
    let rows = TracingDoctrine.rows(for: self)
    let row = rows.first
    return Doctrine(
      id: row?.id ?? rawValue, requires: row?.requires ?? "", authority: row?.authority ?? "none",
      status: row?.status.rawValue ?? "unverified", statusNote: row?.statusNote ?? "",
      reading: row?.reading, others: rows.dropFirst().map(\.id))
  }
}
