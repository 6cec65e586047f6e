import ClewGraph
import ClewModel

/// Who owns and controls one company, directly or indirectly.
package struct Owners: Sendable {
  package var subject: Int32
  /// Every owner and every controller, companies included: by maximum descending, then node.
  package var rows: [OwnerRow]
  /// What no stated owner accounts for, and at which companies.
  package var unknown: Band
  package var unknownParts: [LookThrough.UnknownPart]
  package var notes: [OwnershipNote]
}

/// One direct or indirect owner of a company, or one company of an owner.
package struct OwnerRow: Sendable {
  package var party: Int32
  package var direct: Band
  /// True for an owner whom nobody is stated to own.
  package var isUltimate: Bool
  package var lookThrough: Band
  package var control: Verdict
  /// True where only the rounding of stated votes keeps control from being yes or no.
  package var controlWithinRounding: Bool
  package var verdicts: [RegimeVerdict]
  package var paths: [OwnershipPath]
  /// Who holds the legal title of the direct holding, where that is a nominee.
  package var titleHolders: [Int32]
}

/// What one rule says about one party, and by how much.
package struct RegimeVerdict: Hashable, Sendable {
  package var regime: String
  package var verdict: Verdict
  /// True where only the rounding of stated shares keeps the verdict from being yes or no.
  package var withinRounding: Bool
  /// The least share that counts, less the threshold, in units of `Share.whole`.
  package var margin: Int128
  /// The articles or grounds that apply, in order.
  package var grounds: [String]
}

extension Holdings {
  /// The owners of a company: see `LookThrough`, `Control` and `BeneficialOwnership` for the rules.
  package func owners(of subject: Int32) -> Owners {
    let region = OwnershipRegion(owning: subject, in: self)
    let lookThrough = LookThrough(region, self)
    let control = Control(self)
    let paths = OwnerPaths(region, self)
    let beneficial = BeneficialOwnership(region, lookThrough, self)
    var bands: [Int32: Band] = [:]
    for (owner, band) in zip(lookThrough.owners, lookThrough.bands) { bands[owner] = band }
    var rows: [OwnerRow] = []
    for party in Set(bands.keys).union(control.candidates(over: subject)).sorted() {
      let verdict = control.verdict(of: party, on: subject)
      if bands[party] == nil, verdict == .no { continue }
      let direct = column(subject).map { all[$0] }.first { $0.owner == party }
      let band = bands[party] ?? .none
      rows.append(
        OwnerRow(
          party: party, direct: direct.map(\.capital) ?? .none, isUltimate: !isOwned(party),
          lookThrough: band, control: verdict,
          controlWithinRounding: control.isWithinRounding(verdict, of: party, on: subject),
          verdicts: beneficial.verdict(on: party, control: verdict).map { [$0] } ?? [],
          paths: paths.byParty[party] ?? [], titleHolders: direct.map(titleHolders) ?? []))
    }
    var notes = region.notes(self)
    notes += region.rings(self).map { .crossHolding(members: $0) }
    notes += lookThrough.closedGroups.map { .ownsItself(members: $0) }
    notes += lookThrough.owners.filter { needsOwners($0) && !isOwned($0) }
      .map { .ownersNotStated($0) }
    if lookThrough.method == .bounded { notes.append(.boundsOnly) }
    if lookThrough.method == .undefined { notes.append(.undefined) }
    if !paths.cut.isEmpty { notes.append(.pathsCut(count: paths.cut.count)) }
    return Owners(
      subject: subject, rows: rows.sorted(by: OwnerRow.precedes), unknown: lookThrough.unknown,
      unknownParts: lookThrough.unknownParts, notes: notes)
  }

  /// What a party directly or indirectly holds, by maximum descending, then node; `unknown` is zero.
  package func holdings(of holder: Int32) -> Owners {
    let region = OwnershipRegion(heldBy: holder, in: self)
    let reach = Control(self).reach(of: holder)
    let certain = Set(reach.certain)
    let possible = Set(reach.possible)
    let paths = OwnerPaths(region, self, .holdings)
    let bands = HeldShares(region, self)
    var parties = Set(bands.shares.keys)
    parties.formUnion(possible)
    let exact =
      possible.count > certain.count ? Control(self, rounded: false).reach(of: holder) : reach
    let exactlyPossible = Set(exact.possible).subtracting(exact.certain)
    let rows = parties.sorted().map { party in
      let verdict: Verdict =
        certain.contains(party) ? .yes : possible.contains(party) ? .possible : .no
      let direct = column(party).map { all[$0] }.first { $0.owner == holder }
      return OwnerRow(
        party: party, direct: direct.map(\.capital) ?? .none, isUltimate: row(party).isEmpty,
        lookThrough: bands.shares[party] ?? .none,
        control: verdict,
        controlWithinRounding: verdict == .possible && !exactlyPossible.contains(party),
        verdicts: [], paths: paths.byParty[party] ?? [],
        titleHolders: direct.map(titleHolders) ?? [])
    }
    var notes = region.notes(self)
    if bands.method == .bounded { notes.append(.boundsOnly) }
    if bands.method == .undefined { notes.append(.undefined) }
    if !paths.cut.isEmpty { notes.append(.pathsCut(count: paths.cut.count)) }
    return Owners(
      subject: holder, rows: rows.sorted(by: OwnerRow.precedes), unknown: .none, unknownParts: [],
      notes: notes)
  }
}

extension OwnerRow {
  fileprivate static func precedes(_ a: OwnerRow, _ b: OwnerRow) -> Bool {
    a.lookThrough.max != b.lookThrough.max
      ? a.lookThrough.max > b.lookThrough.max : a.party < b.party
  }
}

extension Holding {
  /// Bounds of the capital share.
  package var capital: Band { Band(min: Int128(capitalMin), max: Int128(capitalMax)) }
}

extension OwnershipRegion {
  /// Groups of two or more companies that hold each other, members as party nodes, ascending.
  func rings(_ holdings: Holdings) -> [[Int32]] {
    let components = Components(
      of: CompressedRows(nodeCount: count, from: companies, to: owner))
    return (0..<components.count).map { components.members(of: $0) }.filter { $0.count > 1 }
      .map { $0.map { nodes[Int($0)] } }.sorted { $0[0] < $1[0] }
  }
}
