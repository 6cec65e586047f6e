import ClewAnalyse
import ClewGraph
import ClewModel
import ClewRender
import ClewStore

extension ExposureReport {
  var tables: [Table] {
    var tables = [resultTable]
    if !questions.isEmpty { tables.append(questionTable) }
    if !formerly.isEmpty { tables.append(formerTable) }
    if request.periods { tables.append(periodTable) }
    return tables
  }

  private func list(_ parties: [Int32]) -> String {
    parties.map(names.text).joined(separator: ", ")
  }

  private func words(_ step: Exposure.Step) -> String {
    let links = step.links.map { "L\($0)" }.joined(separator: ", ")
    let (from, to) = (id(step.from), id(step.to))
    if step.isJoint { return "\(from) holds jointly with \(to) (the group given)" }
    if let control = step.control {
      return "\(from) controls \(to) (\(links): \(Exposure.words(control)))"
    }
    let votes = step.measure == .votes ? " of the votes" : ""
    return "\(from) \(step.share.percentText)\(votes) of \(to) (\(links))"
  }

  private var forceText: String {
    if isInForce { return "" }
    return rule.isInForce(on: moment.asOf) ? ", suspended" : ", not in force"
  }

  private var resultTable: Table {
    Table(
      title: "\(regime.title), as of \(moment.asOf)\(forceText)",
      columns: [
        "party", "name", "verdict", .right("held by listed"), .right("margin"), "by", "basis",
        "proof",
      ],
      rows: results.map { result in
        let proof = result.steps.map(words)
        return [
          .id(snapshot.id(of: result.party)), Table.Cell(names.label(result.party).text),
          Table.Cell(result.verdict.rawValue, result.verdict == .yes ? .alarm : .warning),
          Table.Cell(
            result.aggregate.percentText + (result.measure == .votes ? " of the votes" : "")),
          Table.Cell(result.restsOnControl ? "" : ShareText.percent(result.margin)),
          Table.Cell(list(result.by)),
          Table.Cell(result.basis.rawValue),
          Table.Cell(proof.joined(separator: "; ") + (result.stepsCut ? "; …" : "")),
        ]
      })
  }

  private var questionTable: Table {
    Table(
      title: "Questions of control under \(regime.title): not caught, to be looked at",
      columns: [
        "party", "name", "question", .right("held"), .right("next holder"), "by", "because",
      ],
      rows: questions.map { question in
        var because = question.steps.map(words).joined(separator: "; ")
        if !question.through.isEmpty { because += "; open: \(list(question.through))" }
        if let sale = question.sale {
          let sold = "L\(sale.link) ended \(sale.ended.description)"
          because = "\(sold), \(sale.listing) is of \(sale.listed.description)"
        }
        return [
          .id(snapshot.id(of: question.party)), Table.Cell(names.label(question.party).text),
          Table.Cell(question.signal.rawValue), Table.Cell(question.share.percentText),
          Table.Cell(question.nextHolder.map { ShareText.percent($0) } ?? ""),
          Table.Cell(list(question.by)), Table.Cell(because),
        ]
      })
  }

  private var formerTable: Table {
    Table(
      title: "Caught before and not on \(moment.asOf)",
      columns: ["party", "name", "ceased", "since", "verdict then", "by", "what ended it"],
      rows: formerly.map { period in
        [
          .id(snapshot.id(of: period.party)), Table.Cell(names.label(period.party).text),
          Table.Cell(period.until?.description ?? "", .warning),
          Table.Cell(period.from?.description ?? "always"), Table.Cell(period.verdict.rawValue),
          Table.Cell(list(period.by)),
          Table.Cell(period.closed.map(words).joined(separator: "; ")),
        ]
      })
  }

  private var periodTable: Table {
    Table(
      title: "Periods under \(regime.title), up to \(moment.asOf)",
      columns: ["party", "name", "from", "until", "verdict", "by", "opened by", "closed by"],
      rows: periods.periods.map { period in
        [
          .id(snapshot.id(of: period.party)), Table.Cell(names.label(period.party).text),
          Table.Cell(period.from?.description ?? "always"),
          Table.Cell(period.until?.description ?? "still so"),
          Table.Cell(period.verdict.rawValue + (period.inForce ? "" : " (rule suspended)")),
          Table.Cell(list(period.by)), Table.Cell(period.opened.map(words).joined(separator: "; ")),
          Table.Cell(period.closed.map(words).joined(separator: "; ")),
        ]
      })
  }

  private func words(_ event: ExposurePeriods.Event) -> String {
    let record = event.link.map { "L\($0) " } ?? event.listing.map { "\($0) " } ?? ""
    let kind = event.link == nil ? event.kind.rawValue : String(event.kind.rawValue.dropFirst(5))
    return "\(record)\(kind) \(event.stated?.description ?? event.day.description)"
  }

  // MARK: - Notes

  var notes: [String] {
    var notes = askedNotes
    notes += unjudged.map { row in
      let party = candidates[row.party]?.text ?? ""
      return "\(row.party) \(party) has the name of \(row.listing) (\(row.list) \(row.ref)) and "
        + "nobody has judged them: clew judge \(row.party) \(row.listing) same|different --why …"
    }
    if listed.isEmpty, unjudged.isEmpty {
      notes.append(
        "no party is judged the same as an entry of such a list that stood on \(moment.asOf)")
    }
    notes += holdingNotes + listingNotes + ruleNotes
    let signals = Set(questions.map(\.signal))
    for signal in ControlQuestion.Signal.allCases where signals.contains(signal) {
      notes.append("question \(signal.rawValue): \(signal.words)")
    }
    if !questions.isEmpty, case .exposure(let test) = rule.test, !test.countsControl {
      notes.append("\(regime.title), control without ownership: \(rule.control)")
    }
    if !periods.skipped.isEmpty {
      let count = periods.skipped.count
      notes.append(
        "the history of \(count == 1 ? "1 party" : "\(count) parties") was not computed: more than "
          + "\(ExposurePeriods.breakpointLimit) dates bear on it, or dates times links pass "
          + "\(ExposurePeriods.workLimit); ask with --as-of for single days")
    }
    notes.append(regime.noteText(on: moment.asOf))
    if !results.isEmpty || !formerly.isEmpty || !listed.isEmpty, let caveat = rule.caveat {
      notes.append("\(regime.title): \(caveat)")
    }
    return notes
  }

  /// The answer about the one party asked about, where it is no result.
  private var askedNotes: [String] {
    guard let party, let asked, results.isEmpty else { return [] }
    if listedNodes.contains(party) {
      return [
        "\(names.text(party)) is listed itself"
          + (certainlyListed.contains(party) ? "" : ", on a day or a list that only may count")
      ]
    }
    return [
      "\(names.text(party)): no, at most "
        + "\(ShareText.percent(asked.margin + Int128(rule.threshold))) is held by listed parties and "
        + "what is attributed to them; the rule asks for \(rule.thresholdText)"
    ]
  }

  private var ruleNotes: [String] {
    var notes: [String] = []
    if rule.isSuspended {
      notes.append(
        "\(regime.title) is suspended on \(moment.asOf): the answer is what it would be")
    } else if !rule.isInForce(on: moment.asOf) {
      let from = rule.from.map { $0 > moment.asOf ? " before \($0)" : "" } ?? ""
      notes.append(
        "\(regime.title) is not in force on \(moment.asOf)\(from): the answer is what it would be")
    }
    guard !groups.isEmpty, case .exposure(let test) = rule.test else { return notes }
    notes.append(
      test.addsUp
        ? "\(regime.title) adds up listed persons only: members of a group who are not listed do not "
          + "count"
        : "the members of a group each hold what all of them hold, in every company: the analyst says "
          + "so, no source does")
    return notes
  }

  private var listingNotes: [String] {
    var notes: [String] = []
    if undatedListings > 0 {
      notes.append(
        "\(undatedListings == 1 ? "1 listed party bears" : "\(undatedListings) listed parties bear") "
          + "no date of listing: taken to be listed always")
    }
    if goneListings > 0 {
      notes.append(
        "\(goneListings == 1 ? "1 entry is" : "\(goneListings) entries are") gone from an edition "
          + "without a date: not counted on any day; ingest the edition with --as-of")
    }
    return notes
  }

  /// What is odd about the companies on the way.
  private var holdingNotes: [String] {
    var owners: [Int32: Set<Int32>] = [:]
    for step in results.flatMap(\.steps) { owners[step.to, default: []].insert(step.from) }
    var notes: [String] = []
    var votesAssumed = 0
    for (company, holders) in owners.sorted(by: { $0.key < $1.key }) {
      let sum = holdings.capitalMinimum(of: company)
      if sum > Int128(Share.whole) {
        notes.append(OwnershipNote.aboveWhole(company: company, sum: sum).text(names.text))
      }
      for number in holdings.column(company) {
        let holding = holdings.all[number]
        guard holders.contains(holding.owner) else { continue }
        if !holding.marks.contains(.votesStated) { votesAssumed += 1 }
        guard holding.marks.contains(.sourcesDisagree) else { continue }
        notes.append(
          OwnershipNote.sourcesDisagree(
            owner: holding.owner, owned: company, share: holding.capital
          ).text(names.text))
      }
    }
    if votesAssumed > 0, results.contains(where: { $0.measure == .votes }) {
      notes.append(OwnershipNote.votesAssumed(count: votesAssumed).text(names.text))
    }
    return notes
  }
}
