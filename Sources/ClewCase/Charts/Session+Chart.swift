import ClewAnalyse
import ClewModel
import ClewRender
import ClewStore

extension Session {
  /// Draws records into a file.
  package func chart(_ request: ChartRequest) async throws -> Answer {
    let format = try request.fileFormat()
    if let hops = request.hops, hops < 0 {
      throw Failure(
        code: "bad-limit", what: "--hops is a number from 0.", place: "clew chart",
        next: "Leave it out for the default of the view.")
    }
    let traced = try highlight(
      of: request.records, request, asOf: request.asOf ?? surroundings.today)
    let (chart, view) = try reading { try self.chart(request, traced, in: $0) }
    var renderer = try renderer(drawing: format != .dot && format != .json)
    if request.isFull { renderer.folding = .none }
    let file = try await renderer.render(chart, as: format, engine: request.engine)
    try WholeFile.write(file.bytes, to: request.output)
    return Answer(
      json: .object([
        "file": .string(request.output), "view": .string(view.rawValue),
        "nodes": .int(chart.nodes.count), "edges": .int(chart.edges.count),
        "evidence": .int(chart.evidence.count), "asOf": .string(chart.asOf.description),
        "notes": .strings(file.notes),
      ]), tables: [], notes: ["wrote \(request.output)"] + file.notes)
  }

  /// The chart that is asked for, and its view: that of money for transactions and findings.
  private func chart(
    _ request: ChartRequest, _ traced: FlowHighlight?, in casefile: Casefile
  ) throws -> (Chart, Chart.View) {
    let every: Set<RecordID.Kind> = [.party, .mention, .account, .transaction, .finding]
    let asked = try request.records.map { try record($0, kinds: every, in: casefile) }
    let ofMoney = asked.filter { [.transaction, .finding].contains($0.kind) }
    let isOfMoney = !ofMoney.isEmpty || traced != nil || request.path != nil
    let view = request.view ?? (isOfMoney ? .flow : .network)
    let asOf = request.asOf ?? surroundings.today
    guard view == .flow else {
      if let first = ofMoney.first {
        throw Failure(
          code: "not-drawn", what: "\(first) is drawn by --view flow only.", place: "--view",
          next: "Leave --view out, or name parties and accounts.")
      }
      if request.path != nil || request.method != nil {
        throw Failure(
          code: "not-drawn", what: "--path and --method are for flows of money.", place: "--view",
          next: "Add --view flow.")
      }
      let chart = try chart(
        view, of: asked, hops: request.hops, asOf: asOf, regimes: request.regimes,
        lists: request.lists, in: casefile)
      return (chart, view)
    }
    var selection = try FlowSelection(asked, in: casefile)
    if let path = request.path {
      let records = try path.split(separator: ",").map {
        try record(
          String($0), kinds: [.party, .mention, .account, .transaction], in: casefile)
      }
      try selection.highlight(records, in: casefile)
    }
    if let traced { selection.follow(traced) }
    try checkRules(.flow, request.regimes, request.lists, casefile)
    let chart = try FlowChart(
      casefile: casefile, selection: selection, asOf: asOf, hops: request.hops ?? 1,
      sources: try SourceBook(casefile)
    ).chart()
    return (chart, view)
  }

  private func checkRules(
    _ view: Chart.View, _ regimes: [String], _ lists: [String], _ casefile: Casefile
  ) throws {
    guard view == .ownership || regimes.isEmpty else {
      throw Failure(
        code: "no-rules", what: "Rules are printed on ownership charts.", place: "--regime",
        next: "Add --view ownership, or leave --regime out.")
    }
    let loaded = try casefile.lists()
    if let missing = lists.first(where: { !loaded.contains($0) }) {
      throw Failure(
        code: "unknown-list", what: "There is no list '\(missing)'.", place: "--list",
        next: loaded.isEmpty
          ? "No list is loaded." : "Loaded are \(loaded.joined(separator: ", ")).")
    }
  }

  /// The chart of a view, as a value.
  func chart(
    _ view: Chart.View, of subjects: [RecordID], hops: Int?, asOf: Day, regimes: [String] = [],
    lists: [String] = [], in casefile: Casefile
  ) throws -> Chart {
    try checkRules(view, regimes, lists, casefile)
    let sources = try SourceBook(casefile)
    let moment = Moment(asOf: asOf)
    switch view {
    case .ownership:
      guard subjects.allSatisfy({ $0.kind != .account }) else {
        throw Failure(
          code: "not-owned", what: "An account has a holder, not owners.", place: casefile.path,
          next: "Name parties, or use --view network.")
      }
      return try OwnershipChart(
        casefile: casefile, subjects: subjects, moment: moment, hops: hops, regimes: regimes,
        lists: lists, sources: sources
      ).chart()
    case .flow:
      return try FlowChart(
        casefile: casefile, selection: FlowSelection(subjects: subjects), asOf: asOf,
        hops: hops ?? 1, sources: sources
      ).chart()
    case .network:
      return try NetworkChart(
        casefile: casefile, subjects: subjects, moment: moment, hops: hops ?? 1, sources: sources
      ).chart()
    }
  }

  /// The renderer; one that draws needs `clew-layout`.
  func renderer(drawing: Bool) throws -> ChartRenderer {
    ChartRenderer(layout: drawing ? try Layout.find() : Layout(path: ""))
  }
}
