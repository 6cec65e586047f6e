import ClewAnalyse
import ClewModel
import ClewRender
import ClewStore

extension Session {
  /// Writes a dossier about some records: `dossier.html`, `dossier.md` and the charts of the latter.
  package func dossier(_ records: [String], asOf: Day?, folder: String) async throws -> Answer {
    let day = asOf ?? surroundings.today
    let draft = try reading { casefile in
      try DossierDraft(records.map { try record($0, in: casefile) }, day, self, casefile)
    }
    let renderer = try renderer(drawing: true)
    var pictures: [Dossier.Picture] = []
    var files: [(name: String, bytes: [UInt8])] = []
    for (name, chart) in draft.charts {
      let drawn = try await renderer.inlineSVG(chart)
      let file = try await renderer.render(chart, as: .svg)
      files.append(("\(name).svg", file.bytes))
      pictures.append(
        Dossier.Picture(
          svg: drawn.svg, caption: chart.title, words: Self.words(chart), file: "\(name).svg"))
    }
    let dossier = draft.dossier(pictures)
    files.append(("dossier.html", Array(try dossier.html().utf8)))
    files.append(("dossier.md", Array(dossier.markdown().utf8)))
    try WholeFile.makeFolder(folder)
    let paths = files.map { folder.hasSuffix("/") ? folder + $0.name : "\(folder)/\($0.name)" }
    for (path, file) in zip(paths, files) { try WholeFile.write(file.bytes, to: path) }
    return Answer(
      json: .object([
        "files": .strings(paths), "records": .strings(draft.ids.map(\.description)),
        "asOf": .string(day.description), "revision": .int(dossier.revision),
      ]), tables: [], notes: ["wrote " + paths.joined(separator: ", ")])
  }

  /// What a person who cannot see a chart is told.
  private static func words(_ chart: Chart) -> String {
    "\(chart.title): \(chart.nodes.count) parties and accounts, \(chart.edges.count) lines, as of "
      + "\(chart.asOf)."
  }
}

/// A dossier before its charts are drawn.
struct DossierDraft {
  let ids: [RecordID]
  private(set) var charts: [(name: String, chart: Chart)] = []
  private let day: Day
  private let sources: SourceBook
  private let revision: Int64
  private let title: String
  private var sections: [(heading: String, blocks: [Dossier.Block], charts: [String])] = []
  private var cited: Set<RecordID> = []
  private var evidence: [Dossier.EvidenceLine] = []
  private let records: [SourceRecord]

  init(_ ids: [RecordID], _ day: Day, _ session: Session, _ casefile: Casefile) throws {
    self.ids = ids
    self.day = day
    sources = try SourceBook(casefile)
    records = try casefile.sources()
    revision = try casefile.revision
    let labels = try casefile.labels(for: ids)
    title = ids.map { labels[$0]?.text ?? $0.description }.joined(separator: ", ")
    for id in ids {
      try addRecord(id, labels[id]?.text ?? id.description, session, casefile)
    }
  }

  private mutating func addRecord(
    _ id: RecordID, _ name: String, _ session: Session, _ casefile: Casefile
  ) throws {
    let heading = "\(id) \(name)"
    if let facts = try casefile.facts(of: id) {
      let counting = facts.facts.filter(\.place.isLive)
      cited.formUnion(counting.map(\.place.source))
      cited.formUnion(facts.links.map(\.place.source))
      sections.append((heading, [.facts(counting.map(stated)), .list(linkLines(facts))], []))
    }
    if id.kind == .party {
      let owners = try owners(of: id, casefile)
      let holdings = try session.holdings("id:\(id)", Dates(asOf: day))
      try addChart("ownership-\(id)", .ownership, id, session, casefile)
      sections.append(
        (
          "Who owns and controls \(id)",
          owners
            + holdings.tables.map {
              .table($0)
            }, ["ownership-\(id)"]
        ))
    }
    if id.kind == .party || id.kind == .account {
      let profile = try session.profile("id:\(id)")
      if case .int(let count)? = profile.json["count"], count > 0 {
        try addChart("flow-\(id)", .flow, id, session, casefile)
        sections.append(
          (
            "The money of \(id)",
            profile.tables.map { .table($0) } + [.list(profile.notes)], ["flow-\(id)"]
          ))
      }
      try addChart("network-\(id)", .network, id, session, casefile)
      sections.append(("The network around \(id)", [], ["network-\(id)"]))
    }
  }

  /// What is to be said of the owners of a party under every rule about them.
  private func owners(of id: RecordID, _ casefile: Casefile) throws -> [Dossier.Block] {
    let scene = try OwnershipScene(
      casefile, of: [id], at: Moment(asOf: day), hops: nil, under: Regime.beneficialOwnerRegimes)
    guard scene.isUpward else {
      return scene.roots.contains(where: scene.holdings.needsOwners)
        ? [.paragraph("No source states who owns or controls \(id).")] : []
    }
    let names = try PartyNames(
      Set(scene.answers.flatMap { $0.parties }).union(scene.taken), scene.snapshot, casefile)
    return try OwnershipBrief(scene: scene, names: names, casefile: casefile).blocks()
  }

  /// Draws what there is to draw; a view with nothing to show is left out.
  private mutating func addChart(
    _ name: String, _ view: Chart.View, _ id: RecordID, _ session: Session, _ casefile: Casefile
  ) throws {
    do {
      let chart = try session.chart(view, of: [id], hops: nil, asOf: day, in: casefile)
      guard chart.nodes.count > 1 else { return }
      charts.append((name, renumbered(chart)))
    } catch let failure as Failure where failure.code == "nothing-to-draw" {
      return
    }
  }

  /// The chart with the numbers of the dossier: one place has one number in all of it.
  private mutating func renumbered(_ chart: Chart) -> Chart {
    var chart = chart
    var numbers: [Int: Int] = [:]
    for index in chart.evidence.indices {
      let number = self.number(of: chart.evidence[index])
      numbers[chart.evidence[index].number] = number
      chart.evidence[index].number = number
    }
    for index in chart.edges.indices {
      chart.edges[index].evidence = chart.edges[index].evidence.compactMap { numbers[$0] }.sorted()
    }
    return chart
  }

  private mutating func number(of item: ChartEvidence) -> Int {
    if let id = RecordID(item.source) { cited.insert(id) }
    let line = Dossier.EvidenceLine(
      number: evidence.count + 1, source: item.source, file: item.path,
      line: Self.line(item.locator), element: Self.element(item.locator), what: item.what)
    let known = evidence.first {
      $0.source == line.source && $0.file == line.file && $0.line == line.line
        && $0.element == line.element && $0.what == line.what
    }
    if let known { return known.number }
    evidence.append(line)
    return line.number
  }

  /// `line 12, report/transaction[3]` in its parts.
  private static func line(_ locator: String) -> Int {
    Int(locator.dropFirst("line ".count).prefix { $0.isNumber }) ?? 0
  }

  private static func element(_ locator: String) -> String {
    locator.split(separator: ",", maxSplits: 1).dropFirst().first
      .map { String($0.drop { $0 == " " }) } ?? ""
  }

  private func stated(_ fact: StatedFact) -> Dossier.StatedFact {
    Dossier.StatedFact(
      property: fact.property,
      value: fact.value + (fact.qualifier.map { " (\($0))" } ?? ""), raw: fact.raw,
      source: fact.place.source.description,
      locator: "\(sources[fact.place.source]?.path ?? ""), \(fact.place.locator)")
  }

  private func linkLines(_ facts: RecordFacts) -> [String] {
    facts.links.map { "\($0.id): \($0.what) (\(sources.text($0.place)))" }
  }

  /// The dossier with its charts.
  func dossier(_ pictures: [Dossier.Picture]) -> Dossier {
    var all = sections.map { section in
      Dossier.Section(
        section.heading,
        pictures.filter { picture in section.charts.contains { "\($0).svg" == picture.file } }
          .map { .chart($0) } + section.blocks)
    }
    all.append(
      Dossier.Section(
        "Evidence and sources",
        [
          .evidence(evidence),
          .sources(records.filter { cited.contains($0.id) }.map(Self.sourceLine)),
        ]))
    return Dossier(
      title: title, asOf: day, handling: sources.handling, revision: Int(revision), sections: all)
  }

  private static func sourceLine(_ source: SourceRecord) -> Dossier.SourceLine {
    Dossier.SourceLine(
      id: source.id.description, path: source.path, format: source.format, sha256: source.sha256,
      asOf: source.asOf?.description ?? source.published?.description ?? "",
      handling: source.handling ?? "")
  }
}
