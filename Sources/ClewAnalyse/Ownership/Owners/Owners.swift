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
  /// Regimes that find nobody for certain, or that name an official besides.
  package var fallbacks: [RegimeFallback] = []
  /// nil for holdings.
  package var hidden: HiddenOwner? = nil
}

extension Holdings {
  /// The owners of a company under some rules: see `LookThrough`, `Control`, `StepTest`,
  /// `RollingAttribution` and `BeneficialOwnership` for what is asked.
  ///
  /// - Parameters:
  ///   - regimes: rules of beneficial owners; others are passed over.
  ///   - groups: parties that the analyst takes to act as one, none in two groups.
  package func owners(
    of subject: Int32, under regimes: [Regime] = Regime.beneficialOwnerRegimes,
    groups: [[Int32]] = []
  ) -> Owners {
    var search = OwnerSearch(of: subject, under: regimes, in: self)
    var answer = search.answer(besides: Set(groups.joined()))
    search.add(groups, to: &answer)
    return answer
  }

  /// What one rule about beneficial owners says of one party, without the other owners; nil for a
  /// party that is no person, and for other rules.
  package func ownerVerdict(
    on party: Int32, of subject: Int32, under regime: Regime
  ) -> RegimeVerdict? {
    var search = OwnerSearch(of: subject, under: [regime], in: self, listsPaths: false)
    return search.verdict(on: party)
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
      let direct = holding(of: holder, in: party)
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
  static func precedes(_ a: OwnerRow, _ b: OwnerRow) -> Bool {
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
