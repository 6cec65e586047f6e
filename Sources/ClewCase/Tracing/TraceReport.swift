import ClewAnalyse
import ClewGraph
import ClewModel
import ClewRender

/// Traces of one question in words, tables and JSON.
struct TraceReport {
  /// What was asked, as the answer says it again.
  struct Asked {
    var record: RecordID
    /// `--method all`.
    var isComparison: Bool
    var question: TraceQuestion
    var from: Day?
    var to: Day?
    var claimsDigest: String?
    var ledger: Bool
    var isFlat: Bool
  }

  let asked: Asked
  let runs: TraceRuns
  let book: TraceBook
  /// Postings in the order in which they were worked; empty where no ledger is asked for.
  let order: [Int32]

  var claims: Claims { asked.question.claims }
  var isBackward: Bool { asked.question.direction == .backward }

  func report(_ changes: TraceChanges?, recorded: Int64?) -> Answer {
    var answer = Answer(
      json: json(changes, recorded), tables: tables, notes: notes(changes),
      records: asked.isComparison ? "methods" : "movements")
    answer.findings = runs.runs.reduce(0) { $0 + $1.trace.warnings.count }
    return answer
  }

  // MARK: - notes

  private func notes(_ changes: TraceChanges?) -> [String] {
    var notes: [String] = []
    notes.append(contentsOf: basis)
    notes += warnings
    if book.postings.unplacedBalances > 0 {
      notes.append(
        "\(book.postings.unplacedBalances) balances after transactions were not used: their sources "
          + "do not say of which account they are")
    }
    notes += changes?.sentences ?? []
    notes.append(
      "a trace says what a rule gives on the entries that were read; which rule applies is for the "
        + "court")
    return notes
  }

  /// What the analyst put in.
  private var basis: [String] {
    var basis: [String] = []
    if let jurisdiction = claims.jurisdiction { basis.append("jurisdiction: \(jurisdiction)") }
    if let election = claims.election { basis.append("election: \(election)") }
    if asked.from != nil || asked.to != nil {
      basis.append(
        "window: \(asked.from?.description ?? "the first entry") to "
          + (asked.to?.description ?? "the last entry"))
    }
    for rate in claims.rates {
      basis.append(
        "rate: 1 \(rate.from) = \(rate.rate) \(rate.to) from \(rate.day), tolerance "
          + "\(rate.tolerance), \(rate.source)")
    }
    return basis
  }

  /// Each once, with its place and, where not all say it, the methods.
  private var warnings: [String] {
    var texts: [String] = []
    var methods: [String: [String]] = [:]
    for run in runs.runs {
      let others = run.otherWarnings.map { "\($0.order.rawValue): \(sentence($0.warning))" }
      for text in run.trace.warnings.map(sentence) + others {
        if methods[text] == nil { texts.append(text) }
        guard methods[text]?.last != run.method.rawValue else { continue }
        methods[text, default: []].append(run.method.rawValue)
      }
    }
    return texts.map { text in
      let saying = methods[text] ?? []
      return saying.count == runs.runs.count
        ? text : "\(saying.joined(separator: ", ")): \(text)"
    }
  }

  private func sentence(_ warning: Trace.Warning) -> String {
    let place = [
      warning.node.map(book.account), warning.row.map { "\(book.named($0)) of \(book.date($0))" },
    ].compactMap { $0 }.joined(separator: ", ")
    return place.isEmpty ? warning.what : "\(place): \(warning.what)"
  }

  // MARK: - sums

  /// Traced money of one currency: what came in, and what became of it.
  struct Sum: Hashable {
    var unit: UInt16
    var origins: Int128 = 0
    var changedInto: Int128 = 0
    var held: Int128 = 0
    var lost: Int128 = 0
    var assets: Int128 = 0
    var changedOut: Int128 = 0
  }

  func sums(of trace: Trace) -> [Sum] {
    var sums: [UInt16: Sum] = [:]
    func add(_ unit: UInt16, _ part: WritableKeyPath<Sum, Int128>, _ amount: Int128) {
      sums[unit, default: Sum(unit: unit)][keyPath: part] += amount
    }
    for origin in trace.origins where origin.isTraced {
      add(origin.unit, \.origins, origin.amount)
    }
    for holding in trace.balances { add(holding.unit, \.held, holding.amount) }
    for end in trace.untraceable { add(end.unit, \.lost, end.amount) }
    for asset in trace.assets { add(asset.unit, \.assets, asset.paid) }
    for movement in trace.movements {
      guard let change = movement.converted else { continue }
      add(movement.unit, \.changedOut, movement.traced)
      add(change.unit, \.changedInto, change.traced)
    }
    return sums.values.sorted { $0.unit < $1.unit }
  }

  /// `10,000.00 EUR traced = 2,500.00 on accounts + 7,500.00 untraceable: reconciles`.
  func sentence(_ sum: Sum, of trace: Trace) -> String {
    if isBackward {
      let count = trace.origins.count { $0.isTraced && $0.unit == sum.unit && $0.amount > 0 }
      return "\(book.currency(sum.unit)): \(book.figure(sum.origins, sum.unit)) from \(count) "
        + (count == 1 ? "origin" : "origins")
    }
    func part(_ amount: Int128, _ words: String) -> String? {
      amount == 0 ? nil : "\(book.figure(amount, sum.unit)) \(words)"
    }
    let came = [
      part(sum.origins, "traced"), part(sum.changedInto, "changed from other currencies"),
    ].compactMap { $0 }
    let went = [
      part(sum.held, "on accounts"), part(sum.assets, "in assets"),
      part(sum.lost, "untraceable"), part(sum.changedOut, "changed into other currencies"),
    ].compactMap { $0 }
    if trace.method == .poison {
      return "\(book.currency(sum.unit)): \(came.joined(separator: " + ")); touched by it: "
        + (went.isEmpty ? "nothing" : went.joined(separator: ", "))
    }
    let sides = [came, went].map { $0.isEmpty ? "0" : $0.joined(separator: " + ") }
    return "\(book.currency(sum.unit)): \(sides.joined(separator: " = "))"
  }
}
