import ClewModel

/// A share that one party has of another, large enough for a close link.
package struct CloseStake: Hashable, Sendable {
  package var owner: Int32
  package var owned: Int32
  package var share: Band
  package var verdict: Verdict
  package var proof: OwnershipProof
}

/// Two parties with a close link: one has 20 % or more of the other, directly or indirectly, or a third
/// party has that much of both (Guideline (EU) 2015/510 Article 138; `Regime.closeLinks`).
package struct CloseLink: Hashable, Sendable {
  package enum Kind: String, Sendable, CaseIterable {
    /// The party has a share of the subject.
    case owner
    /// The subject has a share of the party.
    case holding
    /// A third party has a share of both.
    case common
  }

  package var party: Int32
  package var kind: Kind
  package var verdict: Verdict
  /// One share, or that of the third party in the subject and in the party.
  package var stakes: [CloseStake]

  /// All close links of a subject: by kind, then the third party's or the party's share descending.
  ///
  /// - Parameters:
  ///   - owners: who has a share of the subject.
  ///   - held: what the subject and each of those owners has a share of.
  package static func links(
    of subject: Int32, owners: [CloseStake], held: [CloseStake]
  ) -> [CloseLink] {
    var links = owners.map {
      CloseLink(party: $0.owner, kind: .owner, verdict: $0.verdict, stakes: [$0])
    }
    for stake in held where stake.owned != subject {
      if stake.owner == subject {
        links.append(
          CloseLink(party: stake.owned, kind: .holding, verdict: stake.verdict, stakes: [stake]))
      } else if let above = owners.first(where: { $0.owner == stake.owner }) {
        links.append(
          CloseLink(
            party: stake.owned, kind: .common, verdict: min(above.verdict, stake.verdict),
            stakes: [above, stake]))
      }
    }
    return links.sorted { a, b in
      if a.kind != b.kind { return a.kind.place < b.kind.place }
      let (x, y) = (a.stakes.map(\.share.max).min() ?? 0, b.stakes.map(\.share.max).min() ?? 0)
      if x != y { return x > y }
      if a.party != b.party { return a.party < b.party }
      return (a.stakes.first?.owner ?? 0) < (b.stakes.first?.owner ?? 0)
    }
  }
}

extension CloseLink.Kind {
  fileprivate var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

extension Holdings {
  /// The parties with a share of a company that makes a close link, ascending; they need all owners
  /// above the company.
  package func closeStakes(in company: Int32) -> [CloseStake] {
    let region = OwnershipRegion(owning: company, in: self)
    var interests = Interests()
    interests.add(region, self, .capital)
    var proofs = ProofSearch(self)
    return region.nodes.filter { $0 != company }.compactMap {
      stake(of: $0, in: company, interests[$0, company], &proofs)
    }
  }

  /// What a party has a share of that makes a close link, ascending; it needs all holdings below the
  /// party, and their other direct owners for the bounds of bands.
  package func closeStakes(of holder: Int32) -> [CloseStake] {
    let region = OwnershipRegion(heldBy: holder, in: self)
    let companies = region.nodes.filter { $0 != holder && isOwned($0) }
    var proofs = ProofSearch(self)
    var interests = Interests()
    do throws(ShareSystem.Failure) {
      try interests.add(of: holder, in: companies, region, self, .capital)
      return companies.compactMap { stake(of: holder, in: $0, interests[holder, $0], &proofs) }
    } catch {
      let bands = HeldShares(region, self).shares
      return companies.compactMap {
        stake(of: holder, in: $0, RoundedShare(band: bands[$0] ?? .none), &proofs)
      }
    }
  }

  private func stake(
    of owner: Int32, in owned: Int32, _ share: RoundedShare, _ proofs: inout ProofSearch
  ) -> CloseStake? {
    let asked = Regime.closeLinks.rule(on: moment.asOf).asked
    let verdict = share.passes(asked, rounded: true)
    guard verdict != .no else { return nil }
    return CloseStake(
      owner: owner, owned: owned, share: share.band, verdict: verdict,
      proof: proofs.ways(from: owner, to: owned, .capital))
  }
}
