import ClewModel
import Yams

extension ClaimsFile {
  /// Reads a claims file.
  ///
  /// - Throws: `IngestError(.claims)` naming the key and its line.
  package init(yaml: String) throws(IngestError) {
    let root: Node?
    do {
      root = try Yams.compose(yaml: yaml)
    } catch {
      let first = String(describing: error).split(whereSeparator: \.isNewline).first ?? ""
      throw Self.error("the file is no YAML: \(first)", key: "", line: nil)
    }
    let keys = [
      "jurisdiction", "election", "claimants", "own", "restoring", "openings", "assets", "rates",
      "coordinated", "order", "same-day",
    ]
    for entry in try ClaimsEntry.all(root, in: "", line: 1, allowed: keys) {
      switch entry.key {
      case "jurisdiction": jurisdiction = try entry.text()
      case "election": election = try Self.election(entry)
      case "claimants": claimants = try entry.items(Self.claimant)
      case "own": own = try entry.list()
      case "restoring": restoring = try entry.list()
      case "openings": openings = try entry.items(Self.opening)
      case "assets": assets = try entry.items(Self.asset)
      case "rates": rates = try entry.items(Self.rate)
      case "coordinated": coordinated = try entry.flag()
      case "order": order = try entry.list()
      default: sameDay = try entry.choice(["ledger", "withdrawals-first", "deposits-first"])
      }
    }
    try check()
  }

  private static func election(_ entry: ClaimsEntry) throws(IngestError) -> Election {
    let keys = try entry.keys(["text", "by", "date"])
    return Election(
      text: try keys.need("text").text(), by: try keys["by"]?.text(),
      date: try keys["date"]?.day())
  }

  private static func claimant(_ entry: ClaimsEntry) throws(IngestError) -> Claimant {
    let keys = try entry.keys(["name", "contributions"])
    return Claimant(
      name: try keys.need("name").placed(),
      contributions: try keys.need("contributions").items(contribution))
  }

  private static func contribution(_ entry: ClaimsEntry) throws(IngestError) -> Contribution {
    let keys = try entry.keys(["transaction", "amount", "currency"])
    return Contribution(
      transaction: try keys.need("transaction").placed(),
      amount: try keys["amount"]?.amount(), currency: try keys["currency"]?.placed())
  }

  private static func opening(_ entry: ClaimsEntry) throws(IngestError) -> Opening {
    let keys = try entry.keys(["account", "amount", "currency", "owner"])
    return Opening(
      account: try keys.need("account").placed(), amount: try keys.need("amount").amount(),
      currency: try keys.need("currency").placed(), owner: try keys["owner"]?.placed())
  }

  private static func asset(_ entry: ClaimsEntry) throws(IngestError) -> Asset {
    let keys = try entry.keys(["name", "transaction", "transactions", "value", "currency"])
    let one = keys["transaction"]
    let several = keys["transactions"]
    guard (one == nil) != (several == nil) else {
      throw entry.error("an asset needs either transaction or transactions")
    }
    var payments = try several?.list() ?? []
    if let one { payments = [try one.placed()] }
    let value = try keys["value"]?.amount()
    if value != nil { _ = try keys.need("currency") }
    return Asset(
      name: try keys.need("name").text(),
      transactions: payments, value: value,
      currency: try keys["currency"]?.placed())
  }

  private static func rate(_ entry: ClaimsEntry) throws(IngestError) -> Rate {
    let keys = try entry.keys(["from", "to", "rate", "day", "tolerance", "source"])
    let rate = try keys.need("rate").decimal()
    guard rate.mantissa > 0 else { throw try keys.need("rate").error("a rate is more than 0") }
    let tolerance = try keys["tolerance"]?.decimal() ?? Decimal64(mantissa: 0, scale: 0)
    guard (0...Decimal64.power(of: tolerance.scale)).contains(Int128(tolerance.mantissa)) else {
      throw try keys.need("tolerance").error("a tolerance is a share from 0 to 1")
    }
    let (from, to) = (try keys.need("from").text(), try keys.need("to").text())
    guard from != to else { throw entry.error("a rate is between two currencies") }
    return Rate(
      from: from, to: to, rate: rate, day: try keys.need("day").day(), tolerance: tolerance,
      source: try keys.need("source").text())
  }

  /// What no single key can say.
  private func check() throws(IngestError) {
    var names: Set<String> = []
    for claimant in claimants {
      let name = claimant.name
      if name.value == "own" {
        throw Self.error(
          "'own' stands for the wrongdoer's money and names no claimant", key: name.key,
          line: name.line)
      }
      guard names.insert(name.value).inserted else {
        throw Self.error("a second claimant of this name", key: name.key, line: name.line)
      }
      if claimant.contributions.isEmpty {
        throw Self.error("a claimant needs contributions", key: name.key, line: name.line)
      }
    }
    for owner in openings.compactMap(\.owner) where owner.value != "own" {
      guard names.contains(owner.value) else {
        throw Self.error(
          "the owner of an opening balance is 'own' or a claimant of this file", key: owner.key,
          line: owner.line)
      }
    }
  }
}

/// A key or an item of a list of the claims file, with its value and place.
private struct ClaimsEntry {
  var key: String
  var path: String
  var line: Int
  var node: Node

  static func all(
    _ node: Node?, in path: String, line: Int, allowed: [String]
  ) throws(IngestError) -> [ClaimsEntry] {
    guard let node, let mapping = node.mapping else {
      throw ClaimsFile.error(
        "expected keys with values", key: path, line: node?.mark?.line ?? line)
    }
    var entries: [ClaimsEntry] = []
    for (key, value) in mapping {
      let line = key.mark?.line ?? value.mark?.line ?? line
      guard let name = key.scalar?.string else {
        throw ClaimsFile.error("a key is no text", key: path, line: line)
      }
      let inner = path.isEmpty ? name : "\(path).\(name)"
      guard allowed.contains(name) else {
        throw ClaimsFile.error(
          "unknown key; expected one of \(allowed.joined(separator: ", "))", key: inner,
          line: line)
      }
      entries.append(ClaimsEntry(key: name, path: inner, line: line, node: value))
    }
    return entries
  }

  func error(_ what: String) -> IngestError {
    ClaimsFile.error(what, key: path, line: line)
  }

  /// The keys of a mapping.
  struct Keys {
    var owner: ClaimsEntry
    var entries: [ClaimsEntry]

    subscript(key: String) -> ClaimsEntry? { entries.first { $0.key == key } }

    func need(_ key: String) throws(IngestError) -> ClaimsEntry {
      guard let entry = self[key] else { throw owner.error("needs \(key)") }
      return entry
    }
  }

  func keys(_ allowed: [String]) throws(IngestError) -> Keys {
    Keys(owner: self, entries: try Self.all(node, in: path, line: line, allowed: allowed))
  }

  /// The items of a list, each under the path of the list.
  func items<Item>(
    _ read: (ClaimsEntry) throws(IngestError) -> Item
  ) throws(IngestError) -> [Item] {
    guard let sequence = node.sequence else { throw error("expected a list") }
    var items: [Item] = []
    for node in sequence {
      items.append(
        try read(ClaimsEntry(key: key, path: path, line: node.mark?.line ?? line, node: node)))
    }
    return items
  }

  func text() throws(IngestError) -> String {
    guard let text = node.scalar?.string, !text.isEmpty else { throw error("expected a text") }
    return text
  }

  func placed() throws(IngestError) -> ClaimsFile.Placed<String> {
    ClaimsFile.Placed(value: try text(), key: path, line: line)
  }

  /// One text, or a list of texts.
  func list() throws(IngestError) -> [ClaimsFile.Placed<String>] {
    guard node.sequence != nil else { return [try placed()] }
    return try items { (item: ClaimsEntry) throws(IngestError) in try item.placed() }
  }

  func decimal() throws(IngestError) -> Decimal64 {
    guard let decimal = Decimal64(try text()) else {
      throw error("expected a plain decimal such as 1234.50")
    }
    return decimal
  }

  /// An amount of money: zero or more.
  func amount() throws(IngestError) -> ClaimsFile.Placed<Decimal64> {
    let decimal = try decimal()
    guard decimal.mantissa >= 0 else { throw error("an amount is not negative") }
    return ClaimsFile.Placed(value: decimal, key: path, line: line)
  }

  func day() throws(IngestError) -> Day {
    guard let time = TimeSpan(iso: try text()), time.precision == .day else {
      throw error("expected a day such as 2026-01-31")
    }
    return time.firstDay
  }

  func flag() throws(IngestError) -> Bool {
    switch try text() {
    case "true", "yes": return true
    case "false", "no": return false
    default: throw error("expected true or false")
    }
  }

  func choice(_ allowed: [String]) throws(IngestError) -> String {
    let text = try text()
    guard allowed.contains(text) else {
      throw error("expected one of \(allowed.joined(separator: ", "))")
    }
    return text
  }
}
