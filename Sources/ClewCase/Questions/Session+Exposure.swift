import ClewAnalyse
import ClewGraph
import ClewModel
import ClewRender
import ClewStore

extension Session {
  /// Companies owned by listed parties under a sanctions rule.
  package func exposure(regime name: String, lists: [String], _ dates: Dates) throws -> Answer {
    let regime = try Self.exposureRegime(name)
    return try reading { casefile in
      try Self.check(lists, in: casefile)
      let filter = ListFilter(regime: regime, lists: lists)
      let listed = try casefile.listedParties(
        authorities: filter.authorities, effects: filter.effects, lists: filter.lists)
      let unjudged = try casefile.unjudgedNames(
        authorities: filter.authorities, effects: filter.effects, lists: filter.lists)
      let snapshot = try casefile.snapshot(parts: .ownership)
      let moment = Moment(asOf: dates.asOf ?? surroundings.today, knownBy: dates.knownBy)
      let seeds = listed.compactMap { snapshot.node(of: $0.party) }
      let exposure = Exposure(of: seeds, under: regime, in: Holdings(snapshot, at: moment))
      var named = Set(seeds)
      for result in exposure.results {
        named.insert(result.party)
        for step in result.steps { named.formUnion([step.from, step.to]) }
      }
      let names = try PartyNames(named, snapshot, casefile)
      let candidates = try casefile.labels(for: unjudged.map(\.party))
      return ExposureReport(
        exposure: exposure, moment: moment, listed: listed, unjudged: unjudged,
        candidates: candidates, snapshot: snapshot, names: names
      ).report()
    }
  }

  /// A list that is not loaded must not look like a list that nobody is on.
  private static func check(_ lists: [String], in casefile: Casefile) throws {
    let loaded = try casefile.lists()
    guard let missing = lists.first(where: { !loaded.contains($0) }) else { return }
    let known =
      loaded.isEmpty ? "no list is loaded" : "loaded are \(loaded.joined(separator: ", "))"
    throw Failure(
      code: "unknown-list", what: "There is no list '\(missing)'; \(known).",
      place: casefile.path, next: "Ingest the list, or name one that is loaded.")
  }

  private static func exposureRegime(_ name: String) throws -> Regime {
    if name == "ofac" || name == Regime.ofac.id { return .ofac }
    throw Failure(
      code: "unknown-regime", what: "There is no exposure rule '\(name)'.", place: "--regime",
      next: "This version computes ofac (\(Regime.ofac.id)).")
  }
}

extension Regime {
  /// What a verdict rests on: the rule, its source, and how far its wording was checked.
  func noteText(on day: Day) -> String {
    let rule = rule(on: day)
    return "\(title) (\(id)): \(rule.citation); \(rule.status.rawValue), checked \(rule.checkedOn)"
  }
}

/// Which lists a regime starts from: those of its authority with a blocking effect, and lists whose
/// authority nobody knows; lists named by the user replace the rule.
struct ListFilter {
  var authorities: Set<ListAuthority>?
  var effects: Set<ListEffect>?
  var lists: Set<String>?

  init(regime: Regime, lists: [String]) {
    guard lists.isEmpty else {
      self.lists = Set(lists)
      return
    }
    authorities = [.ofac, .unknown]
    effects = [.blocking]
  }
}

/// Exposure in words, tables and JSON.
struct ExposureReport {
  let exposure: Exposure
  let moment: Moment
  let listed: [ListedParty]
  let unjudged: [UnjudgedName]
  let candidates: [RecordID: Label]
  let snapshot: Snapshot
  let names: PartyNames

  private var lists: [String] { Set(listed.map(\.list) + unjudged.map(\.list)).sorted() }

  /// By aggregate descending, then ref.
  private var ordered: [Exposure.Exposed] {
    exposure.results.sorted { a, b in
      if a.verdict != b.verdict { return a.verdict > b.verdict }
      if a.aggregate.max != b.aggregate.max { return a.aggregate.max > b.aggregate.max }
      let (refA, refB) = (names.label(a.party).ref ?? "", names.label(b.party).ref ?? "")
      return refA != refB ? refA < refB : a.party < b.party
    }
  }

  func report() -> Answer {
    var notes = unjudged.map { row in
      let party = candidates[row.party]?.text ?? ""
      return "\(row.party) \(party) has the name of \(row.listing) (\(row.list) \(row.ref)) and "
        + "nobody has judged them: clew judge \(row.party) \(row.listing) same|different --why …"
    }
    if listed.isEmpty, unjudged.isEmpty {
      notes.append("no party is judged the same as an entry of such a list")
    }
    notes.append(exposure.regime.noteText(on: moment.asOf))
    var answer = Answer(json: json, tables: [table], notes: notes, records: "results")
    answer.findings = exposure.results.count
    return answer
  }

  private var json: JSON {
    .object([
      "regime": .string(exposure.regime.id), "asOf": .string(moment.asOf.description),
      "knownBy": .optional(moment.knownBy?.description), "lists": .strings(lists),
      "results": .array(ordered.map(result)),
      "listed": .array(
        listed.map { row in
          .object([
            "listing": .string(row.listing.description), "party": .string(row.party.description),
            "list": .string(row.list), "ref": .string(row.ref),
            "judgement": .string(row.judgement.description),
          ])
        }),
      "unjudged": .array(
        unjudged.map { row in
          .object([
            "listing": .string(row.listing.description), "party": .string(row.party.description),
            "why": .string(row.why), "list": .string(row.list), "ref": .string(row.ref),
            "name": .string(row.name),
          ])
        }), "status": .string(exposure.regime.rule(on: moment.asOf).status.rawValue),
      "citation": .string(exposure.regime.rule(on: moment.asOf).citation), "revision": .int(Int(snapshot.revision)),
    ])
  }

  private func result(_ result: Exposure.Exposed) -> JSON {
    .object([
      "party": names.json(result.party), "verdict": .string(result.verdict.rawValue),
      "aggregate": .object([
        "min": .string(result.aggregate.minText), "max": .string(result.aggregate.maxText),
      ]),
      "by": .strings(result.by.map { snapshot.id(of: $0).description }),
      "steps": .array(
        result.steps.map { step in
          .object([
            "from": .string(snapshot.id(of: step.from).description),
            "to": .string(snapshot.id(of: step.to).description),
            "share": .string(step.share.minText), "shareMax": .string(step.share.maxText),
            "link": .optional(step.links.first.map { "L\($0)" }),
            "links": .strings(step.links.map { "L\($0)" }),
          ])
        }), "stepsCut": .bool(result.stepsCut),
      "margin": .string(ShareText.fraction(result.margin)),
      "withinRounding": .bool(result.withinRounding),
    ])
  }

  private var table: Table {
    Table(
      title: "\(exposure.regime.title), as of \(moment.asOf)",
      columns: [
        "party", "name", "verdict", .right("held by listed"), .right("margin"), "by", "proof",
      ],
      rows: ordered.map { result in
        let proof = result.steps.map { step in
          "\(snapshot.id(of: step.from)) \(step.share.percentText) of "
            + "\(snapshot.id(of: step.to)) (\(step.links.map { "L\($0)" }.joined(separator: ", ")))"
        }
        return [
          .id(snapshot.id(of: result.party)), Table.Cell(names.label(result.party).text),
          Table.Cell(result.verdict.rawValue, result.verdict == .yes ? .alarm : .warning),
          Table.Cell(result.aggregate.percentText), Table.Cell(ShareText.percent(result.margin)),
          Table.Cell(result.by.map(names.text).joined(separator: ", ")),
          Table.Cell(proof.joined(separator: "; ") + (result.stepsCut ? "; …" : "")),
        ]
      })
  }
}
