import ClewAnalyse
import ClewGraph
import ClewModel
import ClewRender
import ClewStore

/// The flow chart around accounts or parties, or of some transactions: money from left to right,
/// sums on the lines, cash and unnamed sides as nodes of their own, the smallest folded with sums.
struct FlowChart {
  let casefile: Casefile
  let selection: FlowSelection
  let asOf: Day
  let hops: Int
  let sources: SourceBook

  func chart() throws -> Chart {
    var notes = selection.notes
    let snapshot = try snapshot(&notes)
    let (flows, start) = try flows(in: snapshot)
    for (node, count) in flows.notFollowed {
      notes.append(
        "\(snapshot.id(of: node)) has \(counted(count)) counterparties and was not followed")
    }
    let lines = lines(flows, snapshot)
    guard !lines.isEmpty else { throw nothing() }
    let names = Set(lines.flatMap { [$0.from, $0.to] })
    let drawn = names.compactMap { RecordID($0) }
    var nodes = ChartNodes(casefile)
    try nodes.add(drawn)
    for id in start.union(selection.chain) where nodes.byID[id] != nil { nodes.highlight(id) }
    for (id, role) in selection.roles { nodes.mark(id, role) }
    for (node, count) in flows.notFollowed {
      nodes.mark(snapshot.id(of: node), "+\(counted(count)) counterparties")
    }
    let balances = FlowBalances(casefile: casefile, snapshot: snapshot, asOf: asOf)
    for id in drawn.sorted() where id.kind == .account {
      for text in try balances.texts(of: id) { nodes.mark(id, text) }
    }
    let ends = FlowEnd.allCases.filter { names.contains($0.rawValue) }.map { end in
      ChartNode(id: end.rawValue, shape: end.isCash ? .cash : .unknown, lines: end.lines)
    }
    let folding = FlowFolding(lines, fixed: fixed(lines, start), nodeCount: names.count)
    // What is drawn is numbered first.
    let folded = Set(folding.folds.flatMap(\.members))
    let isDrawn = { (line: FlowLine) in !folded.contains(line.from) && !folded.contains(line.to) }
    let ordered =
      lines.filter(\.isHighlighted) + lines.filter { !$0.isHighlighted && isDrawn($0) }
      + lines.filter { !$0.isHighlighted && !isDrawn($0) }
    var book = EvidenceBook(sources)
    let edges = try FlowLines(snapshot: snapshot, casefile: casefile).edges(ordered, &book)
    return Chart(
      title: try title(), asOf: asOf, handling: sources.handling, view: .flow,
      nodes: byAmount(nodes.ordered + ends, lines), edges: edges, folds: folding.folds,
      evidence: book.items, notes: notes + folding.notes, direction: .right)
  }

  /// The payments with cash and unnamed sides; without these where the amounts of one currency
  /// cannot be brought to one scale.
  private func snapshot(_ notes: inout [String]) throws -> Snapshot {
    do {
      return try casefile.snapshot(parts: [.ownership, .payments, .postings])
    } catch let error as StoreError where error.code == .badRecord {
      notes.append("cash and sides that are not named are not drawn: \(error.what)")
      return try casefile.snapshot(parts: [.ownership, .payments])
    }
  }

  private func nothing() -> Failure {
    let asked = (selection.subjects + (selection.only?.sorted() ?? [])).prefix(12)
    return Failure(
      code: "nothing-to-draw",
      what: "No payment of \(asked.map(\.description).joined(separator: ", ")) is known.",
      place: casefile.path, next: "Try --view ownership or --view network.")
  }

  private func title() throws -> String {
    if let title = selection.title { return title }
    let labels = try casefile.labels(for: selection.subjects)
    let names = selection.subjects.map { labels[$0]?.text ?? $0.description }
    return "Payments around \(names.joined(separator: ", "))"
  }

  /// The payments to draw, and the accounts and parties they are drawn around.
  private func flows(in snapshot: Snapshot) throws -> (Flows, Set<RecordID>) {
    let payments = snapshot.payments
    if let only = selection.only {
      let rows = (0..<Int32(payments.count)).filter {
        only.contains(RecordID(.transaction, Int64(payments.ids[Int($0)])))
      }
      return (Flows(of: rows, in: payments, asOf: asOf), Set(selection.subjects))
    }
    var start: Set<RecordID> = []
    for subject in selection.subjects {
      start.insert(subject)
      if subject.kind == .party { start.formUnion(try casefile.accounts(ofParty: subject)) }
    }
    var roots = start
    for record in try casefile.transactionDetails(selection.path) {
      roots.formUnion([record.from, record.to].compactMap { $0 })
    }
    roots.formUnion(selection.chain)
    let found = Flows(
      around: roots.compactMap { snapshot.node(of: $0) }, hops: hops, in: payments, asOf: asOf)
    return (found, start)
  }

  /// One line for each pair and currency, for each payment that is singled out, and for what has no
  /// other side.
  private func lines(_ flows: Flows, _ snapshot: Snapshot) -> [FlowLine] {
    let single = selection.single
    var nodes = flows.followed
    if let only = selection.only {
      for row in 0..<snapshot.postings.count
      where only.contains(RecordID(.transaction, Int64(snapshot.postings.ids[row]))) {
        nodes.formUnion(
          [snapshot.postings.from[row], snapshot.postings.to[row]].filter { $0 >= 0 })
      }
    }
    var lines = flows.flows.flatMap { FlowLine.lines(of: $0, in: snapshot, single: single) }
    lines += FlowLine.oneSided(
      of: nodes, in: snapshot, asOf: asOf, single: single, only: selection.only)
    let pairs = Set(zip(selection.chain, selection.chain.dropFirst()).map { "\($0) \($1)" })
    for index in lines.indices {
      let ids = lines[index].payments.map(\.id)
      lines[index].isHighlighted =
        ids.contains(where: single.contains)
        || pairs.contains("\(lines[index].from) \(lines[index].to)")
      if let id = ids.first, single.contains(id) {
        lines[index].traced = selection.highlight?.words[id]
      }
    }
    return lines
  }

  private func fixed(_ lines: [FlowLine], _ start: Set<RecordID>) -> Set<String> {
    var fixed = Set(start.map(\.description))
    fixed.formUnion(selection.roles.keys.map(\.description))
    fixed.formUnion(FlowEnd.allCases.map(\.rawValue))
    for line in lines where line.isHighlighted { fixed.formUnion([line.from, line.to]) }
    return fixed
  }

  /// The nodes with the largest sums first, so that folding hides the smallest.
  private func byAmount(_ nodes: [ChartNode], _ lines: [FlowLine]) -> [ChartNode] {
    var largest: [String: Int128] = [:]
    for line in lines {
      for id in [line.from, line.to] { largest[id] = max(largest[id] ?? 0, line.wide) }
    }
    return nodes.enumerated().sorted { a, b in
      let (x, y) = (largest[a.element.id] ?? 0, largest[b.element.id] ?? 0)
      return x != y ? x > y : a.offset < b.offset
    }.map(\.element)
  }
}

/// The last balances that sources state of an account, in words.
struct FlowBalances {
  let casefile: Casefile
  let snapshot: Snapshot
  let asOf: Day

  /// An account with more entries than this is not read for its balance.
  private static let readable = 50_000

  /// `balance 1,200.00 EUR after T86 of 2026-03-31`; one for each currency.
  func texts(of account: RecordID) throws -> [String] {
    guard let node = snapshot.node(of: account) else { return [] }
    let count =
      snapshot.payments.paid(by: node).count + snapshot.payments.received(by: node).count
    guard count <= Self.readable else { return [] }
    let stated = try casefile.profile(of: account)?.statedBalances ?? []
    let details = try casefile.transactionDetails(stated.map(\.after))
    let times = Dictionary(
      details.map { ($0.id, $0.time) }, uniquingKeysWith: { first, _ in first })
    let known = stated.filter {
      $0.account == account && (times[$0.after]?.firstDay ?? asOf) <= asOf
    }
    if !known.isEmpty {
      return known.map { row in
        let day = times[row.after].map { " of \($0.firstDay)" } ?? ""
        return "balance \(row.balance.peopleText) after \(row.after)\(day)"
      }
    }
    var latest: [UInt16: Postings.StatedBalance] = [:]
    for row in snapshot.postings.statedBalances
    where row.node == node && row.time.firstDay <= asOf {
      if latest[row.unit].map({ row.time.lo >= $0.time.lo }) ?? true { latest[row.unit] = row }
    }
    return latest.sorted { $0.key < $1.key }.map { unit, row in
      let kind = snapshot.postings.units[Int(unit)]
      let text = Money.grouped(Decimal64.text(Int128(row.amount), scale: kind.scale))
      return "balance \(text) \(kind.currency) on \(row.time.firstDay)"
    }
  }
}
