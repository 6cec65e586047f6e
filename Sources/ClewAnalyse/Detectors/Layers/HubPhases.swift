/// Chooses when a hub gathers and when it scatters: two windows of equal length, the second one not
/// before the first, in which the dealings give most evidence.
struct HubPhases: Sendable {
  typealias Dealing = Counterparties.Dealing

  /// Length of a phase in seconds; the two together reach over twice as much at most.
  let phase: Int64
  /// Whether the first payment out has to come certainly after the last payment in.
  let isStrict: Bool
  /// Dealings on each side, at least.
  let least: Int

  struct Burst: Sendable {
    /// Positions in the lists of dealings, ascending.
    var payers: [Int]
    var payees: [Int]
    var evidence: Int64
    var start: Int64
  }

  /// One phase that enough dealings fit into.
  private struct Window {
    var start: Int64
    var end: Int64
    var evidence: Int64
  }

  /// The best two windows for dealings that stand by their first payment; of equals the earliest.
  /// O(dealings log dealings).
  func best(_ payers: [Dealing], _ payees: [Dealing]) -> Burst? {
    guard payers.count >= least, payees.count >= least else { return nil }
    guard let (gather, scatter) = isStrict ? adjoining(payers, payees) : free(payers, payees) else {
      return nil
    }
    let chosen = { (list: [Dealing], window: Window) in
      list.indices.filter { list[$0].first >= window.start && list[$0].last <= window.end }
    }
    return Burst(
      payers: chosen(payers, gather), payees: chosen(payees, scatter),
      evidence: gather.evidence + scatter.evidence, start: gather.start)
  }

  /// One phase before a moment and one after it, for every moment at which a gather can end.
  private func adjoining(_ payers: [Dealing], _ payees: [Dealing]) -> (Window, Window)? {
    let ends = payers.map(\.last).sorted().filter { $0 < .max }
    let gathers = windows(payers, from: ends.map { clamped($0, plus: -phase) })
    let scatters = windows(payees, from: ends.map { $0 + 1 })
    var best: (gather: Window, scatter: Window)?
    for (gather, scatter) in zip(gathers, scatters) {
      guard let gather, let scatter else { continue }
      let evidence = gather.evidence + scatter.evidence
      if let best, best.gather.evidence + best.scatter.evidence >= evidence { continue }
      best = (gather, scatter)
    }
    return best.map { ($0.gather, $0.scatter) }
  }

  /// A gather and the best scatter that begins during it or right at its end: both starts ascend, so
  /// one pass with a queue of the scatters that no later and better one has made useless.
  private func free(_ payers: [Dealing], _ payees: [Dealing]) -> (Window, Window)? {
    let begins = payers.map(\.first)
    let gathers = windows(payers, from: begins).compactMap(\.self)
    let starts = (payees.map(\.first) + begins.map { clamped($0, plus: phase) }).sorted()
    let scatters = windows(payees, from: starts).compactMap(\.self)
    var queue: [Window] = []
    var (head, next) = (0, 0)
    var best: (gather: Window, scatter: Window)?
    for gather in gathers {
      while next < scatters.count, scatters[next].start <= gather.end {
        while queue.count > head, queue[queue.count - 1].evidence < scatters[next].evidence {
          queue.removeLast()
        }
        queue.append(scatters[next])
        next += 1
      }
      while head < queue.count, queue[head].start < gather.start { head += 1 }
      guard head < queue.count else { continue }
      let evidence = gather.evidence + queue[head].evidence
      if let best, best.gather.evidence + best.scatter.evidence >= evidence { continue }
      best = (gather, queue[head])
    }
    return best.map { ($0.gather, $0.scatter) }
  }

  /// For each of these ascending starts what lies wholly in the phase from there, nil where too few.
  private func windows(_ dealings: [Dealing], from starts: [Int64]) -> [Window?] {
    let byLast = dealings.indices.sorted { dealings[$0].last < dealings[$1].last }
    var inside = [Bool](repeating: false, count: dealings.count)
    var (count, evidence, arriving, leaving) = (0, Int64(0), 0, 0)
    return starts.map { start in
      let end = clamped(start, plus: phase)
      while arriving < byLast.count, dealings[byLast[arriving]].last <= end {
        let position = byLast[arriving]
        if dealings[position].first >= start {
          inside[position] = true
          (count, evidence) = (count + 1, evidence + dealings[position].evidence)
        }
        arriving += 1
      }
      while leaving < dealings.count, dealings[leaving].first < start {
        if inside[leaving] {
          inside[leaving] = false
          (count, evidence) = (count - 1, evidence - dealings[leaving].evidence)
        }
        leaving += 1
      }
      return count >= least ? Window(start: start, end: end, evidence: evidence) : nil
    }
  }

  private func clamped(_ time: Int64, plus length: Int64) -> Int64 {
    let (sum, overflow) = time.addingReportingOverflow(length)
    return overflow ? (length < 0 ? .min : .max) : sum
  }
}
