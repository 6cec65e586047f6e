import ClewGraph
import ClewModel

/// The days of one piece of the graph on which something changes, and what is so between them.
struct ExposureTimeline {
  private let piece: ExposureReach.Piece
  private let question: ExposurePeriods.Question
  /// In ascending day; `subject` is the party whose ancestors' fate it touches, nil for all.
  private let events: [(event: ExposurePeriods.Event, subject: Int32?)]
  private let days: [Day]
  /// True where a link or a listing bears a date.
  let isDated: Bool

  init(_ piece: ExposureReach.Piece, _ question: ExposurePeriods.Question) {
    self.piece = piece
    self.question = question
    var events: [(event: ExposurePeriods.Event, subject: Int32?)] = []
    func add(
      _ kind: ExposurePeriods.Event.Kind, _ span: TimeSpan?, link: Int64? = nil,
      listing: RecordID? = nil, _ subject: Int32
    ) {
      guard let span else { return }
      for day in span.firstDay == span.lastDay ? [span.firstDay] : [span.firstDay, span.lastDay] {
        events.append(
          (.init(kind: kind, day: day, link: link, listing: listing, stated: span), subject))
      }
    }
    for link in piece.snapshot.links {
      let subject = link.kind == .nominee ? link.from : link.to
      add(.linkStarted, link.start, link: link.id, subject)
      add(.linkEnded, link.end, link: link.id, subject)
      if question.asKnown { add(.linkKnown, link.known, link: link.id, subject) }
    }
    for row in piece.listings {
      add(.listed, row.listed, listing: row.listing, row.party)
      add(.delisted, row.delisted, listing: row.listing, row.party)
      if question.asKnown, row.known != row.listed {
        add(.listingKnown, row.known, listing: row.listing, row.party)
      }
    }
    isDated = !events.isEmpty
    for day in Set(question.regime.rules.flatMap { [$0.from, $0.until] }.compactMap { $0 }) {
      events.append((.init(kind: .ruleChanged, day: day), nil))
    }
    self.events = events.filter { $0.event.day <= question.until }.sorted {
      Self.precedes($0.event, $1.event)
    }
    var days: [Day] = []
    for (event, _) in self.events where days.last != event.day { days.append(event.day) }
    self.days = days
  }

  private static func precedes(_ a: ExposurePeriods.Event, _ b: ExposurePeriods.Event) -> Bool {
    if a.day != b.day { return a.day < b.day }
    if a.kind != b.kind {
      let order = ExposurePeriods.Event.Kind.allCases
      return (order.firstIndex(of: a.kind) ?? 0) < (order.firstIndex(of: b.kind) ?? 0)
    }
    if a.link != b.link { return (a.link ?? 0) < (b.link ?? 0) }
    return (a.listing?.number ?? 0) < (b.listing?.number ?? 0)
  }

  /// False where there is too much to do.
  var isBounded: Bool {
    let size = piece.snapshot.links.count + piece.parties.count
    return days.count <= ExposurePeriods.breakpointLimit
      && days.count * size <= ExposurePeriods.workLimit
  }

  /// The parties of the piece that something leads into.
  var attributable: [Int32] {
    let owned = Set(piece.snapshot.links.filter { $0.kind != .nominee }.map(\.to))
    return owned.map { piece.parties[Int($0)] }
  }

  // MARK: - Periods

  private struct State: Equatable {
    var verdict: Verdict
    var inForce: Bool
  }

  /// The periods of the piece, in the order in which they end; parties as in the whole snapshot.
  func periods() -> [ExposurePeriods.Period] {
    var done: [ExposurePeriods.Period] = []
    var open: [Int32: (state: State, period: ExposurePeriods.Period)] = [:]
    var causes = ExposureCauses(piece, events)
    let before = days.first.map { Day(number: $0.number - 1) } ?? question.until
    for (day, start) in [(before, nil)] + days.map({ ($0, Optional($0)) }) {
      let states = states(on: day)
      let parties = Set(states.keys).union(open.keys).sorted()
      let begins = parties.contains { open[$0]?.state != states[$0] && states[$0] != nil }
      let by = begins ? listed(on: day) : [:]
      for party in parties where open[party]?.state != states[party] {
        let found = start.map { causes.events(on: $0, for: party) } ?? []
        if var ended = open.removeValue(forKey: party)?.period {
          ended.until = start
          ended.closed = found
          done.append(ended)
        }
        guard let state = states[party] else { continue }
        open[party] = (
          state,
          ExposurePeriods.Period(
            party: piece.parties[Int(party)], from: start, until: nil, verdict: state.verdict,
            inForce: state.inForce, by: by[party] ?? [], opened: found, closed: [])
        )
      }
    }
    return done + open.sorted { $0.key < $1.key }.map(\.value.period)
  }

  private func asked(on day: Day) -> (holdings: Holdings, listed: [Exposure.Listed]) {
    let moment = question.moment(day)
    return (
      Holdings(piece.snapshot, at: moment), Exposure.Listed.all(piece.listings, at: moment)
    )
  }

  /// What is attributed on a day; nothing before the first rule of the regime.
  private func states(on day: Day) -> [Int32: State] {
    let rule = question.regime.rule(on: day)
    guard rule.isInForce(on: day) else { return [:] }
    let (holdings, listed) = asked(on: day)
    var sweep = ExposureSweep(question.regime, listed, holdings)
    var states: [Int32: State] = [:]
    for unit in ExposureUnit.units(of: listed, groups: piece.groups, sweep.test) {
      sweep.fill(unit)
      for party in sweep.attributed where party != unit.person {
        guard let verdict = sweep.reading(of: party)?.verdict else { continue }
        states[party] = State(
          verdict: max(verdict, states[party]?.verdict ?? .no), inForce: !rule.isSuspended)
      }
    }
    return states
  }

  /// The listed parties behind everything that is attributed on a day.
  private func listed(on day: Day) -> [Int32: [Int32]] {
    let (holdings, listed) = asked(on: day)
    var by: [Int32: [Int32]] = [:]
    for row in Exposure.results(
      of: listed, groups: piece.groups, under: question.regime, in: holdings)
    {
      by[row.party] = row.by.map { piece.parties[Int($0)] }
    }
    return by
  }
}

/// Which of the events of a day can have touched a party: those at it and at what lies above it.
private struct ExposureCauses {
  private let events: [(event: ExposurePeriods.Event, subject: Int32?)]
  private let up: CompressedRows
  private let groups: [[Int32]]
  private var above: [Int32: Set<Int32>] = [:]

  init(
    _ piece: ExposureReach.Piece, _ events: [(event: ExposurePeriods.Event, subject: Int32?)]
  ) {
    self.events = events
    let links = piece.snapshot.links
    up = CompressedRows(
      nodeCount: piece.parties.count,
      from: links.map { $0.kind == .nominee ? $0.from : $0.to },
      to: links.map { $0.kind == .nominee ? $0.to : $0.from })
    groups = piece.groups
  }

  mutating func events(on day: Day, for party: Int32) -> [ExposurePeriods.Event] {
    if above[party] == nil {
      var parties = Set(up.reached(from: [party]))
      for group in groups where group.contains(where: parties.contains) { parties.formUnion(group) }
      above[party] = parties
    }
    let near = above[party] ?? []
    var low = 0
    var high = events.count
    while low < high {
      let middle = (low + high) / 2
      if events[middle].event.day < day { low = middle + 1 } else { high = middle }
    }
    return events[low...].prefix { $0.event.day == day }
      .filter { row in row.subject.map(near.contains) ?? true }.map(\.event)
  }
}
