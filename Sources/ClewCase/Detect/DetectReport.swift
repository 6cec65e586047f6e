import ClewAnalyse
import ClewGraph
import ClewModel
import ClewRender
import ClewStore

/// What a run of detectors found, in words, tables and JSON.
struct DetectReport {
  /// Findings that are laid out one by one where no limit is given.
  private static let laidOut = 10

  private let run: DetectRun
  private let shown: Int
  private let names: PartyNames
  private let sources: SourceBook
  private let revision: Int64

  init(_ run: DetectRun, _ casefile: Casefile) throws {
    self.run = run
    shown = run.request.summary ? 0 : min(run.found.count, run.request.limit ?? run.found.count)
    var named: Set<Int32> = []
    for story in run.stories.prefix(shown) {
      named.formUnion(DetectReport.hubs(story))
    }
    for story in run.stories.prefix(min(shown, run.request.limit ?? Self.laidOut)) {
      named.formUnion(story.evidence.finding.roles.map(\.node))
      named.formUnion(story.parties)
    }
    names = try PartyNames(named, run.snapshot, casefile)
    sources = try SourceBook(casefile)
    revision = run.snapshot.revision
  }

  func report() -> Answer {
    var tables = [summary]
    if shown > 0 {
      tables.append(ranking)
      let count = min(shown, run.request.limit ?? Self.laidOut)
      for position in 0..<count { tables += details(position) }
    }
    var answer = Answer(json: json, tables: tables, notes: notes, records: "findings")
    answer.findings = run.found.count
    return answer
  }

  private var notes: [String] {
    var notes = [
      "a score is a sum of printed terms, for triage; it proves nothing. Terms with a background "
        + "rate are what the payments of this casefile let expect"
    ]
    if run.found.isEmpty { notes.append("nothing found by \(run.parameters[0].value)") }
    if shown < run.found.count, !run.request.summary {
      notes.append("\(shown) of \(run.found.count) findings are shown (--limit); all were searched")
    } else if shown > Self.laidOut, run.request.limit == nil {
      notes.append(
        "the first \(Self.laidOut) of \(shown) findings are laid out; see the others with "
          + (run.request.stores ? "'clew show F…'" : "--limit or --json"))
    }
    if run.elsewhere > 0 {
      notes.append("\(run.elsewhere) findings touch none of the accounts asked for")
    }
    if !run.isExhaustive { notes.append("the search was not exhaustive") }
    notes += run.notSearched.map { "not searched: \($0)" }
    if !run.request.stores { notes.append("nothing was stored (--no-store)") }
    return notes
  }

  // MARK: - JSON

  private var json: JSON {
    .object([
      "findings": .array((0..<shown).map { run.stories[$0].json(id: run.ids[$0]) }),
      "shown": .int(shown), "total": .int(run.found.count),
      "summary": .array(
        counts.map { row in
          .object([
            "kind": .string(row.kind), "findings": .int(row.findings),
            "payments": .int(row.payments), "bestScore": .number(PatternStory.score(row.best)),
          ])
        }), "exhaustive": .bool(run.isExhaustive), "notSearched": .strings(run.notSearched),
      "stored": .bool(run.request.stores), "revision": .int(Int(revision)),
      "parameters": .object(run.parameters.map { JSON.Member($0.name, .string($0.value)) }),
    ])
  }

  private var counts: [(kind: String, findings: Int, payments: Int, best: Int64)] {
    var rows: [String: (findings: Int, payments: Int, best: Int64)] = [:]
    for evidence in run.found {
      let score = evidence.finding.score
      var row = rows[evidence.finding.kind] ?? (0, 0, score)
      row.findings += 1
      row.payments += evidence.legs.count
      row.best = max(row.best, score)
      rows[evidence.finding.kind] = row
    }
    let order = Detector.all.map(\.id) + run.patterns.map(\.name)
    return order.compactMap { kind in
      rows[kind].map { (kind, $0.findings, $0.payments, $0.best) }
    }
  }

  // MARK: - Tables

  private var summary: Table {
    Table(
      title: "\(run.found.count) findings among \(run.snapshot.payments.count) payments",
      columns: ["kind", .right("findings"), .right("payments"), .right("best score")],
      rows: counts.map { row in
        [
          Table.Cell(row.kind), Table.Cell("\(row.findings)"), Table.Cell("\(row.payments)"),
          Table.Cell(PatternStory.score(row.best)),
        ]
      })
  }

  private var ranking: Table {
    Table(
      title: "By score",
      columns: [
        "finding", "kind", .right("score"), "who", .right("payments"), "from", "to",
        .right("value in"), .right("value out"),
      ],
      rows: (0..<shown).map { position in
        let story = run.stories[position]
        let span = story.evidence.span
        return [
          Table.Cell(run.ids[position]?.description ?? "-", .id),
          Table.Cell(kind(story)),
          Table.Cell(PatternStory.score(story.evidence.finding.score)),
          Table.Cell(who(story)), Table.Cell("\(story.evidence.legs.count)"),
          Table.Cell(span?.first.description ?? ""), Table.Cell(span?.last.description ?? ""),
          Table.Cell(money(story.value.amountIn)), Table.Cell(money(story.value.amountOut)),
        ]
      })
  }

  private func kind(_ story: PatternStory) -> String {
    let also = story.evidence.finding.alsoFits
    return story.evidence.finding.kind
      + (also.isEmpty ? "" : " (also \(also.joined(separator: ", ")))")
  }

  /// Members that say most: hubs, origins, collectors; else the first.
  private static func hubs(_ story: PatternStory) -> [Int32] {
    let roles = story.evidence.finding.roles
    let main = roles.filter { [.origin, .collector, .hub].contains($0.role) }.map(\.node)
    return Array((main.isEmpty ? roles.map(\.node) : main).prefix(3))
  }

  private func who(_ story: PatternStory) -> String {
    let hubs = Self.hubs(story)
    let others = story.evidence.finding.roles.count - hubs.count
    let text = hubs.map(names.text).joined(separator: ", ")
    return others > 0 ? "\(text) and \(others) more" : text
  }

  private func money(_ sums: [PatternValue.Amount]) -> String {
    sums.map { "\(Money.grouped($0.text)) \($0.currency)" }.joined(separator: ", ")
  }

  private func details(_ position: Int) -> [Table] {
    let story = run.stories[position]
    let finding = story.evidence.finding
    let id = run.ids[position]?.description ?? "finding \(position + 1)"
    let words = PatternWords(story.evidence, name: names.text).sentence
    let kept = story.value.retained.map { sum in
      let share = story.value.shareRetained(sum.currency).map { " (\($0) of what came in)" } ?? ""
      return "kept between: \(Money.grouped(sum.text)) \(sum.currency)\(share)"
    }
    let held = story.parties.map(names.text).joined(separator: ", ")
    let reasons = Table(
      title: "\(id) \(kind(story)), score \(PatternStory.score(finding.score)): \(words)",
      columns: ["term", .right("weight"), "what", "background rate"],
      rows: finding.reasons.map { reason in
        [
          Table.Cell(reason.term, reason.weight < 0 ? .good : .plain),
          Table.Cell(PatternStory.score(reason.weight)), Table.Cell(reason.detail),
          Table.Cell(reason.backgroundRate ?? "", .quiet),
        ]
      }, footer: kept + (held.isEmpty ? [] : ["held by \(held)"]))
    let payments = Table(
      columns: ["payment", "ref", "time", "from", "to", .right("amount"), "stated in"],
      rows: story.evidence.legs.map { leg in
        let place = story.place(leg)
        let stated = place.map { place in
          "\(place.source) \(sources[place.source]?.path ?? ""), \(place.locator)"
        }
        return [
          Table.Cell("T\(leg.id)", .id), Table.Cell(place?.ref ?? ""),
          Table.Cell(leg.time.description), Table.Cell(member(leg.from, finding)),
          Table.Cell(member(leg.to, finding)), Table.Cell(leg.debit.peopleText),
          Table.Cell(stated ?? "", .quiet),
        ]
      })
    return [reasons, payments]
  }

  /// `A3 Harbour Ltd (hub)`.
  private func member(_ node: Int32, _ finding: PatternFinding) -> String {
    guard node >= 0 else { return node == Postings.cash ? "cash" : "unknown" }
    let role = finding.roles.first { $0.node == node }?.role
    return names.text(node) + (role.map { " (\($0.rawValue))" } ?? "")
  }
}
