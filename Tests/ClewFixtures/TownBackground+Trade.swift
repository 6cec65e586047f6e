/// What people and firms of a town pay each other, and the shops.
extension TownBackground {
  /// Among friends of one town, with money back and shared bills; and sales between strangers.
  mutating func payFriends() {
    for town in 0..<townCount {
      let people = persons[town]
      guard people.count > 20 else { continue }
      for (number, person) in people.enumerated() {
        for _ in 0..<dice.poisson(0.45) {
          let friend = friend(of: number, in: people)
          let second = anyTime()
          let amount = dice.logNormal(median: 25, sigma: 0.8)
          ledger.pay(person, friend, at: second, dollars: amount)
          if dice.chance(0.25) {
            let back = second + Int64(dice.between(3600, 5 * 86_400))
            ledger.pay(friend, person, at: back, dollars: amount)
          }
        }
        if dice.chance(0.004) { shareBill(person, number, people) }
        if dice.chance(0.002) {
          let second = anyTime()
          for _ in 0..<dice.between(3, 6) {
            let when = second + Int64(dice.below(3 * 86_400))
            ledger.pay(
              person, friend(of: number, in: people), at: when,
              dollars: Double(dice.between(1, 10) * 20))
          }
        }
      }
    }
    for _ in 0..<(allPersons.count / 6) {
      let amount =
        dice.chance(0.07)
        ? dice.logNormal(median: 3500, sigma: 0.7) : dice.logNormal(median: 60, sigma: 0.8)
      ledger.pay(dice.pick(allPersons), dice.pick(allPersons), at: anyTime(), dollars: amount)
    }
  }

  private mutating func friend(of number: Int, in people: [Int32]) -> Int32 {
    let step = dice.chance(0.8) ? dice.between(1, 4) : dice.below(people.count)
    let other = dice.chance(0.5) ? number + step : number - step + people.count
    return people[other % people.count]
  }

  /// One pays for all; the others pay their part over two days.
  private mutating func shareBill(_ person: Int32, _ number: Int, _ people: [Int32]) {
    let second = anyTime()
    let part = dice.logNormal(median: 40, sigma: 0.7)
    for step in 1...dice.between(3, 12) {
      let when = second + Int64(dice.below(2 * 86_400))
      ledger.pay(people[(number + step) % people.count], person, at: when, dollars: part)
    }
  }

  /// Firms and shops pay their suppliers in office hours, some once and never again; people pay
  /// tradesmen; firms pay freelancers, owners and refunds.
  mutating func payInvoices() {
    for town in 0..<townCount {
      for firm in firms[town] + shops[town] + landlords[town] {
        for _ in 0..<dice.between(1, 6) {
          let local = dice.chance(0.6) && !firms[town].isEmpty
          let supplier =
            local
            ? firms[town][dice.zipf(firms[town].count, 0.4)]
            : allFirms[dice.zipf(allFirms.count, 0.4)]
          let usual = dice.logNormal(median: 2500, sigma: 0.9)
          for _ in 0..<dice.poisson(1.2) {
            ledger.pay(firm, supplier, at: officeTime(), dollars: usual * (0.6 + 0.8 * dice.unit()))
          }
        }
        for _ in 0..<dice.poisson(0.8) {
          ledger.pay(
            firm, dice.pick(allFirms), at: officeTime(),
            dollars: dice.logNormal(median: 2500, sigma: 1))
        }
        for _ in 0..<dice.poisson(0.5) {
          ledger.pay(
            firm, dice.pick(allPersons), at: officeTime(),
            dollars: dice.logNormal(median: 900, sigma: 0.9))
        }
        if dice.chance(0.01) { payDividend(firm) }
      }
      guard !firms[town].isEmpty else { continue }
      for person in persons[town] where dice.chance(0.25) {
        ledger.pay(
          person, firms[town][dice.zipf(firms[town].count, 0.3)], at: officeTime(),
          dollars: dice.logNormal(median: 350, sigma: 1))
      }
    }
  }

  /// Owners are paid on one day.
  private mutating func payDividend(_ firm: Int32) {
    let second = officeTime()
    let part = dice.logNormal(median: 3000, sigma: 0.8)
    for number in 0..<dice.between(3, 15) {
      ledger.pay(firm, dice.pick(allPersons), at: second + Int64(number * 40), dollars: part)
    }
  }

  private mutating func officeTime() -> Int64 {
    var day = dice.below(RingLedger.days)
    while RingLedger.isWeekend(day) { day = dice.below(RingLedger.days) }
    return RingLedger.moment(day, 8 + 10 * dice.unit())
  }

  /// Direct debits on fixed days, and benefits paid out by one of the utilities: the state.
  mutating func payUtilities() {
    for person in allPersons + allFirms {
      for _ in 0..<dice.between(0, 3) {
        let utility = utilities[dice.zipf(utilities.count, 0.4)]
        let day = [0, 0, 1, 4, 7, 14, 14][dice.below(7)]
        ledger.pay(
          person, utility, at: RingLedger.moment(day, 2 + 3 * dice.unit()),
          dollars: dice.logNormal(median: 60, sigma: 0.6))
      }
    }
    for person in allPersons where dice.chance(0.12) {
      let day = dice.chance(0.5) ? 0 : 7
      ledger.pay(
        utilities[0], person, at: RingLedger.moment(day, 3 + dice.unit()),
        dollars: Double(dice.between(20, 120) * 10))
    }
  }

  /// Everyone at their favourite shops, mostly; sometimes anywhere; few are paid back.
  mutating func shop(_ wanted: Int) {
    let all = shops.flatMap { $0 }
    var town = [Int32](repeating: 0, count: ledger.kinds.count)
    for (number, people) in persons.enumerated() {
      for person in people { town[Int(person)] = Int32(number) }
    }
    for _ in 0..<wanted {
      let person = allPersons[dice.zipf(allPersons.count, 0.2)]
      let near = shops[Int(town[Int(person)])]
      let favourite = Int(person &* 7919) &+ dice.below(4) &* 104_729
      let shop: Int32 =
        switch dice.unit() {
        case ..<0.6: near[abs(favourite) % near.count]
        case ..<0.85: near[dice.zipf(near.count, 0.5)]
        default: all[dice.zipf(all.count, 0.5)]
        }
      let amount = dice.logNormal(median: 28, sigma: 0.8)
      if dice.chance(0.01) {
        ledger.pay(shop, person, at: anyTime(), dollars: amount)
      } else {
        ledger.pay(person, shop, at: anyTime(), dollars: amount)
      }
    }
  }
}
