import ClewAnalyse
import ClewGraph
import ClewIngest
import ClewModel
import ClewRender
import ClewStore

extension Session {
  /// What became of money, or where it came from, by one tracing rule or by all side by side.
  package func trace(_ request: TraceRequest) throws -> Answer {
    let claims = try request.claims.map { try ClaimsSource(path: $0) }
    let plan = TracePlan(
      request: request, claims: claims, methods: try request.methods(),
      direction: try request.questionDirection(), order: try request.order(claims),
      window: try request.window(), hops: try request.hops(), part: try request.part())
    guard request.isStored else { return try reading { try trace(plan, $0) } }
    return try writing { try trace(plan, $0) }
  }

  private func trace(_ plan: TracePlan, _ casefile: Casefile) throws -> Answer {
    let request = plan.request
    let record = try record(
      request.id, kinds: [.transaction, .account, .party, .mention], in: casefile)
    var snapshot = try casefile.snapshot(parts: .postings)
    var question = TraceQuestion(
      plan.methods.first ?? .fifo, try origin(record, plan, snapshot, casefile))
    if let claims = plan.claims {
      var lookup = ClaimsLookup(self, casefile, claims, snapshot)
      question.claims = try lookup.claims()
      snapshot = lookup.snapshot
    }
    question.direction = plan.direction
    question.window = plan.window
    if let hops = plan.hops { question.maxHops = hops }
    // Without owners to tell apart, the inflows of an account need no lots of their own.
    if record.kind != .transaction, question.direction == .forward {
      question.inflowsAreOne = question.claims.claimants.isEmpty
    }
    let orders = plan.order.map { [$0] } ?? TraceQuestion.SameDay.allCases
    let runs = TraceRuns(plan.methods, orders, question, snapshot.postings)
    question.sameDay = orders.first ?? .ledger
    let order = request.ledger ? WorkedOrder.rows(snapshot.postings, question) : []
    let traces = runs.runs.map(\.trace)
    let book = try TraceBook(
      traces, snapshot, ledger: ledgerRows(traces, order, snapshot), casefile)
    let report = TraceReport(
      asked: TraceReport.Asked(
        record: record, isComparison: request.method == TraceRequest.allMethods,
        question: question, from: request.from, to: request.to,
        claimsDigest: plan.claims?.digest, ledger: request.ledger, isFlat: request.isFlat),
      runs: runs, book: book, order: order)
    guard request.isStored else { return report.report(nil, recorded: nil) }
    let lines = TraceChanges.lines(runs, book)
    let (number, before) = try casefile.record(
      RecordedTrace(
        question: try plan.text(record, casefile), claims: plan.claims?.text,
        claimsDigest: plan.claims?.digest, result: lines,
        answerDigest: ClaimsFile.digest(of: report.comparable), revision: snapshot.revision),
      journal: journalEntry())
    let changes = before.map {
      TraceChanges($0, now: lines, claimsDigest: plan.claims?.digest)
    }
    return report.report(changes, recorded: number)
  }

  /// The entries of accounts that traced money touched.
  private func ledgerRows(_ traces: [Trace], _ order: [Int32], _ snapshot: Snapshot) -> [Int32] {
    guard !order.isEmpty else { return [] }
    var touched: Set<Int32> = []
    for trace in traces {
      for movement in trace.movements {
        touched.insert(movement.node)
        touched.insert(snapshot.postings.to[Int(movement.row)])
      }
      touched.formUnion(trace.balances.map(\.node))
      touched.formUnion(trace.origins.map(\.node))
    }
    return order.filter { row in
      touched.contains(snapshot.postings.from[Int(row)])
        || touched.contains(snapshot.postings.to[Int(row)])
    }
  }

  // MARK: - the origin

  private func origin(
    _ record: RecordID, _ plan: TracePlan, _ snapshot: Snapshot, _ casefile: Casefile
  ) throws -> TraceQuestion.Origin {
    guard record.kind == .transaction else {
      guard plan.part == nil else {
        throw Failure(
          code: "bad-amount", what: "--amount is a part of one transaction, and \(record) is none.",
          place: "--amount", next: "Leave it out, or name the transaction.")
      }
      return try accounts(of: record, snapshot, casefile)
    }
    let row = try PostingRow.row(of: record, snapshot.postings, casefile)
    guard plan.direction == .forward || snapshot.postings.from[Int(row)] >= 0 else {
      throw Failure(
        code: "no-account",
        what: "\(record) is paid from no known account: there is nothing to follow backward.",
        place: "clew trace", next: "Trace it forward, or ingest the statement of that account.")
    }
    return .transactions([row], amount: try part(plan, row, record, snapshot.postings))
  }

  /// `--amount` at the scale of the credited side.
  private func part(
    _ plan: TracePlan, _ row: Int32, _ record: RecordID, _ postings: Postings
  ) throws -> Int64? {
    guard let part = plan.part else { return nil }
    let unit = postings.creditUnit[Int(row)]
    let currency = postings.units[Int(unit)].currency
    guard part.currency == nil || part.currency == currency else {
      throw Failure(
        code: "wrong-currency",
        what: "\(record) brought \(currency), not \(part.currency ?? "").", place: "--amount",
        next: "Give the amount in \(currency).")
    }
    let amount = try postings.amount(part.amount, unit: unit)
    let whole = postings.credit[Int(row)]
    guard amount <= whole else {
      throw Failure(
        code: "bad-amount",
        what:
          "\(record) brought \(postings.money(Int128(whole), unit: unit)) \(currency), less than "
          + "--amount.", place: "--amount", next: "Give that much or less.")
    }
    return amount
  }

  private func accounts(
    of record: RecordID, _ snapshot: Snapshot, _ casefile: Casefile
  ) throws -> TraceQuestion.Origin {
    if record.kind == .account {
      guard let node = snapshot.node(of: record) else {
        throw Failure(
          code: "not-counted", what: "No source that counts states \(record).",
          place: surroundings.casefile, next: "See 'clew sources' for withdrawn ones.")
      }
      return .account(node)
    }
    let nodes = try casefile.accounts(ofParty: record).compactMap { snapshot.node(of: $0) }
    guard !nodes.isEmpty else {
      throw Failure(
        code: "no-account", what: "No source gives \(record) an account.",
        place: surroundings.casefile, next: "Trace a transaction or an account: clew find.")
    }
    return .party(nodes.sorted())
  }
}

/// A request whose words are checked.
private struct TracePlan {
  var request: TraceRequest
  var claims: ClaimsSource?
  var methods: [TracingMethod]
  var direction: TraceQuestion.Direction
  /// nil for all orders of a day.
  var order: TraceQuestion.SameDay?
  var window: ClosedRange<Int64>?
  var hops: Int?
  var part: (amount: Decimal64, currency: String?)?

  /// The question without its claims, the same text for the same question.
  func text(_ record: RecordID, _ casefile: Casefile) throws -> String {
    let id =
      record.kind == .transaction
      ? try PostingRow.lowestStatement(of: record, casefile) : record
    return JSON.object([
      "id": .string(id.description), "method": .string(request.method),
      "direction": .string(direction.rawValue),
      "amount": .optional(part.map { "\($0.amount)\($0.currency ?? "")" }),
      "from": .optional(request.from?.description), "to": .optional(request.to?.description),
      "maxHops": hops.map { .int($0) } ?? .null, "sameDay": .optional(order?.rawValue),
    ]).compact
  }
}
