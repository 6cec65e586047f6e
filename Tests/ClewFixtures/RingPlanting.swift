/// Lays rings over a background: each of their accounts becomes an ordinary one.
enum RingPlanting {
  /// Amounts of a ring are scaled by one factor so that its middle payment is an ordinary invoice.
  static func plant(
    _ patterns: [RingPattern], in ledger: inout RingLedger, seed: UInt64, firmShare: Double
  ) {
    var dice = RingDice(seed &+ 0x5EED)
    var persons = ledger.kinds.indices.filter { ledger.kinds[$0] == .person }.map { Int32($0) }
    var firms = ledger.kinds.indices.filter { ledger.kinds[$0] == .firm }.map { Int32($0) }
    dice.shuffle(&persons)
    dice.shuffle(&firms)
    var accounts: [String: Int32] = [:]
    func account(_ name: String) -> Int32 {
      if let known = accounts[name] { return known }
      let chosen =
        dice.chance(firmShare) && !firms.isEmpty
        ? firms.removeLast() : persons.popLast() ?? firms.removeLast()
      accounts[name] = chosen
      return chosen
    }
    for (number, pattern) in patterns.enumerated() {
      let sizes = pattern.payments.map(\.dollars).sorted()
      guard !sizes.isEmpty else { continue }
      let factor = dice.logNormal(median: 2500, sigma: 0.5) / max(sizes[sizes.count / 2], 0.01)
      for payment in pattern.payments {
        let (from, to) = (account(payment.from), account(payment.to))
        ledger.pay(
          from, to, at: payment.second, dollars: payment.dollars * factor, ring: Int32(number))
      }
    }
  }
}
