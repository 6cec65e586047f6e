import ClewAnalyse
import ClewGraph
import ClewModel
import ClewRender
import ClewStore

/// Close links of one party, in tables and JSON.
///
/// What its owners hold lies beside it, not above: it is read for them apart, downwards from the party
/// and from each that has 20 % of it or more.
struct CloseLinkAnswer {
  private let links: [CloseLink]
  private let snapshot: Snapshot
  private let names: PartyNames

  init(
    of subject: RecordID, in above: Holdings, _ upward: Snapshot, _ casefile: Casefile
  ) throws {
    let owners = upward.node(of: subject).map { above.closeStakes(in: $0) } ?? []
    let ids = [subject] + owners.map { upward.id(of: $0.owner) }
    let snapshot = try casefile.holdingsSnapshot(of: ids)
    let below = Holdings(snapshot, at: above.moment)
    let known = owners.compactMap { stake -> CloseStake? in
      guard let owner = snapshot.node(of: upward.id(of: stake.owner)),
        let owned = snapshot.node(of: subject)
      else { return nil }
      var stake = stake
      (stake.owner, stake.owned) = (owner, owned)
      stake.proof.through = []
      return stake
    }
    let nodes = ids.compactMap { snapshot.node(of: $0) }
    links =
      nodes.first.map {
        CloseLink.links(of: $0, owners: known, held: nodes.flatMap { below.closeStakes(of: $0) })
      } ?? []
    self.snapshot = snapshot
    names = try PartyNames(
      Set(links.flatMap { [$0.party] + $0.stakes.map(\.owner) }), snapshot, casefile)
  }

  var json: JSON {
    .array(
      links.map { link in
        .object([
          "party": names.json(link.party), "kind": .string(link.kind.rawValue),
          "verdict": .string(link.verdict.rawValue),
          "third": link.kind == .common
            ? link.stakes.first.map { names.json($0.owner) } ?? .null : .null,
          "stakes": .array(
            link.stakes.map { stake in
              .object([
                "from": .string(snapshot.id(of: stake.owner).description),
                "to": .string(snapshot.id(of: stake.owned).description),
                "share": .object([
                  "min": .string(stake.share.minText), "max": .string(stake.share.maxText),
                ]), "links": .strings(stake.proof.links.map { "L\($0)" }),
                "cut": .bool(stake.proof.isCut),
              ])
            }),
        ])
      })
  }

  var table: Table {
    Table(
      title: "Close links, 20% or more",
      columns: ["party", "name", "how", "verdict", .right("share"), "links"],
      rows: links.map { link in
        let how =
          switch link.kind {
          case .owner: "owns a share"
          case .holding: "is held"
          case .common: "through \(link.stakes.first.map { names.text($0.owner) } ?? "")"
          }
        let proofs = Set(link.stakes.flatMap(\.proof.links)).sorted()
        return [
          .id(snapshot.id(of: link.party)), Table.Cell(names.label(link.party).text),
          Table.Cell(how), Table.Cell(link.verdict.rawValue),
          Table.Cell(link.stakes.map(\.share.percentText).joined(separator: ", ")),
          Table.Cell(proofs.map { "L\($0)" }.joined(separator: ", ")),
        ]
      })
  }
}
