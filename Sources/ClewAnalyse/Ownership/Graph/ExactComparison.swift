import ClewModel

/// Compares one look-through share with a threshold exactly, in rings of any size.
///
/// Only the companies between the seeds and the target matter. On them M x = c with the integer
/// matrix M = 10^15 (I - Aᵀ), and the digits of x are found to base 10^15: where R is the exact
/// residual of the digits so far, doubles propose the next digits d, and R' = 10^15 R - M d is
/// exact again (iterative refinement with exact residuals, as in Wan, J. Symb. Comput. 41, 2006).
/// After k digits |x - x_k| <= ‖R‖ W / 10^15(k+1), with W the graph's weights; so the sign of
/// x - threshold shows as soon as it is larger.
///
/// Equality is proved by a gap: by Cramer's rule x(t) = p / det M, rows divided by their common
/// factors; for an M-matrix det M is at most the product of the diagonal (Fischer's inequality,
/// Horn and Johnson, Topics in Matrix Analysis, 2.5.4). A difference other than zero is therefore at
/// least one over that product times the threshold's denominator, and digits beyond it decide.
struct ExactComparison {
  private let graph: OwnershipGraph
  /// Ranks of the part's companies, ascending.
  private var ranks: [Int32] = []
  private var entryStart: [Int32] = []
  private var entryOwner: [Int32] = []
  private var entryShare: [Int64] = []
  /// What comes straight from seeds, in units of `Share.whole`.
  private var income: [Int64] = []
  private var target = 0

  /// Entries times digits of 10^15 up to which a comparison goes on: some seconds at most.
  static let workLimit = 60_000_000
  private static let whole = Int128(Share.whole)

  /// nil where the part has no bound: a ring without proof, or shares that no company can have.
  ///
  /// - Parameters:
  ///   - seeds: ranks.
  ///   - company: a company number; what the seeds hold of a seed is a question as well.
  ///   - reached: whether the seeds have any share in a company.
  init?(
    _ graph: OwnershipGraph, seeds: Set<Int32>, target company: Int, _ marks: inout RankMarks,
    reached: (Int) -> Bool
  ) {
    self.init(graph, seeds, company, &marks, upTo: .max, reached)
  }

  /// The same where that is not known, for a company with few owners above it; nil also where they
  /// are more.
  init?(
    _ graph: OwnershipGraph, seeds: Set<Int32>, target company: Int, _ marks: inout RankMarks,
    ownersUpTo limit: Int
  ) {
    self.init(graph, seeds, company, &marks, upTo: limit) { _ in true }
  }

  private init?(
    _ graph: OwnershipGraph, _ seeds: Set<Int32>, _ company: Int, _ marks: inout RankMarks,
    upTo limit: Int, _ reached: (Int) -> Bool
  ) {
    self.graph = graph
    let targetRank = Int32(graph.endCount + company)
    marks.clear()
    var stack = [targetRank]
    _ = marks.insert(Int(targetRank))
    while let rank = stack.popLast() {
      ranks.append(rank)
      guard ranks.count <= limit else { return nil }
      if rank != targetRank, seeds.contains(rank) { continue }
      for slot in graph.column(Int(rank) - graph.endCount) where graph.least[slot] > 0 {
        let owner = graph.owner[slot]
        guard Int(owner) >= graph.endCount, !seeds.contains(owner),
          reached(Int(owner) - graph.endCount), marks.insert(Int(owner))
        else { continue }
        stack.append(owner)
      }
    }
    if ranks.count > 1 { ranks.sort() }
    if limit < .max { keepReached(seeds, besides: targetRank, &marks) }
    for (i, rank) in ranks.enumerated() { marks[Int(rank)] = i }
    guard let last = marks[Int(targetRank)] else { return nil }
    target = last
    guard read(seeds, marks) else { return nil }
  }

  /// Drops owners in which the seeds have no share: ascending ranks settle everything outside rings
  /// in one pass. The target stays.
  private mutating func keepReached(
    _ seeds: Set<Int32>, besides target: Int32, _ marks: inout RankMarks
  ) {
    for rank in ranks { marks[Int(rank)] = 0 }
    var grows = true
    while grows {
      grows = false
      for rank in ranks where marks[Int(rank)] == 0 {
        let isReached = graph.column(Int(rank) - graph.endCount).contains { slot in
          let owner = graph.owner[slot]
          return graph.least[slot] > 0 && (seeds.contains(owner) || marks[Int(owner)] == 1)
        }
        guard isReached else { continue }
        marks[Int(rank)] = 1
        if graph.ringOf[Int(rank) - graph.endCount] >= 0 { grows = true }
      }
    }
    let kept = ranks.filter { $0 == target || marks[Int($0)] == 1 }
    ranks = kept
    marks.clear()
    for rank in ranks { _ = marks.insert(Int(rank)) }
  }

  private mutating func read(_ seeds: Set<Int32>, _ marks: RankMarks) -> Bool {
    for rank in ranks {
      let company = Int(rank) - graph.endCount
      if graph.ringOf[company] >= 0, graph.rings[Int(graph.ringOf[company])].state != .open {
        return false
      }
      guard graph.weight[company] < OwnershipGraph.unbounded else { return false }
      entryStart.append(Int32(entryOwner.count))
      var direct: Int128 = 0
      var all: Int128 = 0
      for slot in graph.column(company) where graph.least[slot] > 0 {
        let owner = graph.owner[slot]
        all += Int128(graph.least[slot])
        if seeds.contains(owner) {
          direct += Int128(graph.least[slot])
        } else if let local = marks[Int(owner)] {
          entryOwner.append(Int32(local))
          entryShare.append(graph.least[slot])
        }
      }
      guard all <= 1000 * Self.whole else { return false }
      income.append(Int64(direct))
    }
    entryStart.append(Int32(entryOwner.count))
    return true
  }

  /// The order of the target's share and the threshold; nil where it is not known within the limit.
  func order(_ threshold: ShareThreshold) -> ShareOrder? {
    var residual = income.map { Int128($0) }
    var difference: Int128 = 0
    let gap = gapBits(threshold)
    let weight = Int128(graph.weight[Int(ranks[target]) - graph.endCount])
    var work = 0
    for digits in 1... {
      var solver = Digits(self)
      guard let found = solver.next(&residual) else { return nil }
      let (shifted, overflow) = difference.multipliedReportingOverflow(by: Self.whole)
      guard !overflow else { return nil }
      difference = shifted + Int128(found[target]) - (digits == 1 ? Int128(threshold.units) : 0)
      let largest = residual.reduce(Int128(0)) { max($0, $1 < 0 ? -$1 : $1) }
      let (product, tooLarge) = largest.multipliedReportingOverflow(by: weight)
      guard !tooLarge else { return nil }
      let error = product / Self.whole / Int128(OwnershipGraph.unitWeight) + 1
      if difference > error { return .above }
      if difference < -error { return .below }
      // |x - threshold| <= 2 error / 10^15 digits, with 2^49.8 < 10^15.
      let bits = Double(digits) * 49.8289 - Double(128 - error.leadingZeroBitCount) - 2
      if bits > gap { return .equal }
      work += entryOwner.count + ranks.count
      guard work <= Self.workLimit else { return nil }
    }
    return nil
  }

  /// log2 of what a difference other than zero is at least one over, rounded up.
  private func gapBits(_ threshold: ShareThreshold) -> Double {
    let whole = UInt64(Share.whole)
    var bits = Self.log2(whole / Natural.gcd(whole, UInt64(threshold.units)))
    for i in ranks.indices {
      var common = Natural.gcd(whole, UInt64(income[i]))
      for entry in Int(entryStart[i])..<Int(entryStart[i + 1]) where common > 1 {
        common = Natural.gcd(common, UInt64(entryShare[entry]))
      }
      bits += Self.log2(whole / common)
    }
    return bits * (1 + 0x1p-30) + 2
  }

  /// Rounded up to the next eighth of a bit, without a logarithm.
  private static func log2(_ number: UInt64) -> Double {
    guard number > 1 else { return 0 }
    let top = 63 - number.leadingZeroBitCount
    let mantissa = Double(number) / Double(UInt64(1) << UInt64(top))
    // log2(m) <= (m - 1) / ln 2 and <= 1, both for 1 <= m <= 2.
    return Double(top) + min(1, (mantissa - 1) * 1.4427)
  }

  /// Finds one digit of every company.
  private struct Digits {
    private let part: ExactComparison
    private static let roundLimit = 2000
    /// Proposals for one digit: each corrects what rounding left of the last.
    private static let correctionLimit = 5

    init(_ part: ExactComparison) { self.part = part }

    /// The digits, with the residual moved on to them; nil where doubles do not get there.
    mutating func next(_ residual: inout [Int128]) -> [Int64]? {
      let count = part.ranks.count
      var rest = residual
      for i in 0..<count {
        let (shifted, overflow) = rest[i].multipliedReportingOverflow(by: ExactComparison.whole)
        guard !overflow else { return nil }
        rest[i] = shifted
      }
      var digits = [Int64](repeating: 0, count: count)
      for _ in 0..<Self.correctionLimit {
        guard let proposal = solution(rest), take(proposal, &digits, &rest) else { return nil }
        let largest = rest.reduce(Int128(0)) { max($0, $1 < 0 ? -$1 : $1) }
        if largest <= 2 * ExactComparison.whole { break }
      }
      residual = rest
      return digits
    }

    private func take(
      _ proposal: [Double], _ digits: inout [Int64], _ rest: inout [Int128]
    ) -> Bool {
      var steps = [Int64](repeating: 0, count: digits.count)
      for i in digits.indices {
        guard proposal[i].magnitude < 0x1p61 else { return false }
        steps[i] = Int64(proposal[i].rounded())
        let (sum, overflow) = digits[i].addingReportingOverflow(steps[i])
        guard !overflow else { return false }
        digits[i] = sum
      }
      for i in digits.indices {
        var change = ExactComparison.whole * Int128(steps[i])
        for entry in Int(part.entryStart[i])..<Int(part.entryStart[i + 1]) {
          let share = Int128(part.entryShare[entry])
          let (product, overflow) = share.multipliedReportingOverflow(
            by: Int128(steps[Int(part.entryOwner[entry])]))
          let (left, under) = change.subtractingReportingOverflow(product)
          guard !overflow, !under else { return false }
          change = left
        }
        let (left, overflow) = rest[i].subtractingReportingOverflow(change)
        guard !overflow else { return false }
        rest[i] = left
      }
      return true
    }

    /// (I - Aᵀ)⁻¹ rest / 10^15 in doubles: one sweep, repeated inside rings.
    private func solution(_ rest: [Int128]) -> [Double]? {
      var x = [Double](repeating: 0, count: rest.count)
      var i = 0
      while i < rest.count {
        let ring = part.graph.ringOf[Int(part.ranks[i]) - part.graph.endCount]
        guard ring >= 0 else {
          x[i] = value(i, rest, x)
          i += 1
          continue
        }
        var end = i
        while end < rest.count,
          part.graph.ringOf[Int(part.ranks[end]) - part.graph.endCount] == ring
        {
          end += 1
        }
        var isSettled = false
        for _ in 0..<Self.roundLimit where !isSettled {
          var (change, largest) = (0.0, 0.0)
          for j in i..<end {
            let next = value(j, rest, x)
            change = max(change, abs(next - x[j]))
            largest = max(largest, abs(next))
            x[j] = next
          }
          isSettled = change <= largest * 0x1p-40
        }
        guard isSettled else { return nil }
        i = end
      }
      return x
    }

    @inline(__always)
    private func value(_ i: Int, _ rest: [Int128], _ x: [Double]) -> Double {
      let size = rest[i].magnitude
      let rounded =
        Double(UInt64(truncatingIfNeeded: size >> 64)) * 0x1p64
        + Double(UInt64(truncatingIfNeeded: size))
      var sum = rest[i] < 0 ? -rounded : rounded
      for entry in Int(part.entryStart[i])..<Int(part.entryStart[i + 1]) {
        sum += Double(part.entryShare[entry]) * x[Int(part.entryOwner[entry])]
      }
      return sum * 1e-15
    }
  }
}
