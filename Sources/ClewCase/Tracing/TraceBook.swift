import ClewAnalyse
import ClewGraph
import ClewModel
import ClewStore

/// Names and figures of traces as people and programs read them.
struct TraceBook {
  let snapshot: Snapshot
  let names: PartyNames
  private let refs: [Int64: String]
  /// What sources name on a side that is no account, by transaction.
  private let others: [Int64: String]

  var postings: Postings { snapshot.postings }

  init(_ traces: [Trace], _ snapshot: Snapshot, ledger rows: [Int32], _ casefile: Casefile) throws {
    self.snapshot = snapshot
    var nodes: Set<Int32> = []
    var named = Set(rows)
    var lost: Set<Int32> = []
    for trace in traces {
      for movement in trace.movements { named.insert(movement.row) }
      for origin in trace.origins {
        nodes.insert(origin.node)
        if let row = origin.row { named.insert(row) }
      }
      for end in trace.untraceable {
        nodes.insert(end.node)
        if let row = end.row { lost.insert(row) }
      }
      for warning in trace.warnings {
        if let node = warning.node { nodes.insert(node) }
        if let row = warning.row { named.insert(row) }
      }
      nodes.formUnion(trace.balances.map(\.node))
    }
    named.formUnion(lost)
    for row in named {
      nodes.formUnion([snapshot.postings.from[Int(row)], snapshot.postings.to[Int(row)]])
    }
    names = try PartyNames(nodes.filter { $0 >= 0 }, snapshot, casefile)
    refs = try casefile.transactionRefs(named.map { Int64(snapshot.postings.ids[Int($0)]) })
    others = try casefile.partiesWithoutAccount(
      lost.map { Int64(snapshot.postings.ids[Int($0)]) })
  }

  // MARK: - records

  func id(_ node: Int32) -> String? {
    node >= 0 ? snapshot.id(of: node).description : nil
  }

  /// `A3 Harbour Ltd`, `cash`, `nobody known`.
  func account(_ node: Int32) -> String {
    if node >= 0 { return names.text(node) }
    return node == Postings.cash ? "cash" : "nobody known"
  }

  func transaction(_ row: Int32) -> String { "T\(postings.ids[Int(row)])" }

  func ref(_ row: Int32) -> String? { refs[Int64(postings.ids[Int(row)])] }

  /// `T9 (pay-7)`.
  func named(_ row: Int32) -> String {
    transaction(row) + (ref(row).map { " (\($0))" } ?? "")
  }

  func date(_ row: Int32) -> String { postings.time(of: Int(row)).description }

  /// Who is named on the side of a payment that is no account.
  func other(_ row: Int32) -> String? { others[Int64(postings.ids[Int(row)])] }

  // MARK: - money

  func currency(_ unit: UInt16) -> String { postings.units[Int(unit)].currency }

  /// `1234.50`.
  func plain(_ amount: Int128, _ unit: UInt16) -> String { postings.money(amount, unit: unit) }

  /// `1,234.50`.
  func figure(_ amount: Int128, _ unit: UInt16) -> String {
    Money.grouped(plain(amount, unit))
  }

  /// `1,234.50 EUR`.
  func money(_ amount: Int128, _ unit: UInt16) -> String {
    "\(figure(amount, unit)) \(currency(unit))".trimmed
  }

  // MARK: - lots

  /// `T1`, `opening balance`, `other money`.
  func origin(_ position: Int32, of trace: Trace) -> String {
    guard position >= 0 else { return "other money" }
    let origin = trace.origins[Int(position)]
    guard let row = origin.row else { return "opening balance" }
    return transaction(row)
  }

  func owner(_ position: Int32, of trace: Trace) -> String? {
    position >= 0 ? trace.origins[Int(position)].owner : nil
  }

  /// `T1 of 2026-01-02, Orla Finch: 2,500.00`.
  func lot(_ lot: Trace.Lot, of trace: Trace, _ unit: UInt16) -> String {
    var text = origin(lot.origin, of: trace)
    if lot.origin >= 0, let row = trace.origins[Int(lot.origin)].row { text += " of \(date(row))" }
    if let owner = owner(lot.origin, of: trace) { text += ", \(owner)" }
    if lot.via >= 0, lot.origin < 0 || trace.origins[Int(lot.origin)].row != lot.via {
      text += ", by \(transaction(lot.via)) of \(date(lot.via))"
    }
    return "\(text): \(figure(lot.amount, unit))"
  }
}

extension Casefile {
  /// Parties that sources name on a side of a payment that states no account, by transaction.
  fileprivate func partiesWithoutAccount(_ ids: [Int64]) throws -> [Int64: String] {
    var found: [Int64: String] = [:]
    let records = try transactionDetails(ids.sorted().map { RecordID(.transaction, $0) })
    for record in records {
      let isSide: (String) -> Bool = { name in
        (name == "to" && record.to == nil) || (name == "from" && record.from == nil)
      }
      let parties = record.roles.filter { isSide($0.name) }.compactMap(\.party)
      guard let party = parties.first, parties.count == 1 else { continue }
      let label = try labels(for: [party])[party]
      found[record.id.number] = "\(party) \(label?.name ?? "")".trimmed
    }
    return found
  }
}
