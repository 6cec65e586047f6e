import ClewGraph
import ClewModel

/// Something a reader of an ownership answer has to know. The wording takes names from the caller.
package enum OwnershipNote: Hashable, Sendable {
  case sourcesDisagree(owner: Int32, owned: Int32, share: Band)
  case aboveWhole(company: Int32, sum: Int128)
  case shareUnstated(owner: Int32, owned: Int32)
  case summed(owner: Int32, owned: Int32, links: [Int64], share: Band)
  case possibleOnly(owner: Int32, owned: Int32)
  case declaredIndirect(Holdings.Declaration)
  case nominee(Holdings.Nominee)
  case nomineeNotFollowed(Int32)
  case ownShares(company: Int32, share: Band)
  case crossHolding(members: [Int32])
  case ownsItself(members: [Int32])
  case ownersNotStated(Int32)
  case undated(count: Int)
  case votesAssumed(count: Int)
  case boundsOnly
  case undefined
  case pathsCut(count: Int)
  case dominantMinority(holder: Int32, company: Int32, power: Band, restsOnLeastVotes: Bool)
  case ownersUnnamed(OwnerStatementRow)
  case family(Holdings.Role)
  /// Parties with a verdict whose kind no source states, ascending.
  case kindNotStated([Int32])
  case controlNotComputed(count: Int)
  case stepNotComputed(count: Int)
  case controllersCut(count: Int)

  /// One sentence; `name` gives the words for a party.
  package func text(_ name: (Int32) -> String) -> String {
    func percent(_ band: Band) -> String {
      band.isExact
        ? ShareText.percent(band.min)
        : "\(ShareText.percent(band.min)) to \(ShareText.percent(band.max))"
    }
    switch self {
    case .sourcesDisagree(let owner, let owned, let share):
      return "sources disagree on what \(name(owner)) holds of \(name(owned)): \(percent(share))"
    case .aboveWhole(let company, let sum):
      return "stated shares in \(name(company)) add up to \(ShareText.percent(sum)): "
        + "duplicate statements, share classes or dates; nothing was rescaled, and what is multiplied "
        + "through it passes possibly at most"
    case .summed(let owner, let owned, let links, let share):
      return "one source states what \(name(owner)) holds of \(name(owned)) in several links ("
        + links.map { "L\($0)" }.joined(separator: ", ") + "): taken as lots and added up to "
        + "\(percent(share)); if one repeats or replaces another, that is too much"
    case .shareUnstated(let owner, let owned):
      return "no source states how much \(name(owner)) holds of \(name(owned))"
    case .possibleOnly(let owner, let owned):
      return "the holding of \(name(owner)) in \(name(owned)) is possible only: "
        + "a candidate link, a day inside a partial date, or a nominee who may hold for another"
    case .declaredIndirect(let row):
      let share = row.share.map { " (\(percent($0)))" } ?? ""
      return "L\(row.link) declares an indirect holding of \(name(row.owner)) in "
        + "\(name(row.owned))\(share): shown, not counted beside the chain that makes it up"
    case .nominee(let row):
      let sure = row.isCertain ? "" : " (possible only)"
      return "\(name(row.nominee)) holds the legal title for \(name(row.nominator))\(sure), "
        + "L\(row.link): its holdings count for \(name(row.nominator))"
    case .nomineeNotFollowed(let party):
      return "\(name(party)) is a nominee of more than \(Nominators.limit) parties: its holdings "
        + "are shown as possibly its own"
    case .ownShares(let company, let share):
      return "\(name(company)) holds \(percent(share)) of itself; the look-through removes own "
        + "shares, control does not"
    case .crossHolding(let members):
      return "\(members.count) companies hold each other in a ring: "
        + Self.list(members, name) + "; products along simple paths would be wrong"
    case .ownsItself(let members):
      return "the group owns itself entirely, nobody outside is stated to own it: "
        + Self.list(members, name)
    case .ownersNotStated(let party): return "owners of \(name(party)) not stated"
    case .undated(let count):
      return "\(count == 1 ? "1 holding rests" : "\(count) holdings rest") on undated links, "
        + "taken to hold always"
    case .votesAssumed(let count):
      return "votes of \(count == 1 ? "1 holding" : "\(count) holdings") not stated: "
        + "they are taken to equal the shares"
    case .boundsOnly:
      return "the group of cross-holdings is too large for exact numbers: shares are bounds"
    case .undefined:
      return "stated shares above 100% in a ring of companies, or in a group too large for exact "
        + "numbers: the sum over all chains may have no end, shares cannot be computed"
    case .pathsCut(let count):
      return "more chains exist than are listed for \(Self.parties(count))"
    case .dominantMinority(let holder, let company, let power, let restsOnLeastVotes):
      return "\(name(holder)) may control \(name(company)) without a majority: its votes decide "
        + "\(percent(power)) of all votings (Banzhaf)"
        + (restsOnLeastVotes ? ", reckoned on the least votes that are stated" : "")
    case .ownersUnnamed(let row):
      let text = row.statement.text.isEmpty ? "" : " (\"\(row.statement.text)\")"
      guard row.statement.reason != .notStated || text.isEmpty else {
        return "owners of \(name(row.party)) not named\(text)"
      }
      let besides =
        row.statement.reason == .nobodyPasses
        ? "; a holding of exactly 25% and control by other means are not ruled out" : ""
      return
        "owners of \(name(row.party)) not named: \(row.statement.reason.words)\(text)\(besides)"
    case .family(let row):
      return "\(name(row.from)) and \(name(row.to)) are stated to be family, L\(row.link): nothing "
        + "is added up unless they are named as a group"
    case .kindNotStated(let parties):
      return
        "kind not stated: judged as if a natural person, if it is a company its owners are not "
        + "named: " + Self.list(parties, name)
    case .controlNotComputed(let count):
      return "control was not computed for \(Self.parties(count)), each shown as possible: the "
        + "group of owners is too large"
    case .stepNotComputed(let count):
      return "the sanctions step was not computed for \(Self.parties(count)): the group of owners "
        + "is too large"
    case .controllersCut(let count):
      return "shares in \(count) of the companies in control were not computed: owners that may "
        + "have one are shown as possible"
    }
  }

  private static func parties(_ count: Int) -> String {
    count == 1 ? "1 party" : "\(count) parties"
  }

  private static func list(_ members: [Int32], _ name: (Int32) -> String) -> String {
    let shown = members.prefix(8).map(name).joined(separator: ", ")
    return members.count > 8 ? "\(shown) and \(members.count - 8) more" : shown
  }
}

extension OwnershipRegion {
  /// What is to be said about the holdings of a region, in a fixed order.
  func notes(_ holdings: Holdings) -> [OwnershipNote] {
    var notes: [OwnershipNote] = []
    var undated = 0
    var votesAssumed = 0
    for number in holding {
      let row = holdings.all[Int(number)]
      let share = Band(min: Int128(row.capitalMin), max: Int128(row.capitalMax))
      if row.marks.contains(.sourcesDisagree) {
        notes.append(.sourcesDisagree(owner: row.owner, owned: row.owned, share: share))
      }
      if row.marks.contains(.summed) {
        notes.append(
          .summed(
            owner: row.owner, owned: row.owned, links: holdings.links(of: row), share: share))
      }
      if row.marks.contains(.shareUnstated) {
        notes.append(.shareUnstated(owner: row.owner, owned: row.owned))
      }
      if row.marks.contains(.possibleOnly) {
        notes.append(.possibleOnly(owner: row.owner, owned: row.owned))
      }
      if row.owner == row.owned { notes.append(.ownShares(company: row.owned, share: share)) }
      if row.marks.contains(.undated) { undated += 1 }
      if !row.marks.contains(.votesStated) { votesAssumed += 1 }
    }
    for company in 0..<Int32(count) where !column(company).isEmpty {
      let sum = holdings.capitalMinimum(of: nodes[Int(company)])
      if sum > Int128(Share.whole) {
        notes.append(.aboveWhole(company: nodes[Int(company)], sum: sum))
      }
    }
    let inside = Set(nodes)
    for row in holdings.declared where inside.contains(row.owned) {
      notes.append(.declaredIndirect(row))
    }
    notes += nomineeNotes(holdings, inside)
    notes += holdings.ownerStatements.filter { inside.contains($0.party) }
      .map { .ownersUnnamed($0) }
    notes += holdings.roles.filter {
      $0.kind == .family && inside.contains($0.from) && inside.contains($0.to)
    }.map { .family($0) }
    if undated > 0 { notes.append(.undated(count: undated)) }
    if votesAssumed > 0 { notes.append(.votesAssumed(count: votesAssumed)) }
    return notes
  }
  /// Every link of the chains of nominees that lead to a party of the region.
  private func nomineeNotes(_ holdings: Holdings, _ inside: Set<Int32>) -> [OwnershipNote] {
    var byNominator: [Int32: [Int32]] = [:]
    for row in holdings.nominees { byNominator[row.nominator, default: []].append(row.nominee) }
    var reached = inside
    var stack = Array(inside)
    while let party = stack.popLast() {
      for nominee in byNominator[party] ?? [] where reached.insert(nominee).inserted {
        stack.append(nominee)
      }
    }
    return holdings.nominees.filter { reached.contains($0.nominator) }.map { .nominee($0) }
      + holdings.untracedNominees.filter(reached.contains).map { .nomineeNotFollowed($0) }
  }
}

extension UnknownOwnerReason {
  /// The reason in a few words.
  package var words: String {
    switch self {
    case .notStated: "nothing is said"
    case .notFiled: "no filing"
    case .exempt: "exempt"
    case .listed: "listed on a market"
    case .state: "owned by a state"
    case .bearer: "bearer shares"
    case .withheld: "known to the register and withheld"
    case .nobodyPasses: "nobody passes the register's threshold"
    case .dispersed: "too many holders to name"
    }
  }
}
