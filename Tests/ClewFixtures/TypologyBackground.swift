/// Ordinary business of another make: accounts of Zipf activity and a mix of named normal
/// typologies, as the generators SAML-D and AMLGentex have them; times are uniform.
struct TypologyBackground {
  var ledger = RingLedger()
  var dice: RingDice
  var accounts: [Int32] = []

  static func ledger(payments: Int, accounts: Int, seed: UInt64) -> RingLedger {
    var world = TypologyBackground(accounts: accounts, seed: seed &+ 77)
    while world.ledger.count < payments {
      switch world.dice.unit() {
      case ..<0.85: world.single()
      case ..<0.865: world.fan(out: true)
      case ..<0.88: world.fan(out: false)
      case ..<0.92: world.mutual()
      case ..<0.95: world.forward()
      default: world.periodical()
      }
    }
    return world.ledger
  }

  private init(accounts count: Int, seed: UInt64) {
    dice = RingDice(seed)
    for _ in 0..<count {
      accounts.append(
        ledger.open(dice.chance(0.6) ? .person : .firm, currency: UInt8(dice.zipf(4, 0.8))))
    }
    dice.shuffle(&accounts)
  }

  private mutating func active() -> Int32 { accounts[dice.zipf(accounts.count, 0.75)] }
  private mutating func anyone() -> Int32 { accounts[dice.below(accounts.count)] }
  private mutating func amount() -> Double { dice.logNormal(median: 245, sigma: 1.8) }
  private mutating func second() -> Int64 {
    RingLedger.begin + Int64(dice.below(RingLedger.days * 86_400))
  }

  /// One payment; the payee is often one of the busiest.
  private mutating func single() {
    let payee = dice.chance(0.7) ? active() : anyone()
    ledger.pay(anyone(), payee, at: second(), dollars: amount())
  }

  /// The same people once, or every week.
  private mutating func fan(out: Bool) {
    let hub = active()
    let others = (0..<dice.between(3, 15)).map { _ in anyone() }
    var start = second()
    let again = dice.chance(0.6)
    let spread = dice.chance(0.7) ? 3600 * 6 : 2 * 86_400
    let usual = amount()
    repeat {
      for other in others {
        let when = start + Int64(dice.below(spread))
        ledger.pay(out ? hub : other, out ? other : hub, at: when, dollars: usual)
      }
      start += 7 * 86_400
    } while again && start < RingLedger.moment(RingLedger.days, 0)
  }

  private mutating func mutual() {
    let (a, b) = (anyone(), anyone())
    var when = second()
    for step in 0..<dice.between(2, 6) {
      ledger.pay(step % 2 == 0 ? a : b, step % 2 == 0 ? b : a, at: when, dollars: amount())
      when += Int64(dice.between(3600, 4 * 86_400))
    }
  }

  private mutating func forward() {
    let (start, value) = (second(), amount())
    let (a, b, c) = (anyone(), anyone(), anyone())
    ledger.pay(a, b, at: start, dollars: value)
    let kept = dice.chance(0.5) ? 0.9 + 0.1 * dice.unit() : 0.2 + 1.5 * dice.unit()
    ledger.pay(
      b, c, at: start + Int64(dice.between(600, 3 * 86_400)), dollars: value * kept)
  }

  private mutating func periodical() {
    let (payer, payee) = (anyone(), active())
    let every = dice.pick([1, 3, 5, 7])
    let (start, value) = (second(), amount())
    var when = start
    for _ in 0..<6 where when < RingLedger.moment(RingLedger.days, 0) {
      ledger.pay(payer, payee, at: when, dollars: value)
      when += Int64(every) * 86_400
    }
  }
}
