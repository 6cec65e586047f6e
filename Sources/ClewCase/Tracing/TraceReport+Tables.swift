import ClewAnalyse
import ClewGraph
import ClewModel
import ClewRender

extension TraceReport {
  var tables: [Table] {
    if asked.ledger, asked.isFlat { return [flatLedger] }
    var tables = asked.isComparison ? comparison : runs.runs.map(isBackward ? origins : places)
    if let run = runs.runs.first, !asked.isComparison, let ends = ends(of: run.trace) {
      tables.append(ends)
    }
    if let assets { tables.append(assets) }
    if asked.isComparison { tables.append(doctrines) }
    if asked.ledger { for run in runs.runs { tables += ledgers(of: run.trace) } }
    return tables
  }

  // MARK: - one method

  /// What lies where.
  private func places(_ run: TraceRuns.Run) -> Table {
    var rows: [[Table.Cell]] = []
    let all = Set(run.places.values.flatMap(\.keys)).sorted()
    for place in all where place.owner != nil || !hasOwners(place, all) {
      rows.append([
        Table.Cell(name(place)), Table.Cell(ownerText(place.owner)),
        Table.Cell(amount(run.amount(place), place.unit)),
        Table.Cell(rangeText(run, place), .warning), Table.Cell(balance(place, run.trace)),
        Table.Cell(book.currency(place.unit)),
      ])
    }
    return Table(
      title: "What became of the money of \(subject) by \(run.method.rawValue)",
      columns: [
        Table.Column("where"), Table.Column("owner"), Table.Column("traced", .right),
        Table.Column("by order of a day", .right), Table.Column("balance", .right),
        Table.Column("currency"),
      ], rows: rows, footer: footer(run))
  }

  /// Where it came from: every payment that brought some of it.
  private func origins(_ run: TraceRuns.Run) -> Table {
    let trace = run.trace
    let rows = trace.origins.filter { $0.isTraced && $0.amount > 0 }.map { origin in
      let payer = origin.row.map { book.account(book.postings.from[Int($0)]) } ?? ""
      return [
        Table.Cell(origin.row.map(book.date) ?? ""),
        Table.Cell(origin.row.map(book.named) ?? "opening balance"), Table.Cell(payer),
        Table.Cell(book.account(origin.node)), Table.Cell(origin.owner ?? ""),
        Table.Cell(amount(origin.amount, origin.unit)), Table.Cell(book.currency(origin.unit)),
      ]
    }
    let ranges = run.undecided.map { place in
      "by the order of a day \(name(place)): \(rangeText(run, place)) \(book.currency(place.unit))"
    }
    return Table(
      title: "Where the money of \(subject) came from by \(run.method.rawValue)",
      columns: [
        Table.Column("date"), Table.Column("by"), Table.Column("from"), Table.Column("into"),
        Table.Column("owner"), Table.Column("amount", .right), Table.Column("currency"),
      ], rows: rows, footer: ranges + footer(run))
  }

  /// The sums, whether they meet, and the rule.
  private func footer(_ run: TraceRuns.Run) -> [String] {
    let doctrine = run.method.doctrine
    return sums(of: run.trace).map { sentence($0, of: run.trace) } + [
      reconciliation(run),
      "\(doctrine.id): \(doctrine.requires). \(doctrine.authority) "
        + "(\(doctrine.statusText))",
    ] + (doctrine.reading.map { ["read as: \($0)"] } ?? [])
  }

  /// `T1 (pay-7)`, `A3 Harbour Ltd`.
  private var subject: String {
    switch asked.question.origin {
    case .transactions(let rows, _): rows.map(book.named).joined(separator: ", ")
    case .account(let node): book.account(node)
    case .party: asked.record.description
    }
  }

  private func reconciliation(_ run: TraceRuns.Run) -> String {
    if run.method == .poison {
      return "poison counts the same money wherever it touched, so what it touched adds up to more"
    }
    guard run.isExhaustive else {
      return run.reconciles
        ? "reconciles; not exhaustive: see the notes" : "does not reconcile, and is not exhaustive"
    }
    return run.reconciles ? "reconciles to the smallest unit" : "does not reconcile: see the notes"
  }

  private func name(_ place: TraceRuns.Place) -> String {
    place.node.map(book.account) ?? place.reason.map(Self.words) ?? ""
  }

  private func hasOwners(_ place: TraceRuns.Place, _ all: [TraceRuns.Place]) -> Bool {
    all.contains { $0.owner != nil && $0.whole == place }
  }

  private func ownerText(_ owner: String?) -> String {
    owner.map { $0.isEmpty ? "nobody said" : $0 } ?? ""
  }

  private func rangeText(_ run: TraceRuns.Run, _ place: TraceRuns.Place) -> String {
    let range = run.range(place)
    guard range.least != range.most else { return "" }
    return "\(amount(range.least, place.unit)) to \(amount(range.most, place.unit))"
  }

  private func balance(_ place: TraceRuns.Place, _ trace: Trace) -> String {
    trace.balances.first { place.node == $0.node && $0.unit == place.unit }
      .map { amount($0.balance, place.unit) } ?? ""
  }

  /// A figure: grouped for people, plain for programs.
  func amount(_ amount: Int128, _ unit: UInt16) -> String {
    asked.isFlat ? book.plain(amount, unit) : book.figure(amount, unit)
  }

  /// Where the trail ends.
  private func ends(of trace: Trace) -> Table? {
    guard !trace.untraceable.isEmpty else { return nil }
    return Table(
      title: "Where it can be followed no further",
      columns: [
        Table.Column("by"), Table.Column("on"), Table.Column("to"), Table.Column("why"),
        Table.Column("traced", .right), Table.Column("currency"),
      ],
      rows: trace.untraceable.map { end in
        let party = end.row.flatMap(book.other).map { " (\($0))" } ?? ""
        return [
          Table.Cell(end.row.map(book.named) ?? ""), Table.Cell(end.row.map(book.date) ?? ""),
          Table.Cell(book.account(end.node) + party), Table.Cell(Self.words(end.reason)),
          Table.Cell(amount(end.amount, end.unit)), Table.Cell(book.currency(end.unit)),
        ]
      })
  }

  static func words(_ reason: Trace.Untraceable.Reason) -> String {
    switch reason {
    case .cash: "paid out in cash"
    case .unknownSide: "no source names the account"
    case .dissipated: "spent: an overdraft, charges or losses"
    case .noRate: "changed currency, and no rate is given"
    case .hops: "beyond --max-hops"
    case .work: "the work stopped at its limit"
    }
  }

  /// What was bought, by each method.
  private var assets: Table? {
    guard runs.runs.contains(where: { !$0.trace.assets.isEmpty }) else { return nil }
    return Table(
      title: "Assets",
      columns: [
        Table.Column("asset"), Table.Column("method"), Table.Column("owner"),
        Table.Column("put in", .right), Table.Column("of the price", .right),
        Table.Column("lien", .right), Table.Column("if coordinated", .right),
        Table.Column("currency"), Table.Column("claim", .right),
        Table.Column("by order of a day", .right), Table.Column("in"),
      ],
      rows: claims.assets.indices.flatMap { asset in
        runs.runs.flatMap { run in
          run.trace.assets.filter { $0.asset == asset }.map { row($0, run) }
        }
      },
      footer: [
        "the claimant may take a share of the asset (put in, of the price) or a lien for the sum: "
          + "Foskett v McKeown [2000] UKHL 29 (tr-proportion-or-lien, verified)"
      ] + coordinated)
  }

  private func row(_ claim: Trace.AssetClaim, _ run: TraceRuns.Run) -> [Table.Cell] {
    let range = run.range(claim).map {
      "\(amount($0.least, claim.amountUnit)) to \(amount($0.most, claim.amountUnit))"
    }
    return [
      Table.Cell(claims.assets[claim.asset].name), Table.Cell(run.method.rawValue),
      Table.Cell(claim.owner ?? ""), Table.Cell(amount(claim.paid, claim.unit)),
      Table.Cell(amount(claim.price, claim.unit)), Table.Cell(amount(claim.lien, claim.unit)),
      Table.Cell(claim.coordinated.map { amount($0, claim.unit) } ?? ""),
      Table.Cell(book.currency(claim.unit)), Table.Cell(amount(claim.amount, claim.amountUnit)),
      Table.Cell(range ?? "", .warning), Table.Cell(book.currency(claim.amountUnit)),
    ]
  }

  private var coordinated: [String] {
    claims.coordinated
      ? [
        "the scheme is stated to be coordinated: money that arrived after the purchase may be "
          + "traced into it, Federal Republic of Brazil v Durant [2015] UKPC 35 (tr-backward, "
          + "verified)"
      ] : []
  }

  // MARK: - methods side by side

  /// A table for each account and currency.
  private var comparison: [Table] {
    let places = runs.places
    return places.filter { $0.owner == nil }.map { place in
      let owners = places.filter { $0.owner != nil && $0.whole == place }
      var rows: [[Table.Cell]] = []
      for run in runs.runs {
        for part in owners.isEmpty ? [place] : owners {
          let isFirst = part == (owners.first ?? place)
          rows.append([
            Table.Cell(isFirst || asked.isFlat ? run.method.rawValue : ""),
            Table.Cell(ownerText(part.owner)), Table.Cell(amount(run.amount(part), place.unit)),
            Table.Cell(rangeText(run, part), .warning), Table.Cell(run.method.doctrine.id),
            Table.Cell(run.method.doctrine.status, .quiet),
          ])
        }
      }
      let ranges = runs.runs.map { $0.range(place) }
      let (least, most) = (ranges.map(\.least).min() ?? 0, ranges.map(\.most).max() ?? 0)
      let span =
        least == most
        ? book.money(most, place.unit)
        : "\(book.figure(least, place.unit)) to \(book.money(most, place.unit))"
      return Table(
        title: "\(name(place)): \(span)",
        columns: [
          Table.Column("method"), Table.Column("owner"),
          Table.Column(isBackward ? "came from here" : "traced", .right),
          Table.Column("by order of a day", .right), Table.Column("doctrine"),
          Table.Column("status"),
        ], rows: rows)
    }
  }

  private var doctrines: Table {
    var table = Table(
      title: "The rules",
      columns: [
        Table.Column("method"), Table.Column("row"), Table.Column("authority"),
        Table.Column("status"), Table.Column("requires"), Table.Column("read as"),
        Table.Column("see also"), Table.Column("sums"),
      ],
      rows: runs.runs.map { run in
        let doctrine = run.method.doctrine
        return [
          Table.Cell(run.method.rawValue), Table.Cell(doctrine.id),
          Table.Cell(doctrine.authority), Table.Cell(doctrine.statusText),
          Table.Cell(doctrine.requires), Table.Cell(doctrine.reading ?? ""),
          Table.Cell(doctrine.others.joined(separator: ", ")),
          Table.Cell(reconciliation(run)),
        ]
      })
    table.layout = .blocks
    return table
  }
}
