/// Random reports in the shape of goAML, and what has to be read out of them.
///
/// Deterministic by seed (SplitMix64). Everything is fictional and means nothing.
struct GoAMLGenerator {
  var text = ""
  /// Distinct statements, counted as they are written.
  var persons: Set<Int> = []
  var accounts: Set<Int> = []
  var links: Set<String> = []
  var transactions = 0
  var rejections = 0
  var conductors = 0
  /// Sum of the amounts in cents.
  var cents = 0

  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next(_ bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ (z >> 31)) % UInt64(bound))
  }

  mutating func report(transactions count: Int, pool: Int) {
    var parts = [
      "<rentity_id>12</rentity_id>", "<report_code>STR</report_code>",
      "<entity_reference>G-1</entity_reference>",
      "<submission_date>2026-03-04T00:00:00</submission_date>",
      "<currency_code_local>EUR</currency_code_local>",
      "<report_indicators><indicator>A</indicator><indicator>B</indicator></report_indicators>",
    ]
    for number in 0..<count {
      parts.append(transaction(number, pool: pool))
    }
    // Header elements may stand anywhere: move some behind the transactions.
    for index in 0..<6 where next(3) == 0 { parts.append(parts.remove(at: index)) }
    text = "<?xml version=\"1.0\"?>\n<report>\(parts.joined(separator: gap()))</report>\n"
  }

  private mutating func gap() -> String { ["", "\n", "\r\n  ", "<!-- - -->", "\n\t"][next(5)] }

  private mutating func transaction(_ number: Int, pool: Int) -> String {
    let isBad = next(20) == 0
    let amount = next(1_000_000)
    var parts = [
      "<transactionnumber>T\(number)</transactionnumber>",
      "<date_transaction>2026-0\(1 + next(9))-1\(next(10))T10:0\(next(10)):00</date_transaction>",
      "<amount_local>\(isBad ? "-" : "\(amount / 100).\(amount % 100 / 10)\(amount % 10)")"
        + "</amount_local>",
      "<transmode_code>M\(next(4))</transmode_code>",
    ]
    if isBad {
      rejections += 1
      return "<transaction>\(parts.joined())</transaction>"
    }
    transactions += 1
    cents += amount
    if next(4) == 0 {
      let parties = (0...next(4)).map { _ in
        "<party><role>R\(next(3))</role>\(next(2) == 0 ? person(pool, "person") : account(pool, "account"))</party>"
      }
      parts.append("<involved_parties>\(parties.joined())</involved_parties>")
    } else {
      parts.append(side("from", pool: pool))
      parts.append(side("to", pool: pool))
    }
    for _ in 0..<3 { parts.append(parts.remove(at: next(parts.count))) }
    return "<transaction>\(parts.joined(separator: gap()))</transaction>"
  }

  private mutating func side(_ name: String, pool: Int) -> String {
    var body = "<\(name)_funds_code>F</\(name)_funds_code>"
    body += next(3) == 0 ? person(pool, "\(name)_person") : account(pool, "\(name)_account")
    if name == "from", next(5) == 0 {
      body = person(pool, "t_conductor") + body
      conductors += 1
    }
    return "<t_\(name)>\(body)</t_\(name)>"
  }

  private mutating func person(_ pool: Int, _ element: String) -> String {
    let number = next(pool)
    persons.insert(number)
    return "<\(element)>\(gap())<first_name>P\(number)</first_name>\(gap())"
      + "<last_name>Ünter &amp; \(number)</last_name></\(element)>"
  }

  private mutating func account(_ pool: Int, _ element: String) -> String {
    let number = next(pool)
    accounts.insert(number)
    var body = "<institution_code>0\(number % 7)</institution_code><account>9\(number)1</account>"
    if next(2) == 0 {
      let signatory = next(pool)
      persons.insert(signatory)
      links.insert("\(signatory)-\(number)")
      body += "<signatory><t_person><first_name>P\(signatory)</first_name>"
      body +=
        "<last_name>Ünter &amp; \(signatory)</last_name></t_person><role>POA</role></signatory>"
    }
    return "<\(element)>\(body)</\(element)>"
  }
}
