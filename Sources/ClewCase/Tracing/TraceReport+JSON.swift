import ClewAnalyse
import ClewGraph
import ClewModel
import ClewRender
import ClewStore

extension TraceReport {
  func json(_ changes: TraceChanges?, _ recorded: Int64?) -> JSON {
    var members: [JSON.Member] = []
    if asked.isComparison {
      members.append(JSON.Member("methods", .array(runs.runs.map { .object(body($0)) })))
      members.append(JSON.Member("spread", .array(spread(isAccount: true))))
      members.append(JSON.Member("untraceableSpread", .array(spread(isAccount: false))))
    } else if let run = runs.runs.first {
      members += body(run)
    }
    members += inputs
    members.append(JSON.Member("revision", .int(Int(book.snapshot.revision))))
    members.append(JSON.Member("recorded", recorded.map { .int(Int($0)) } ?? .null))
    if let changes { members.append(JSON.Member("since", changes.json)) }
    return .object(members)
  }

  /// The whole answer as text, without what says when it was given.
  var comparable: String {
    guard case .object(let members) = json(nil, nil) else { return "" }
    return JSON.object(members.filter { $0.key != "revision" && $0.key != "recorded" }).compact
  }

  /// What was asked and put in, once for all methods.
  private var inputs: [JSON.Member] {
    let fields: KeyValuePairs<String, JSON> = [
      "asked": .string(asked.record.description),
      "jurisdiction": .optional(claims.jurisdiction), "election": .optional(claims.election),
      "claims": .optional(asked.claimsDigest),
      "window": .object([
        "from": .optional(asked.from?.description), "to": .optional(asked.to?.description),
      ]),
      "maxHops": .int(asked.question.maxHops), "coordinated": .bool(claims.coordinated),
      "rates": .array(
        claims.rates.map { rate in
          .object([
            "from": .string(rate.from), "to": .string(rate.to),
            "rate": .string(rate.rate.description), "day": .string(rate.day.description),
            "tolerance": .string(rate.tolerance.description), "source": .string(rate.source),
          ])
        }),
      "unplacedBalances": .int(book.postings.unplacedBalances),
    ]
    return fields.map { JSON.Member($0.key, $0.value) }
  }

  /// One method.
  private func body(_ run: TraceRuns.Run) -> [JSON.Member] {
    let trace = run.trace
    let doctrine = run.method.doctrine
    let unit = trace.origins.first { $0.isTraced }?.unit
    let lost = trace.untraceable.filter { $0.unit == unit }.reduce(Int128(0)) { $0 + $1.amount }
    var fields: KeyValuePairs<String, JSON> = [
      "method": .string(run.method.rawValue), "direction": .string(trace.direction.rawValue),
      "doctrine": .object([
        "id": .string(doctrine.id), "requires": .string(doctrine.requires),
        "authority": .string(doctrine.authority), "status": .string(doctrine.status),
        "statusNote": .string(doctrine.statusNote), "reading": .optional(doctrine.reading),
        "others": .strings(doctrine.others),
      ]),
      "sameDay": .string(trace.sameDay.rawValue), "origin": origin(trace),
      "origins": .array(trace.origins.indices.map { origin($0, of: trace) }),
      "balances": .array(trace.balances.filter { $0.amount > 0 }.map { holding($0, of: trace) }),
      "movements": .array(trace.movements.map { movement($0, of: trace) }),
      "untraceable": .string(unit.map { book.plain(lost, $0) } ?? "0"),
      "untraceableBy": .array(trace.untraceable.map(untraceable)),
      "assets": .array(trace.assets.map { asset($0, run) }),
      "warnings": .array(
        trace.warnings.map { warning($0, nil) }
          + run.otherWarnings.map { warning($0.warning, $0.order) }),
    ]
    var members = fields.map { JSON.Member($0.key, $0.value) }
    fields = [
      "sameDayRange": .array(run.undecided.map { range($0, run) }),
      "sums": .array(sums(of: trace).map(sum)), "reconciles": .bool(run.reconciles),
      "exhaustive": .bool(run.isExhaustive),
    ]
    members += fields.map { JSON.Member($0.key, $0.value) }
    return members
  }

  private func origin(_ trace: Trace) -> JSON {
    let traced = trace.origins.filter(\.isTraced)
    var amounts: [UInt16: Int128] = [:]
    for origin in traced { amounts[origin.unit, default: 0] += origin.amount }
    let first = traced.first?.unit
    return .object([
      "id": .string(asked.record.description),
      "transactions": .strings(rows(of: traced).map(book.transaction)),
      "amount": .optional(first.map { book.plain(amounts[$0] ?? 0, $0) }),
      "currency": .optional(first.map(book.currency)),
      "amounts": .array(
        amounts.sorted { $0.key < $1.key }.map { unit, amount in
          .object([
            "amount": .string(book.plain(amount, unit)), "currency": .string(book.currency(unit)),
          ])
        }),
    ])
  }

  /// The rows of origins, each once, in their order.
  private func rows(of origins: [Trace.Origin]) -> [Int32] {
    var seen: Set<Int32> = []
    return origins.compactMap(\.row).filter { seen.insert($0).inserted }
  }

  private func origin(_ position: Int, of trace: Trace) -> JSON {
    let origin = trace.origins[position]
    return .object([
      "transaction": .optional(origin.row.map(book.transaction)),
      "ref": .optional(origin.row.flatMap(book.ref)),
      "date": .optional(origin.row.map(book.date)),
      "account": .optional(book.id(origin.node)),
      "amount": .string(book.plain(origin.amount, origin.unit)),
      "currency": .string(book.currency(origin.unit)), "owner": .optional(origin.owner),
      "traced": .bool(origin.isTraced), "restoring": .bool(origin.isRestoring),
    ])
  }

  private func lot(_ lot: Trace.Lot, _ unit: UInt16, of trace: Trace) -> JSON {
    let row = lot.origin >= 0 ? trace.origins[Int(lot.origin)].row : nil
    let name =
      lot.origin < 0 ? "other" : row.map(book.transaction) ?? "opening"
    return .object([
      "origin": .string(name), "amount": .string(book.plain(lot.amount, unit)),
      "date": .optional(row.map(book.date)), "owner": .optional(book.owner(lot.origin, of: trace)),
      "via": .optional(lot.via >= 0 ? book.transaction(lot.via) : nil),
    ])
  }

  private func holding(_ holding: Trace.Holding, of trace: Trace) -> JSON {
    .object([
      "account": .optional(book.id(holding.node)),
      "name": .string(book.names.label(holding.node).name),
      "amount": .string(book.plain(holding.amount, holding.unit)),
      "currency": .string(book.currency(holding.unit)),
      "balance": .string(book.plain(holding.balance, holding.unit)),
      "lots": .array(holding.lots.map { lot($0, holding.unit, of: trace) }),
    ])
  }

  private func movement(_ movement: Trace.Movement, of trace: Trace) -> JSON {
    let row = Int(movement.row)
    return .object([
      "transaction": .string(book.transaction(movement.row)),
      "ref": .optional(book.ref(movement.row)), "date": .string(book.date(movement.row)),
      "account": .optional(book.id(movement.node)),
      "from": .string(side(book.postings.from[row])), "to": .string(side(book.postings.to[row])),
      "traced": .string(book.plain(movement.traced, movement.unit)),
      "currency": .string(book.currency(movement.unit)),
      "balance": .string(book.plain(movement.balance, movement.unit)),
      "lots": .array(trace.lots(of: movement).map { lot($0, movement.unit, of: trace) }),
      "certain": .bool(movement.isCertain),
      "converted": movement.converted.map { change in
        .object([
          "traced": .string(book.plain(change.traced, change.unit)),
          "currency": .string(book.currency(change.unit)),
          "rate": .optional(change.rate.map { claims.rates[Int($0)].rate.description }),
        ])
      } ?? .null,
    ])
  }

  private func side(_ node: Int32) -> String {
    book.id(node) ?? (node == Postings.cash ? "cash" : "unknown")
  }

  private func untraceable(_ end: Trace.Untraceable) -> JSON {
    .object([
      "reason": .string(end.reason.rawValue),
      "transaction": .optional(end.row.map(book.transaction)),
      "account": .string(side(end.node)), "party": .optional(end.row.flatMap(book.other)),
      "amount": .string(book.plain(end.amount, end.unit)),
      "currency": .string(book.currency(end.unit)),
    ])
  }

  private func asset(_ claim: Trace.AssetClaim, _ run: TraceRuns.Run) -> JSON {
    let range = run.range(claim) ?? (claim.amount, claim.amount)
    return .object([
      "asset": .string(claims.assets[claim.asset].name), "owner": .optional(claim.owner),
      "paid": .string(book.plain(claim.paid, claim.unit)),
      "price": .string(book.plain(claim.price, claim.unit)),
      "lien": .string(book.plain(claim.lien, claim.unit)),
      "coordinated": .optional(claim.coordinated.map { book.plain($0, claim.unit) }),
      "currency": .string(book.currency(claim.unit)),
      "amount": .string(book.plain(claim.amount, claim.amountUnit)),
      "amountCurrency": .string(book.currency(claim.amountUnit)),
      "min": .string(book.plain(range.least, claim.amountUnit)),
      "max": .string(book.plain(range.most, claim.amountUnit)),
    ])
  }

  private func warning(_ warning: Trace.Warning, _ order: TraceQuestion.SameDay?) -> JSON {
    .object([
      "account": .optional(warning.node.map(side)), "what": .string(warning.what),
      "kind": .string(warning.kind.rawValue),
      "transaction": .optional(warning.row.map(book.transaction)),
      "order": .optional(order?.rawValue),
    ])
  }

  private func sum(_ sum: Sum) -> JSON {
    let amounts: KeyValuePairs<String, Int128> = [
      "origins": sum.origins, "changedInto": sum.changedInto, "balances": sum.held,
      "assets": sum.assets, "untraceable": sum.lost, "changedOut": sum.changedOut,
    ]
    let figures = amounts.map { JSON.Member($0.key, .string(book.plain($0.value, sum.unit))) }
    return .object([JSON.Member("currency", .string(book.currency(sum.unit)))] + figures)
  }

  private func range(_ place: TraceRuns.Place, _ run: TraceRuns.Run) -> JSON {
    let range = run.range(place)
    let orders = TraceQuestion.SameDay.allCases.filter { run.places[$0] != nil }
    return .object([
      "account": .optional(place.node.flatMap(book.id)),
      "ended": .optional(place.reason?.rawValue), "currency": .string(book.currency(place.unit)),
      "owner": .optional(place.owner), "min": .string(book.plain(range.least, place.unit)),
      "max": .string(book.plain(range.most, place.unit)),
      "orders": .object(
        orders.map { order in
          let amount = run.places[order]?[place] ?? 0
          return JSON.Member(order.rawValue, .string(book.plain(amount, place.unit)))
        }),
    ])
  }

  // MARK: - several methods

  /// What lies where at the least and at the most, over all methods and orders of a day.
  private func spread(isAccount: Bool) -> [JSON] {
    runs.places.filter { ($0.node != nil) == isAccount }.map { place in
      let ranges = runs.runs.map { $0.range(place) }
      let site: KeyValuePairs<String, JSON> =
        isAccount
        ? ["account": .optional(place.node.flatMap(book.id))]
        : ["reason": .optional(place.reason?.rawValue)]
      let figures: KeyValuePairs<String, JSON> = [
        "currency": .string(book.currency(place.unit)),
        "min": .string(book.plain(ranges.map(\.least).min() ?? 0, place.unit)),
        "max": .string(book.plain(ranges.map(\.most).max() ?? 0, place.unit)),
        "owner": .optional(place.owner),
        "by": .array(
          zip(runs.runs, ranges).map { run, range in
            .object([
              "method": .string(run.method.rawValue),
              "amount": .string(book.plain(run.amount(place), place.unit)),
              "min": .string(book.plain(range.least, place.unit)),
              "max": .string(book.plain(range.most, place.unit)),
            ])
          }),
      ]
      return .object((Array(site) + Array(figures)).map { JSON.Member($0.key, $0.value) })
    }
  }
}
