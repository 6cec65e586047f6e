import ClewModel
import ClewRender

extension Session {
  /// What a trace from one record follows, payment by payment, as a chart draws it.
  ///
  /// - Throws: `Failure` for more than one record, and for all methods at once.
  func highlight(
    of records: [String], _ request: ChartRequest, asOf: Day
  ) throws -> FlowHighlight? {
    guard let method = request.method else { return nil }
    guard records.count == 1, let record = records.first, method != TraceRequest.allMethods else {
      throw Failure(
        code: "one-trace", what: "A chart draws one trace: one record by one method.",
        place: "--method", next: "Name one transaction, account or party and one method.")
    }
    let answer = try trace(
      TraceRequest(id: record, method: method, to: asOf, isStored: false)
    ).json
    var words: [RecordID: String] = [:]
    for movement in answer["movements"]?.items ?? [] {
      guard let id = movement["transaction"]?.text.flatMap({ RecordID($0) }),
        let traced = movement["traced"]?.text
      else { continue }
      words[id] = Money.grouped(traced)
    }
    let doctrine = answer["doctrine"]
    var notes = [
      "Traced by \(method), \(doctrine?["id"]?.text ?? ""): \(doctrine?["authority"]?.text ?? ""). "
        + "Status: \(doctrine?["status"]?.text ?? ""). The ledger of lots: clew trace \(record) "
        + "--method \(method) --ledger"
    ]
    // One line for each warning, however many accounts it is about.
    var accounts: [(what: String, ids: [String])] = []
    for warning in answer["warnings"]?.items ?? [] {
      let (what, id) = (warning["what"]?.text ?? "", warning["account"]?.text ?? "")
      if let known = accounts.firstIndex(where: { $0.what == what }) {
        accounts[known].ids.append(id)
      } else {
        accounts.append((what, [id]))
      }
    }
    notes += accounts.map { "\($0.ids.joined(separator: ", ")): \($0.what)" }
    return FlowHighlight(title: "The money of \(record) by \(method)", words: words, notes: notes)
  }
}

extension JSON {
  /// The elements of an array; none for anything else.
  fileprivate var items: [JSON] {
    if case .array(let items) = self { return items }
    return []
  }

  /// A string's text; nil for anything else.
  fileprivate var text: String? {
    if case .string(let text) = self { return text }
    return nil
  }
}
