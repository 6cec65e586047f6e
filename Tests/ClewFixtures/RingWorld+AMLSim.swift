extension RingWorld {
  /// The AMLSim sample `20K_fanin200cycle200`: accounts of one bank over 149 days, with fan-ins and
  /// cycles planted.
  ///
  /// The sample names fraudulent accounts, not rings; its planted payments are all below 20, its
  /// ordinary ones above 100. Planted payments that hang together are a fan-in where they have one
  /// payee, a cycle where every account has one payer and one payee; what else there is are several
  /// rings in one, which are not told apart and left out. Times are days, and steps of a ring are 37
  /// days apart; payments of a day stand in the order of the file, a second apart.
  ///
  /// - Returns: nil where the folder cannot be read.
  package init?(amlsim folder: String) {
    var rows: [(from: Int32, to: Int32, cents: Int64, day: Int)] = []
    var most: Int32 = 0
    for line in RingPattern.lines(of: folder + "/transactions.csv").dropFirst() {
      let cells = line.split(separator: ",")
      guard cells.count == 4, let from = Int32(cells[0]), let to = Int32(cells[1]),
        let value = Double(cells[2]), let day = Int(cells[3])
      else { continue }
      rows.append((from, to, Int64((value * 100).rounded()), day))
      most = max(most, from, to)
    }
    guard !rows.isEmpty else { return nil }
    let planted = rows.indices.filter { rows[$0].cents < 2000 && rows[$0].from != rows[$0].to }
    var ring = [Int32](repeating: -1, count: rows.count)
    var families: [String] = []
    for group in Self.groups(planted, rows.map(\.from), rows.map(\.to)) {
      let pairs = Set(group.map { Int64(rows[$0].from) << 32 | Int64(rows[$0].to) })
      let (payers, payees) = (Set(group.map { rows[$0].from }), Set(group.map { rows[$0].to }))
      let isCycle = pairs.count >= 3 && payers == payees && payers.count == pairs.count
      guard isCycle || payees.count == 1 && payers.count >= 2 else { continue }
      for row in group { ring[row] = Int32(families.count) }
      families.append(isCycle ? "cycle" : "fan-in")
    }
    var ledger = RingLedger(days: (rows.map(\.day).max() ?? 0) + 1)
    for _ in 0...most { ledger.open(.person, currency: 0) }
    for (number, row) in rows.enumerated() {
      let second = RingLedger.moment(row.day, 0) + Int64(number % 86_000)
      ledger.pay(
        row.from, row.to, at: second, dollars: Double(row.cents) / 100, ring: ring[number])
    }
    self.init(ledger, families: families, holders: false)
  }

  /// The rows whose accounts hang together, by their first row.
  private static func groups(_ rows: [Int], _ from: [Int32], _ to: [Int32]) -> [[Int]] {
    var parent: [Int32: Int32] = [:]
    func root(_ node: Int32) -> Int32 {
      var node = node
      while let above = parent[node], above != node { node = above }
      return node
    }
    for row in rows { parent[root(from[row])] = root(to[row]) }
    return Dictionary(grouping: rows) { root(from[$0]) }.values.sorted {
      ($0.first ?? 0) < ($1.first ?? 0)
    }
  }
}
