/// Rings of our own making, in the measured sizes and durations of the labelled ones.
extension RingPattern {
  package static let families = [
    "fan-out", "fan-in", "cycle", "bipartite", "stack", "scatter-gather", "gather-scatter",
    "random",
  ]

  /// Rings of every family in turn, over the first fourteen days, with accounts of their own.
  package static func synthetic(_ count: Int, seed: UInt64) -> [RingPattern] {
    var dice = RingDice(seed &+ 991)
    return (0..<count).map { number in
      var maker = RingMaker(
        prefix: "ring\(number)/", begin: RingLedger.begin + Int64(dice.below(10 * 86_400)),
        dice: RingDice(dice.next()))
      return maker.ring(families[number % families.count])
    }
  }
}

/// Makes one ring: accounts are numbered, times lie inside the family's measured duration.
private struct RingMaker {
  let prefix: String
  let begin: Int64
  var dice: RingDice
  private var payments: [RingPattern.Payment] = []

  init(prefix: String, begin: Int64, dice: RingDice) {
    (self.prefix, self.begin, self.dice) = (prefix, begin, dice)
  }

  mutating func ring(_ family: String) -> RingPattern {
    switch family {
    case "fan-out": fan(out: true)
    case "fan-in": fan(out: false)
    case "cycle": chain(closed: true)
    case "random": chain(closed: false)
    case "bipartite":
      let count = dice.between(2, 14)
      for number in 0..<count { pay(2 * number, 2 * number + 1, part(0, 1, days: 1.8)) }
    case "stack": stack()
    case "scatter-gather": scatterGather()
    default: gatherScatter()
    }
    return RingPattern(family: family, payments: payments)
  }

  private mutating func part(_ low: Double, _ high: Double, days: Double) -> Int64 {
    begin + Int64((low + (high - low) * dice.unit()) * days * 86_400) / 60 * 60
  }

  private mutating func value() -> Double {
    dice.chance(0.05) ? dice.logNormal(median: 150, sigma: 1) : 20_000 * dice.unit() + 5
  }

  private mutating func pay(_ from: Int, _ to: Int, _ second: Int64, _ dollars: Double? = nil) {
    payments.append(
      .init(
        second: second, from: prefix + "\(from)", to: prefix + "\(to)",
        dollars: dollars ?? value()))
  }

  private mutating func fan(out: Bool) {
    for other in 1...dice.between(2, 16) {
      pay(out ? 0 : other, out ? other : 0, part(0, 1, days: 3.8))
    }
  }

  /// Nine in ten are in the order of time.
  private mutating func chain(closed: Bool) {
    let count = dice.between(2, 12)
    let days = 3.8 * (0.4 + 0.6 * dice.unit())
    var times = (0..<count).map { _ in part(0, 1, days: days) }.sorted()
    if dice.chance(0.1) { times.swapAt(dice.below(count), dice.below(count)) }
    var dollars = value()
    for hop in 0..<count {
      pay(hop, closed && hop == count - 1 ? 0 : hop + 1, times[hop], dollars)
      dollars *= 0.85 + 0.2 * dice.unit()
    }
  }

  private mutating func stack() {
    for chain in 0..<dice.between(1, 15) {
      let dollars = value()
      pay(3 * chain, 3 * chain + 1, part(0, 0.5, days: 3.5), dollars)
      let kept = dollars * (0.75 + 0.4 * dice.unit())
      pay(3 * chain + 1, 3 * chain + 2, part(0.4, 1, days: 3.5), kept)
    }
  }

  /// Most middles receive before they send.
  private mutating func scatterGather() {
    let middles = dice.between(1, 16)
    let ordered = dice.chance(0.6)
    for middle in 1...middles {
      let dollars = value()
      let first = part(0, 0.7, days: 3.8)
      let end = begin + Int64(3.8 * 86_400)
      let last =
        ordered || dice.chance(0.6)
        ? first + Int64(Double(end - first) * dice.unit()) : part(0, 1, days: 3.8)
      pay(0, middle, first, dollars)
      pay(middle, middles + 1, last, dollars * (0.8 + 0.3 * dice.unit()))
    }
  }

  private mutating func gatherScatter() {
    let (payers, payees) = (dice.between(1, 15), dice.between(1, 15))
    for payer in 1...payers { pay(payer, 0, part(0, 0.55, days: 7.5)) }
    for payee in 1...payees { pay(0, payers + payee, part(0.4, 1, days: 7.5)) }
  }
}
