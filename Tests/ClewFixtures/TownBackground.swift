/// Ordinary business of towns over eighteen days: people with their shops, employers, landlords and
/// friends, firms with their suppliers, marketplaces, utilities, and groups that sweep accounts.
struct TownBackground {
  var ledger = RingLedger()
  var dice: RingDice
  let townCount: Int
  /// Accounts by town.
  var persons: [[Int32]]
  var shops: [[Int32]]
  var firms: [[Int32]]
  var landlords: [[Int32]]
  var platforms: [Int32] = []
  var utilities: [Int32] = []
  var savings: [(person: Int32, savings: Int32)] = []
  var groups: [[Int32]] = []
  var allPersons: [Int32] = []
  var allFirms: [Int32] = []

  /// - Parameter quiet: no friends, strangers, invoices and tradesmen: shops, payroll, rent,
  ///   marketplaces, utilities and sweeps only.
  static func ledger(
    payments: Int, accounts: Int, seed: UInt64, quiet: Bool = false
  ) -> RingLedger {
    var town = TownBackground(accounts: accounts, seed: seed)
    town.payWages()
    town.payRent()
    town.settleMarketplaces()
    town.saveAndSweep()
    if !quiet {
      town.payFriends()
      town.payInvoices()
    }
    town.payUtilities()
    town.shop(max(0, payments - town.ledger.count))
    return town.ledger
  }

  init(accounts: Int, seed: UInt64) {
    dice = RingDice(seed)
    townCount = max(1, accounts / 3000)
    let empty = [[Int32]](repeating: [], count: townCount)
    (persons, shops, firms, landlords) = (empty, empty, empty, empty)
    let currencies = (0..<townCount).map { _ in
      UInt8([0, 0, 0, 0, 0, 0, 1, 1, 2, 3][dice.below(10)])
    }
    for _ in 0..<max(3, accounts / 4000) { platforms.append(ledger.open(.platform, currency: 0)) }
    for _ in 0..<max(3, accounts / 3000) { utilities.append(ledger.open(.utility, currency: 0)) }
    while ledger.kinds.count < accounts {
      let town = dice.below(townCount)
      let currency = currencies[town]
      switch dice.unit() {
      case ..<0.80:
        let person = ledger.open(.person, currency: currency)
        persons[town].append(person)
        allPersons.append(person)
        if dice.chance(0.12) {
          let holder = ledger.holder[Int(person)]
          savings.append((person, ledger.open(.savings, currency: currency, holder: holder)))
        }
      case ..<0.92:
        let firm = ledger.open(.firm, currency: currency)
        firms[town].append(firm)
        allFirms.append(firm)
      case ..<0.96: shops[town].append(ledger.open(.shop, currency: currency))
      case ..<0.985: landlords[town].append(ledger.open(.landlord, currency: currency))
      default: openGroup(currency)
      }
    }
    for town in 0..<townCount {
      if shops[town].isEmpty { shops[town].append(ledger.open(.shop, currency: currencies[town])) }
      if landlords[town].isEmpty {
        landlords[town].append(ledger.open(.landlord, currency: currencies[town]))
      }
    }
  }

  /// A company with a header account and subsidiaries' accounts.
  private mutating func openGroup(_ currency: UInt8) {
    let header = ledger.open(.treasury, currency: currency)
    let holder = ledger.holder[Int(header)]
    groups.append(
      [header]
        + (0..<dice.between(3, 10)).map { _ in
          ledger.open(.treasury, currency: currency, holder: holder)
        })
  }

  /// Monthly, fortnightly or weekly, all staff of an employer within minutes.
  private mutating func payWages() {
    for town in 0..<townCount {
      let employers = firms[town] + shops[town]
      guard !employers.isEmpty else { continue }
      var staff = [[Int32]](repeating: [], count: employers.count)
      for person in persons[town] where dice.chance(0.72) {
        staff[dice.zipf(employers.count, 0.55)].append(person)
      }
      for (employer, people) in zip(employers, staff) where !people.isEmpty {
        let days: [Int] =
          switch dice.unit() {
          case ..<0.20: [0]
          case ..<0.35: [14]
          case ..<0.60: [1, 8, 15]
          case ..<0.72: [1, 15]
          default: []
          }
        let share = days.count == 3 ? 0.25 : days.count == 2 ? 0.5 : 1
        let hour = 6 + 6 * dice.unit()
        let wages = people.map { _ in dice.logNormal(median: 2400, sigma: 0.35) * share }
        for day in days {
          for (number, person) in people.enumerated() {
            let second = RingLedger.moment(day, hour) + Int64(number * 3 + dice.below(3))
            ledger.pay(employer, person, at: second, dollars: wages[number])
          }
        }
      }
    }
  }

  /// Most tenants pay on the first, some up to the fifth, a few by the week.
  private mutating func payRent() {
    for town in 0..<townCount {
      for person in persons[town] where dice.chance(0.3) {
        let landlord = landlords[town][dice.zipf(landlords[town].count, 0.3)]
        let rate = RingLedger.rates[Int(ledger.currency[Int(person)])]
        let rent = Double(dice.between(60, 220) * 10) / rate
        let hour = 5 + 16 * dice.unit()
        if dice.chance(0.1) {
          for day in stride(from: dice.below(7), to: RingLedger.days, by: 7) {
            let second = RingLedger.moment(day, hour) + Int64(dice.below(600))
            ledger.pay(person, landlord, at: second, dollars: rent / 4)
          }
        } else {
          let day = dice.chance(0.65) ? 0 : dice.between(1, 4)
          ledger.pay(person, landlord, at: RingLedger.moment(day, hour), dollars: rent)
        }
      }
    }
  }

  /// Buyers pay a platform at all hours; it pays its sellers once a week, or every night.
  private mutating func settleMarketplaces() {
    for _ in 0..<(allPersons.count / 2) {
      let platform = platforms[dice.zipf(platforms.count, 0.6)]
      ledger.pay(
        dice.pick(allPersons), platform, at: anyTime(),
        dollars: dice.logNormal(median: 35, sigma: 0.9))
    }
    let sellers = allPersons.count / 25
    var sellersOf = [[Int32]](repeating: [], count: platforms.count)
    for _ in 0..<sellers {
      let seller = dice.chance(0.6) ? dice.pick(allPersons) : dice.pick(allFirms)
      sellersOf[dice.zipf(platforms.count, 0.6)].append(seller)
    }
    for (platform, sellers) in zip(platforms, sellersOf) {
      let weekday = dice.below(5)
      let hour = 1 + 5 * dice.unit()
      for (number, seller) in sellers.enumerated() {
        let nightly = dice.chance(0.05)
        for day in stride(from: nightly ? 0 : weekday, to: RingLedger.days, by: nightly ? 1 : 7)
        where dice.chance(0.7) {
          let second = RingLedger.moment(day, hour) + Int64(number * 2)
          ledger.pay(
            platform, seller, at: second, dollars: dice.logNormal(median: 180, sigma: 1.1))
        }
      }
    }
  }

  /// People put money aside and take some back; groups sweep every working day.
  private mutating func saveAndSweep() {
    for (person, account) in savings {
      let day = dice.below(17)
      let amount = Double(dice.between(1, 20) * 50)
      ledger.pay(person, account, at: RingLedger.moment(day, 8 + 12 * dice.unit()), dollars: amount)
      if dice.chance(0.35) {
        let back = RingLedger.moment(day + dice.between(1, 9), 8 + 12 * dice.unit())
        ledger.pay(account, person, at: back, dollars: amount * 0.5)
      }
    }
    for group in groups {
      for day in 0..<RingLedger.days where !RingLedger.isWeekend(day) {
        for account in group.dropFirst() {
          let morning = dice.logNormal(median: 4000, sigma: 0.7)
          if dice.chance(0.5) {
            let second = RingLedger.moment(day, 7.5) + Int64(dice.below(300))
            ledger.pay(group[0], account, at: second, dollars: morning)
          }
          let second = RingLedger.moment(day, 17.5) + Int64(dice.below(300))
          ledger.pay(account, group[0], at: second, dollars: morning * (0.7 + 0.5 * dice.unit()))
        }
      }
    }
  }

  func daytime(_ dice: inout RingDice) -> Double { 8 + 13 * (dice.unit() + dice.unit()) / 2 }

  mutating func anyTime() -> Int64 {
    RingLedger.moment(dice.below(RingLedger.days), daytime(&dice))
  }
}
