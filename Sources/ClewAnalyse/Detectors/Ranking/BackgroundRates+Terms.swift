import Glibc

/// The terms that findings of several kinds have in common.
extension BackgroundRates {
  /// How large the middle payment is among those of its currency that no habit explains.
  func size(_ edges: [Int32]) -> PatternFinding.Reason {
    let shares = edges.map { sizes.shareAbove(index.rows[Int($0)]) }.sorted()
    guard !shares.isEmpty else { return .init(term: "size", weight: 0, detail: "no payments") }
    let middle = shares[shares.count / 2]
    let percent = Int((middle * 100).rounded())
    return .init(
      term: "size", weight: Evidence.weight(rate: middle, most: 2),
      detail: "\(percent) % of such payments in their currency are larger than its middle one",
      backgroundRate: Evidence.oneIn(middle))
  }

  /// Dues, subscriptions and shared bills are of one sum; what rings pay differs.
  func equalSums(_ edges: [Int32]) -> PatternFinding.Reason {
    let most = sizes.mostEqual(edges.map { index.rows[Int($0)] })
    let share = 2 * most > edges.count ? Double(most) / Double(edges.count) : 0
    return .init(
      term: "equal sums", weight: -Evidence.rounded(3 * share),
      detail: "\(most) of \(edges.count) payments are of the same sum, as dues and shared bills are"
    )
  }

  /// Pairs without a common counterparty: the logarithm of how much likelier so many are in a ring,
  /// which brings together accounts at random, than among ordinary payments.
  func strangers(_ pairs: [(Int32, Int32)]) -> PatternFinding.Reason {
    let members = Set(pairs.flatMap { [$0.0, $0.1] })
    let count = pairs.count { acquaintance.areStrangers($0.0, $0.1, besides: members) }
    let ring = max(0.97, strangerRate)
    let apart = log10(ring / strangerRate)
    let close = log10((1 - ring + 0.01) / (1 - strangerRate + 0.01))
    let powers = Double(count) * apart + Double(pairs.count - count) * close
    return .init(
      term: "strangers", weight: Evidence.rounded(max(-4, min(2, powers))),
      detail: "\(count) of \(pairs.count) pairs have no counterparty in common",
      backgroundRate: "\(Evidence.oneIn(strangerRate)) of payments that no habit explains")
  }

  /// Amounts passed on: the logarithm of how much likelier the ratios are in the measured rings than
  /// where an account's payments in and out have nothing to do with each other. Hops that change the
  /// currency say nothing.
  ///
  /// - Parameter hops: a payment in and a payment out of one account.
  func passedOn(_ hops: [(in: Int32, out: Int32)]) -> PatternFinding.Reason {
    var powers = 0.0
    var bands = [0, 0, 0, 0]
    for hop in hops {
      guard let ratio = ratio(hop) else { continue }
      let band = PassingRates.band(ratio)
      bands[band] += 1
      powers += passing.evidence(band)
    }
    let within2 = passing.base[0] + passing.base[1]
    return .init(
      term: "passed on", weight: Evidence.rounded(max(-4, min(12, powers))),
      detail: "of \(bands.reduce(0, +)) hops in one currency \(bands[0]) pass on the same sum, "
        + "\(bands[1]) within 2 %, \(bands[2]) within 11 %",
      backgroundRate: "the same sum \(Evidence.oneIn(passing.base[0])), within 2 % "
        + "\(Evidence.oneIn(within2)), within 11 % "
        + "\(Evidence.oneIn(within2 + passing.base[2])) by chance")
  }

  func ratio(_ hop: (in: Int32, out: Int32)) -> Double? {
    sizes.ratio(of: index.rows[Int(hop.out)], to: index.rows[Int(hop.in)])
  }
}

/// How often a payment out of an account equals a payment in by chance, and in rings.
package struct PassingRates: Sendable {
  /// The same sum (within 0.05 %), within 2 %, within 11 %, else: in ordinary business, from the
  /// data.
  package let base: [Double]
  /// The same in rings: AMLworld's labelled cycles, stacks and scatter-gathers, with room for error.
  package static let ring: [Double] = [0.15, 0.25, 0.50, 0.10]

  package static func band(_ ratio: Double) -> Int {
    let off = ratio >= 1 ? ratio - 1 : 1 / max(ratio, 1e-9) - 1
    return off <= 0.0005 ? 0 : off <= 0.02 ? 1 : off <= 0.11 ? 2 : 3
  }

  /// From counts by band, each with one more than seen.
  init(counts: [Int]) {
    let sum = Double(counts.reduce(0, +) + 3)
    base = counts.map { Double($0 + 1) / sum }
  }

  /// The logarithm to base ten of how much likelier the band is in a ring.
  func evidence(_ band: Int) -> Double { log10(Self.ring[band] / base[band]) }
}
