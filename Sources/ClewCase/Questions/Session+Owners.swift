import ClewAnalyse
import ClewGraph
import ClewModel
import ClewRender
import ClewStore

/// What is asked about the owners of one company.
package struct OwnerQuestion: Sendable {
  package var dates: Dates
  /// Ids or aliases of rules, several in one text apart by commas; none for all about owners.
  package var regimes: [String]
  /// Parties that act as one, apart by commas.
  package var groups: [String]
  /// True to take every list of owners as complete.
  package var isComplete: Bool
  /// With what would change the verdicts on the owners named, or on the largest ones.
  package var wantsChanges: Bool
  /// The owners to look for changes of; empty for the largest.
  package var changesOf: [String]

  package init(
    _ dates: Dates = Dates(), regimes: [String] = [], groups: [String] = [],
    isComplete: Bool = false, wantsChanges: Bool = false, changesOf: [String] = []
  ) {
    self.dates = dates
    self.regimes = regimes
    self.groups = groups
    self.isComplete = isComplete
    self.wantsChanges = wantsChanges
    self.changesOf = changesOf
  }
}

extension Session {
  /// Links that ownership answers rest on.
  static let ownershipKinds: Set<LinkKind> = [.ownership, .control, .nominee]
  /// The same with the roles that make owners of those who own nothing, and the ties that are shown.
  static let ownerKinds: Set<LinkKind> = ownershipKinds.union([
    .settlor, .trustee, .protector, .beneficiary, .director, .family,
  ])

  /// Who owns and controls a company, through every layer.
  ///
  /// - Throws: `Failure`, codes `unknown-regime`, `exposure-regime`, `bad-group`, and what naming a
  ///   party may throw.
  package func owners(_ text: String, _ question: OwnerQuestion) throws -> Answer {
    let choice = try RegimeChoice(question.regimes)
    return try reading { casefile in
      let subject = try party(text, in: casefile)
      let groups = try self.groups(question.groups, of: subject, in: casefile)
      let snapshot = try casefile.ownershipSnapshot(
        around: [subject] + groups.joined(), .upward, kinds: Self.ownerKinds)
      let moment = self.moment(question.dates)
      let node = try Self.node(of: subject, in: snapshot, surroundings)
      let members = groups.map { $0.compactMap { snapshot.node(of: $0) } }
      let holdings = Holdings(snapshot, at: moment).completed(
        question.isComplete ? .complete : .open)
      let answer = holdings.owners(of: node, under: choice.computed, groups: members)
      let details = try OwnerDetails(
        of: node, holdings, snapshot, casefile,
        closeLinks: choice.wantsCloseLinks ? subject : nil,
        changes: question.wantsChanges
          ? OwnerChanges(
            answer, holdings, choice.shown(on: moment.asOf),
            of: try question.changesOf.map {
              try Self.node(of: party($0, in: casefile), in: snapshot, surroundings)
            }) : nil)
      let names = try PartyNames(
        answer.parties.union(members.joined()).union(details.parties), snapshot, casefile)
      return OwnersReport(
        answer: answer, snapshot: snapshot, names: names, moment: moment, rows: "owners",
        choice: choice, groups: groups, details: details
      ).report()
    }
  }

  /// The same under every rule about beneficial owners.
  package func owners(_ text: String, _ dates: Dates) throws -> Answer {
    try owners(text, OwnerQuestion(dates))
  }

  /// What a party owns and controls, through every layer.
  package func holdings(_ text: String, _ dates: Dates) throws -> Answer {
    try reading { casefile in
      let subject = try party(text, in: casefile)
      let snapshot = try casefile.holdingsSnapshot(of: [subject])
      let moment = self.moment(dates)
      let node = try Self.node(of: subject, in: snapshot, surroundings)
      let answer = Holdings(snapshot, at: moment).holdings(of: node)
      let names = try PartyNames(answer.parties, snapshot, casefile)
      return OwnersReport(
        answer: answer, snapshot: snapshot, names: names, moment: moment, rows: "holdings",
        choice: .none, groups: [], details: nil
      ).report()
    }
  }

  private func moment(_ dates: Dates) -> Moment {
    Moment(asOf: dates.asOf ?? surroundings.today, knownBy: dates.knownBy)
  }

  private static func node(
    of subject: RecordID, in snapshot: Snapshot, _ surroundings: Surroundings
  ) throws -> Int32 {
    guard let node = snapshot.node(of: subject) else {
      throw Failure(
        code: "not-found", what: "\(subject) is in no source that holds.",
        place: surroundings.casefile, next: "See 'clew sources' for withdrawn ones.")
    }
    return node
  }

  /// The members of each group as parties, in the order given, none in two groups.
  private func groups(
    _ texts: [String], of subject: RecordID, in casefile: Casefile
  ) throws -> [[RecordID]] {
    var taken: Set<RecordID> = []
    return try texts.map { text in
      let members = try text.split(separator: ",").map { name in
        try party(String(name.trimmed), in: casefile)
      }
      guard members.count > 1, Set(members).count == members.count else {
        throw Failure(
          code: "bad-group", what: "A group has two parties or more, each once: '\(text)'.",
          place: "--group", next: "Name them apart by commas: --group P1,P2.")
      }
      if members.contains(subject) {
        throw Failure(
          code: "bad-group", what: "\(subject) is the company asked about.", place: "--group",
          next: "Name its owners only.")
      }
      if let twice = members.first(where: { !taken.insert($0).inserted }) {
        throw Failure(
          code: "bad-group", what: "\(twice) is in two groups.", place: "--group",
          next: "Name one group with all of them, or ask twice.")
      }
      return members
    }
  }
}

extension Casefile {
  /// The owners above some parties, or the holdings below. A nominee stands beside the line from
  /// owner to company, and relatives beside each other, so those links are followed from either end.
  func ownershipSnapshot(
    around ids: [RecordID], _ direction: Reach.Direction,
    kinds: Set<LinkKind> = Session.ownershipKinds
  ) throws -> Snapshot {
    try snapshot(
      parts: .ownership, around: ids,
      reach: Reach(
        direction, kinds: kinds, bothWays: kinds.intersection([.nominee, .family])))
  }

  /// All that some parties hold, with the other direct owners of it: what they have bounds a band.
  func holdingsSnapshot(of ids: [RecordID]) throws -> Snapshot {
    let below = try ownershipSnapshot(around: ids, .downward)
    return try snapshot(
      parts: .ownership, around: ids + below.partyIDs.map { RecordID(.party, $0) },
      reach: Reach(.upward, kinds: Session.ownershipKinds, bothWays: [.nominee], hops: 1))
  }
}

extension Owners {
  /// Every party that the answer names.
  var parties: Set<Int32> {
    var all: Set<Int32> = [subject]
    for row in rows {
      all.insert(row.party)
      all.formUnion(row.titleHolders)
      all.formUnion(row.power.map(\.company))
      all.formUnion(row.together?.with ?? [])
      for path in row.paths { all.formUnion(path.nodes) }
      for reason in row.allReasons {
        all.formUnion(reason.proof.through)
        if let role = reason.role { all.formUnion([role.trust, role.entity ?? role.trust]) }
      }
    }
    all.formUnion(unknownParts.map(\.company))
    for fallback in fallbacks { all.formUnion(fallback.officials.map(\.from)) }
    for note in notes {
      _ = note.text {
        all.insert($0)
        return ""
      }
    }
    return all
  }
}

extension OwnerRow {
  fileprivate var allReasons: [VerdictGround] {
    (verdicts + (together?.verdicts ?? [])).flatMap(\.reasons)
  }
}

/// Names of parties by node.
struct PartyNames {
  private let snapshot: Snapshot
  private let labels: [RecordID: Label]

  init(_ nodes: some Sequence<Int32>, _ snapshot: Snapshot, _ casefile: Casefile) throws {
    self.snapshot = snapshot
    labels = try casefile.labels(for: nodes.sorted().map { snapshot.id(of: $0) })
  }

  func label(_ node: Int32) -> Label {
    let id = snapshot.id(of: node)
    return labels[id] ?? Label(id: id, kind: "unknown", name: "")
  }

  /// `P3 Harbour Ltd`.
  func text(_ node: Int32) -> String {
    let label = label(node)
    return label.text == label.id.description ? label.text : "\(label.id) \(label.text)"
  }

  func json(_ node: Int32) -> JSON { Self.json(label(node)) }

  static func json(_ label: Label) -> JSON {
    .object([
      "id": .string(label.id.description), "ref": .optional(label.ref),
      "name": .string(label.name), "kind": .string(label.kind),
    ])
  }
}
