/// How surprising it is that two accounts deal with the same others in the same days.
///
/// An employer and a landlord share many people without knowing each other: they live in one town.
/// So the chance is reckoned as if all that the two dealt with in these days were drawn from one
/// community of a thousand accounts: `paid × received / 1000` would be shared, give or take what
/// Poisson allows. An account that pays 100 people and one that 150 pay share 15 so; two that deal
/// with ten each share a tenth of one. The size of the community is our choice, and cautious: most
/// towns are larger, so that less is shared by chance.
enum SharedMiddles {
  static let community = 1000

  /// Ten-thousandths of log10 of one over the chance.
  static func evidence(_ middles: Int, _ first: Int, _ second: Int) -> Int64 {
    BurstSurprise.atLeast(middles, mean: mean(first, second))
  }

  static func mean(_ first: Int, _ second: Int) -> Double {
    Double(first) * Double(second) / Double(community)
  }

  /// The printed term of a finding.
  static func reason(
    _ candidate: LayeredCandidate, _ detail: String
  ) -> PatternFinding.Reason {
    let mean = mean(candidate.payments.ofOrigin, candidate.payments.ofEnd)
    let thousandths = Int((min(mean, 1e12) * 1000).rounded())
    let digits = String(1000 + thousandths % 1000).dropFirst()
    return PatternFinding.Reason(
      term: "shared middles", weight: candidate.evidence, detail: detail,
      backgroundRate: "\(thousandths / 1000).\(digits) shared by chance in a community of "
        + "\(community) accounts")
  }
}
