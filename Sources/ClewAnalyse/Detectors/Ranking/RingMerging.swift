/// Makes one finding of those that tell the same ring.
///
/// The strongest is told; another one that shares at least half of its payments with it, or holds at
/// least half of the other's, only adds its kind to `alsoFits`. A weaker one that holds nearly all of
/// a stronger one's payments and half as many again takes its place, and that of every other one it
/// holds so: a scatter-gather says more than the fan-out it begins with and the fan-in it ends in.
struct RingMerging {
  /// Findings by strength, one for each ring.
  func merged(_ findings: [PatternFinding]) -> [PatternFinding] {
    var told: [PatternFinding] = []
    /// The finding that told a payment first.
    var teller: [Int32: Int] = [:]
    /// Findings that went into one told after them.
    var folded: Set<Int> = []
    for finding in findings.sorted(by: RingDetection.isStronger) {
      var shared: [Int: Int] = [:]
      for row in finding.rows {
        if let owner = teller[row] { shared[owner, default: 0] += 1 }
      }
      let most = shared.max { ($0.value, -$0.key) < ($1.value, -$1.key) }
      guard let (owner, count) = most,
        2 * count >= finding.rows.count || 2 * count >= told[owner].rows.count
      else {
        for row in finding.rows where teller[row] == nil { teller[row] = told.count }
        told.append(finding)
        continue
      }
      guard replaces(finding, told[owner], sharing: count) else {
        told[owner].alsoFits = Self.kinds(finding, beside: told[owner])
        continue
      }
      var whole = finding
      whole.alsoFits = Self.kinds(told[owner], beside: whole)
      for (other, count) in shared.sorted(by: { $0.key < $1.key })
      where other != owner && replaces(finding, told[other], sharing: count) {
        whole.alsoFits = Self.kinds(told[other], beside: whole)
        for row in told[other].rows { teller[row] = owner }
        folded.insert(other)
      }
      told[owner] = whole
      for row in finding.rows where teller[row] == nil { teller[row] = owner }
    }
    return told.indices.filter { !folded.contains($0) }.map { told[$0] }
      .sorted(by: RingDetection.isStronger)
  }

  /// Whether a weaker finding holds nearly all of a stronger one and half as many payments again.
  private func replaces(
    _ finding: PatternFinding, _ other: PatternFinding, sharing count: Int
  ) -> Bool {
    5 * count >= 4 * other.rows.count && 2 * finding.rows.count >= 3 * other.rows.count
      && 2 * finding.score >= other.score
  }

  private static func kinds(_ other: PatternFinding, beside told: PatternFinding) -> [String] {
    Set(told.alsoFits + other.alsoFits + [other.kind]).subtracting([told.kind]).sorted()
  }
}
