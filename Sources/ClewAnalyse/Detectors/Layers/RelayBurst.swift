/// A payment into a middle and a payment out of it: two steps of one path.
struct Relay: Hashable, Sendable {
  var middle: Int32
  /// Edges of the index.
  var first: Int32
  var second: Int32
}

/// Cuts the two-step paths between one payer and one beneficiary into bursts: the window through
/// which most middles pass comes first, then the best of what it leaves, and so on. No payment is in
/// two bursts, and none reaches further than the window.
struct RelayBursts: Sendable {
  let index: FlowIndex
  let window: Int64
  /// Evidence of every edge, in ten-thousandths; nil where one is as good as another.
  let weights: [Int32]?
  let leastMiddles: Int

  struct Burst: Sendable {
    /// By middle, then edges.
    var relays: [Relay]
    var middles: Int
    /// Sum over the middles of their best evidence.
    var evidence: Int64
    /// Starts of its first and last payment.
    var start: Int64
    var end: Int64
  }

  /// At most `limit` bursts, best first, and whether there are more. O(relays log relays) each.
  func cut(_ relays: [Relay], limit: Int) -> (bursts: [Burst], isCut: Bool) {
    var rest = relays.sorted { ($0.middle, $0.first, $0.second) < ($1.middle, $1.first, $1.second) }
    var bursts: [Burst] = []
    while let best = best(of: rest) {
      guard bursts.count < limit else { return (bursts, true) }
      bursts.append(best)
      guard best.relays.count < rest.count else { break }
      let used = Set(best.relays.flatMap { [$0.first, $0.second] })
      rest.removeAll { used.contains($0.first) || used.contains($0.second) }
    }
    return (bursts, false)
  }

  func evidence(of relay: Relay) -> Int64 {
    guard let weights else { return 10_000 }
    return Int64(weights[Int(relay.first)]) + Int64(weights[Int(relay.second)])
  }

  func span(of relay: Relay) -> (start: Int64, end: Int64) {
    let (a, b) = (index.lo[Int(relay.first)], index.lo[Int(relay.second)])
    return a < b ? (a, b) : (b, a)
  }

  /// `relays` stand by middle.
  private func best(of relays: [Relay]) -> Burst? {
    guard !relays.isEmpty else { return nil }
    var local: [Int] = []
    var worth: [Int64] = []
    var (first, last) = (Int64.max, Int64.min)
    for (position, relay) in relays.enumerated() {
      let evidence = evidence(of: relay)
      let span = span(of: relay)
      (first, last) = (min(first, span.start), max(last, span.end))
      if position > 0, relays[position - 1].middle == relay.middle {
        worth[worth.count - 1] = max(worth[worth.count - 1], evidence)
      } else {
        worth.append(evidence)
      }
      local.append(worth.count - 1)
    }
    guard worth.count >= leastMiddles else { return nil }
    if !last.subtractingReportingOverflow(first).overflow, last - first <= window {
      return Burst(
        relays: relays, middles: worth.count, evidence: worth.reduce(0, +), start: first,
        end: last)
    }
    return slide(relays, local, worth)
  }

  /// The window with the most evidence that holds enough middles; of equals that with more middles,
  /// then the earliest.
  private func slide(_ relays: [Relay], _ local: [Int], _ worth: [Int64]) -> Burst? {
    let spans = relays.map { span(of: $0) }
    let byEnd = relays.indices.sorted { spans[$0].end < spans[$1].end }
    let byStart = relays.indices.sorted { spans[$0].start < spans[$1].start }
    var inside = [Int](repeating: 0, count: worth.count)
    var (middles, evidence, leaving) = (0, Int64(0), 0)
    var best: (middles: Int, evidence: Int64, start: Int64, end: Int64)?
    for (position, arriving) in byEnd.enumerated() {
      let end = spans[arriving].end
      let (earliest, underflow) = end.subtractingReportingOverflow(window)
      let start = underflow ? Int64.min : earliest
      while leaving < byStart.count, spans[byStart[leaving]].start < start {
        let middle = local[byStart[leaving]]
        inside[middle] -= 1
        if inside[middle] == 0 { (middles, evidence) = (middles - 1, evidence - worth[middle]) }
        leaving += 1
      }
      let middle = local[arriving]
      inside[middle] += 1
      if inside[middle] == 1 { (middles, evidence) = (middles + 1, evidence + worth[middle]) }
      if position + 1 < byEnd.count, spans[byEnd[position + 1]].end == end { continue }
      guard middles >= leastMiddles else { continue }
      if let best, (best.evidence, best.middles) >= (evidence, middles) { continue }
      best = (middles, evidence, start, end)
    }
    guard let best else { return nil }
    let chosen = relays.indices.filter {
      spans[$0].start >= best.start && spans[$0].end <= best.end
    }
    return Burst(
      relays: chosen.map { relays[$0] }, middles: best.middles, evidence: best.evidence,
      start: chosen.map { spans[$0].start }.min() ?? best.start, end: best.end)
  }
}
