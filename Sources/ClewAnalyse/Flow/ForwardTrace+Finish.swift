import ClewGraph

/// What lies where at the end, and whether it all adds up.
extension ForwardTrace {
  mutating func finish() -> Trace {
    for pool in pools.indices {
      let state = pools[pool]
      if Pool.conserves, state.isLive, state.lots.total != max(0, state.balance) {
        trace.reconciles = false
      }
      guard state.lots.total > 0, state.lots.traced > 0 || !question.claims.claimants.isEmpty else {
        continue
      }
      hold(pool)
    }
    trace.balances.sort { ($0.node, $0.unit) < ($1.node, $1.unit) }
    trace.origins = book.origins
    trace.assets = purchases.claims(
      of: book.origins, firstCharge: question.method == .firstCharge, changedInto: changedInto)
    sayOfWhole()
    if Pool.conserves { reckon() }
    return trace
  }

  private mutating func hold(_ pool: Int) {
    spare.removeAll(keepingCapacity: true)
    pools[pool].lots.appendAll(to: &spare)
    spare.removeAll { $0.origin < 0 }
    spare.sort { $0.origin < $1.origin }
    var merged: [Trace.Lot] = []
    var traced: Int128 = 0
    for lot in spare {
      if book.isTraced(lot.origin) { traced += lot.amount }
      if let last = merged.last, last.origin == lot.origin {
        merged[merged.count - 1].amount += lot.amount
      } else {
        merged.append(Trace.Lot(origin: lot.origin, amount: lot.amount))
      }
    }
    guard !merged.isEmpty else { return }
    if traced != pools[pool].lots.traced { trace.reconciles = false }
    trace.balances.append(
      Trace.Holding(
        node: table.nodes[pool], unit: table.units[pool], amount: traced, lots: merged,
        balance: pools[pool].balance))
  }

  /// In every unit: origins + changed into it = balances + untraceable + paid for assets + changed
  /// out of it.
  private mutating func reckon() {
    var left = purchases.paid(units: postings.units.count)
    for unit in left.indices { left[unit] += changedOut[unit] - changedInto[unit] }
    for origin in trace.origins where origin.isTraced { left[Int(origin.unit)] -= origin.amount }
    for holding in trace.balances { left[Int(holding.unit)] += holding.amount }
    for lost in trace.untraceable { left[Int(lost.unit)] += lost.amount }
    if left.contains(where: { $0 != 0 }) { trace.reconciles = false }
    // Pools of the rateable doctrines hold only what postings brought, and take no more.
    for movement in trace.movements {
      var traced: Int128 = 0
      for lot in trace.lots(of: movement) where trace.origins.indices.contains(Int(lot.origin)) {
        if trace.origins[Int(lot.origin)].isTraced { traced += lot.amount }
      }
      if traced < movement.traced { trace.reconciles = false }
    }
  }

  /// What is to be said of the answer as a whole.
  private mutating func sayOfWhole() {
    switch question.method {
    case .poison:
      say(
        .doctrine, nil, nil,
        "poison is no rule of law: any touch taints the whole, and more is tainted than was taken")
    case .librCap:
      let owners = Set(trace.origins.filter(\.isTraced).map(\.owner)).subtracting([
        Trace.Origin.own
      ])
      if owners.count > 1 {
        say(
          .doctrine, nil, nil,
          "the cap is a rule for one claimant: the \(owners.count) owners of the money asked for are "
            + "taken as one; among them use libr-allocate")
      }
    case .firstCharge:
      if question.claims.assets.isEmpty {
        say(.doctrine, nil, nil, "no asset is named to charge: the same as own-first")
      }
      for pool in purchases.pools where pools[pool].lots.traced > 0 {
        say(
          .doctrine, table.nodes[pool], nil,
          "traced money is left in the account: whether the charge may be taken on the asset then is in "
            + "conflict (Turner v Jacob keeps Re Hallett, Shalson v Russo lets the claimant choose); "
            + "the claim can be recovered once only"
        )
      }
    default: break
    }
    if question.method == .firstCharge { sayOfCharges() }
    for asset in purchases.inSeveralUnits {
      say(
        .doctrine, nil, nil,
        "\(question.claims.assets[asset].name) was paid for in several currencies: no one share of it"
      )
    }
    for asset in purchases.notBought {
      say(
        .cut, nil, question.claims.assets[asset].rows.first,
        "no payment for \(question.claims.assets[asset].name) was worked")
    }
    if let limits = question.window {
      for (pool, opening) in openings.openings.enumerated()
      where opening?.amount ?? 0 > 0 && book.asksAbout(table.nodes[pool])
        && !book.followsOpening(of: table.nodes[pool])
      {
        say(
          .cut, table.nodes[pool], nil,
          "the window begins later than the account: its opening balance and what came in before the "
            + "window are not followed")
      }
      for origin in askedRows where !limits.contains(postings.lo[Int(origin)]) {
        say(.cut, nil, origin, "lies outside the window asked for: not followed")
      }
    }
    sayOfRows()
    sayOfOpenings()
    for row in unknownRows { say(.cut, nil, row, "is no posting: not followed") }
    for row in order.circular {
      say(
        .order, nil, row,
        "payments of this day go round in a circle: \(question.sameDay.rawValue) cannot hold for all of "
          + "them, and this one keeps its place in the ledger")
    }
  }

  /// Rows named that bring nothing, and claims on a row that could not be met from it.
  private mutating func sayOfRows() {
    for row in book.namedRows where row >= 0 && Int(row) < postings.count {
      if let entry = LedgerEntry(row, postings, table), !entry.isSelfTransfer { continue }
      say(
        .cut, nil, row,
        "moves no money from one account to another: nothing is traced or claimed from here")
    }
    for part in book.refused {
      let r = Int(part.row)
      let unit = postings.debit[r] < 0 ? postings.debitUnit[r] : postings.creditUnit[r]
      say(
        .doctrine, nil, part.row,
        "\(part.owner) claims \(part.amount.map { money($0, unit) } ?? "the money") of this posting, "
          + "which is followed or somebody's already, or is not there: not given")
    }
    guard question.method == .fifo || question.method == .lifo else { return }
    for row in book.sharedRows {
      say(
        .doctrine, nil, row,
        "several own a part of this posting and no rule of time lies between them: stated amounts are "
          + "taken as paid in first, by name, and own money as paid in last")
    }
  }

  /// Opening balances of accounts that nothing else is known of.
  private mutating func sayOfOpenings() {
    for opening in openings.untouched {
      let isKnown = Int(opening.unit) < postings.units.count
      let amount = isKnown ? money(Int128(opening.amount), opening.unit) : "\(opening.amount)"
      say(
        .cut, opening.node, nil,
        "an opening balance of \(amount) is stated, and no posting of the account in that currency: it "
          + "is not part of the trace")
    }
  }

  /// Where a charge cannot be held against the value, and where several secure one claim.
  private mutating func sayOfCharges() {
    for asset in purchases.valuedElsewhere {
      say(
        .doctrine, nil, question.claims.assets[asset].rows.first,
        "\(question.claims.assets[asset].name) is valued in another currency than it was paid in: the "
          + "charge cannot be held against the value, and what was paid is given")
    }
    var liens: [String?: Int] = [:]
    for claim in trace.assets where claim.lien > 0 { liens[claim.owner, default: 0] += 1 }
    for owner in liens.keys.sorted(by: { ($0 ?? "") < ($1 ?? "") }) where liens[owner] ?? 0 > 1 {
      say(
        .doctrine, nil, nil,
        "\(liens[owner] ?? 0) assets secure the one claim of \(owner ?? "the money asked for"), which "
          + "can be recovered once only: it is met out of what was bought first")
    }
  }

  private var askedRows: [Int32] {
    guard case .transactions(let rows, _) = question.origin else { return [] }
    return Set(rows).filter { $0 >= 0 && Int($0) < postings.count }.sorted()
  }

  private var unknownRows: [Int32] {
    guard case .transactions(let rows, _) = question.origin else { return [] }
    return Set(rows).filter { $0 < 0 || Int($0) >= postings.count }.sorted()
  }
}
