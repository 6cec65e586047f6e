import ClewModel

/// Takes what the units attribute together, party by party, and makes the results with their proofs.
struct ExposureGathering {
  private let units: [ExposureUnit]
  private var found: [Found] = []

  /// What one unit says about a party.
  private struct Found {
    var party: Int32
    var unit: Int32
    var verdict: Verdict
    var basis: Exposure.Basis
    var reading: ExposureReading
  }

  init(_ units: [ExposureUnit]) { self.units = units }

  /// Takes what the unit at hand attributes.
  mutating func add(_ number: Int, _ sweep: ExposureSweep) {
    for party in sweep.attributed where party != units[number].person {
      guard let reading = sweep.reading(of: party) else { continue }
      found.append(
        Found(
          party: party, unit: Int32(number), verdict: reading.verdict,
          basis: Self.basis(party, reading, units[number], sweep), reading: reading))
    }
  }

  private static func basis(
    _ party: Int32, _ reading: ExposureReading, _ unit: ExposureUnit, _ sweep: ExposureSweep
  ) -> Exposure.Basis {
    guard reading.verdict == .yes else { return .possible }
    guard sweep.isOwned(party) else { return .controlled }
    guard sweep.presumes, !sweep.exceeds(party) else {
      return .owned
    }
    return sweep.proof(of: party, reading, unit, .full).by.count == 1 ? .presumed : .owned
  }

  /// The results by party. Each unit is filled once more for the proofs of its parties.
  func results(_ sweep: inout ExposureSweep) -> [Exposure.Exposed] {
    let rows = found.sorted { ($0.party, $0.unit) < ($1.party, $1.unit) }
    var results: [Exposure.Exposed] = []
    var leaders: [Int] = []
    var proofs: [(unit: Int32, result: Int, row: Int)] = []
    var start = 0
    while start < rows.count {
      var end = start + 1
      while end < rows.count, rows[end].party == rows[start].party { end += 1 }
      let leader = (start..<end).reduce(start) { Self.leads(rows[$1], rows[$0]) ? $1 : $0 }
      let row = rows[leader]
      results.append(
        Exposure.Exposed(
          party: row.party, verdict: row.verdict, basis: row.basis, ground: "",
          measure: sweep.sets[row.reading.set].measure, aggregate: row.reading.aggregate, by: [],
          steps: [], stepsCut: false, minimal: [], minimalBy: [], margin: row.reading.margin,
          withinRounding: row.reading.withinRounding, restsOnControl: row.reading.restsOnControl,
          persons: rows[start..<end].compactMap { attribution($0, sweep) }))
      for i in start..<end where rows[i].verdict == row.verdict {
        proofs.append((rows[i].unit, results.count - 1, i))
      }
      leaders.append(leader)
      start = end
    }
    var filled: Int32 = -1
    for proof in proofs.sorted(by: { ($0.unit, $0.result) < ($1.unit, $1.result) }) {
      let unit = units[Int(proof.unit)]
      if filled != proof.unit, units.count > 1 { sweep.fill(unit) }
      filled = proof.unit
      Self.prove(
        &results[proof.result], rows[proof.row], unit, sweep,
        leads: leaders[proof.result] == proof.row)
    }
    for i in results.indices {
      results[i].by.sort()
      results[i].ground = results[i].words(sweep.rule, alone: !sweep.test.addsUp)
    }
    return results
  }

  private func attribution(_ row: Found, _ sweep: ExposureSweep) -> Exposure.Attribution? {
    units[Int(row.unit)].person.map {
      Exposure.Attribution(
        person: $0, verdict: row.verdict, basis: row.basis,
        measure: sweep.sets[row.reading.set].measure, aggregate: row.reading.aggregate,
        margin: row.reading.margin, restsOnControl: row.reading.restsOnControl)
    }
  }

  /// The unit whose aggregate, margin and proof stand for all: yes first, then the most direct
  /// basis, then the greater margin, then the lower person.
  private static func leads(_ a: Found, _ b: Found) -> Bool {
    if a.verdict != b.verdict { return a.verdict > b.verdict }
    if a.basis != b.basis {
      let order = Exposure.Basis.allCases
      return (order.firstIndex(of: a.basis) ?? 0) < (order.firstIndex(of: b.basis) ?? 0)
    }
    return a.reading.margin > b.reading.margin
  }

  /// Adds the proof of one unit: that of the leading one stands first.
  private static func prove(
    _ result: inout Exposure.Exposed, _ row: Found, _ unit: ExposureUnit, _ sweep: ExposureSweep,
    leads: Bool
  ) {
    let full = sweep.proof(of: row.party, row.reading, unit, .full)
    result.by += unit.person.map { [$0] } ?? full.by
    if leads {
      // One step into every company: there is nothing to leave out.
      let isLeast = !full.isCut && Set(full.steps.map(\.to)).count == full.steps.count
      let fewest = isLeast ? full : sweep.proof(of: row.party, row.reading, unit, .fewest)
      result.minimal = fewest.steps
      result.minimalBy = fewest.by
      result.steps = full.steps + result.steps.filter { !full.steps.contains($0) }
    } else {
      result.steps += full.steps.filter { !result.steps.contains($0) }
    }
    result.stepsCut =
      result.stepsCut || full.isCut || result.steps.count > Exposure.stepLimit
    result.steps.removeLast(max(0, result.steps.count - Exposure.stepLimit))
  }
}
