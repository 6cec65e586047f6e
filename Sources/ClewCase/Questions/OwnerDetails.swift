import ClewAnalyse
import ClewGraph
import ClewModel
import ClewRender
import ClewStore

/// What stands beside the rows of an answer about owners: where the chains end, rings of companies,
/// what registers declare, findings about the data, close links, what would change the verdicts.
struct OwnerDetails {
  private let holdings: Holdings
  private let snapshot: Snapshot
  private let ends: [LookThrough.ChainEnd]
  private let groups: [CrossHoldingGroup]
  private let incomplete: [CompletenessNote]
  private let declared: DeclaredReport
  private let closeLinks: CloseLinkAnswer?
  private let changes: OwnerChanges?

  /// - Parameter closeLinks: the company as a party, where its close links are asked for.
  init(
    of subject: Int32, _ holdings: Holdings, _ snapshot: Snapshot, _ casefile: Casefile,
    closeLinks: RecordID?, changes: OwnerChanges?
  ) throws {
    self.holdings = holdings
    self.snapshot = snapshot
    ends = LookThrough(of: subject, in: holdings).ends
    groups = holdings.crossHoldingGroups(above: subject)
    incomplete = holdings.completenessNotes(of: Array(0..<Int32(snapshot.partyCount)))
    declared = try DeclaredReport(subject, snapshot, at: holdings.moment, casefile)
    self.closeLinks = try closeLinks.map {
      try CloseLinkAnswer(of: $0, in: holdings, snapshot, casefile)
    }
    self.changes = changes
  }

  /// Every party that it names.
  var parties: Set<Int32> {
    var all = declared.parties.union(ends.map(\.party)).union(incomplete.map(\.company))
    for group in groups {
      all.formUnion(group.members.map(\.company))
      all.insert(group.entry)
      if let error = group.simplePathError { all.insert(error.owner) }
    }
    return all.union(changes?.parties ?? [])
  }

  func notes(_ names: PartyNames) -> [String] {
    groups.flatMap { $0.text(names.text) } + incomplete.map { $0.text(names.text) }
      + (changes?.notes ?? [])
  }

  func tables(_ names: PartyNames) -> [Table] {
    declared.tables(names) + (closeLinks.map { [$0.table] } ?? [])
      + (changes?.reports(names).map(\.table) ?? [])
  }

  func json(_ names: PartyNames) -> [JSON.Member] {
    var members: [JSON.Member] = [
      .init("complete", .bool(holdings.completeness == .complete)),
      .init("chainEnds", .array(ends.map { end($0, names) })),
      .init("crossHoldings", .array(groups.map { group($0, names) })),
    ]
    members += declared.json(names)
    if let closeLinks { members.append(.init("closeLinks", closeLinks.json)) }
    if let changes { members.append(.init("whatWouldChange", changes.json(names))) }
    return members
  }

  private func end(_ end: LookThrough.ChainEnd, _ names: PartyNames) -> JSON {
    .object([
      "party": names.json(end.party), "share": Self.band(end.share), "layer": .int(end.layer),
      "owner": .bool(end.reason.isOwner), "reasons": .strings(end.reason.words),
    ])
  }

  private func group(_ group: CrossHoldingGroup, _ names: PartyNames) -> JSON {
    .object([
      "members": .array(
        group.members.map { member in
          .object([
            "party": names.json(member.company), "heldInside": Self.band(member.heldInside),
            "outside": Self.band(member.outside), "unknown": Self.band(member.unknown),
            "selfOwnership": Self.band(member.selfOwnership),
          ])
        }), "entry": .string(snapshot.id(of: group.entry).description),
      "heldInside": Self.band(group.heldInside), "heldOutside": Self.band(group.heldOutside),
      "unnamed": Self.band(group.unnamed), "ownsItselfEntirely": .bool(group.ownsItselfEntirely),
      "simplePaths": group.simplePathError.map {
        .object([
          "owner": names.json($0.owner), "share": Self.band($0.share),
          "simplePaths": Self.band($0.simplePaths),
        ])
      } ?? .null,
    ])
  }

  private static func band(_ band: Band) -> JSON {
    .object(["min": .string(band.minText), "max": .string(band.maxText)])
  }
}

extension TerminalReason {
  /// Why a chain of owners ends, in the words of JSON.
  var words: [String] {
    switch self {
    case .naturalPerson: ["person"]
    case .stated(let reasons): reasons.map(\.name)
    case .notStated: [UnknownOwnerReason.notStated.name]
    case .unknownKind: ["unknown-kind"]
    }
  }
}
