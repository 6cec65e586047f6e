import ClewModel
import Yams

/// A pattern of payments as an analyst writes it. The schema, in YAML; keys with `?` may be left out:
///
/// ```yaml
/// pattern: commission-split          # a name of its own: letters, digits and hyphens
/// title: Commission split in three   # ?
/// definition: One pays several, who hand most of it to one.   # ?
/// window: 48h                        # first to last payment: s, m, h, d, w
/// order: strict                      # ? or windowed
/// steps:
///   - from: a                        # a variable: one account, the same wherever it is named
///     to: b
///     each: b                        # ? b stands for several accounts, one payment for each
///     count: 3..20                   # ? how many: of `each`, else payments between the same two
///     amount: 1000..9000             # ? bounds of each payment; needs currency
///     currency: EUR                  # ?
///   - from: b
///     to: c
///     within: 24h                    # ? after the step before
///     ratio: 0.9..1.0                # ? of the value of an earlier step
///     of: 1                          # ? which one, from 1; the step before where left out
/// ```
extension PaymentPattern {
  /// Reads a pattern.
  ///
  /// - Throws: `IngestError(.pattern)` naming the key and its line.
  package init(yaml: String) throws(IngestError) {
    let root: Node?
    do {
      root = try Yams.compose(yaml: yaml)
    } catch {
      let first = String(describing: error).split(whereSeparator: \.isNewline).first ?? ""
      throw PatternEntry.error("the pattern is no YAML: \(first)", key: "", line: nil)
    }
    self.init(name: "", title: "", definition: "", window: 0, isStrict: true, steps: [])
    let keys = ["pattern", "title", "definition", "window", "order", "steps"]
    var stepEntries: [PatternEntry] = []
    var seen: [String: PatternEntry] = [:]
    for entry in try PatternEntry.all(root, in: "", allowed: keys) {
      seen[entry.key] = entry
      switch entry.key {
      case "pattern": name = try entry.name()
      case "title": title = try entry.text()
      case "definition": definition = try entry.text()
      case "window": window = try entry.duration()
      case "order": isStrict = try entry.order()
      default: stepEntries = try entry.items()
      }
    }
    for key in ["pattern", "window", "steps"] where seen[key] == nil {
      throw PatternEntry.error("needs the key \(key)", key: key, line: root?.mark?.line)
    }
    guard (1...12).contains(stepEntries.count) else {
      throw seen["steps"]?.error("expected 1 to 12 steps")
        ?? PatternEntry.error("expected 1 to 12 steps", key: "steps", line: nil)
    }
    for (number, entry) in stepEntries.enumerated() {
      steps.append(try Self.step(entry, number: number))
      try check(entry)
    }
    if title.isEmpty { title = name }
    if definition.isEmpty { definition = "A pattern of \(steps.count) steps." }
  }

  private static func step(_ entry: PatternEntry, number: Int) throws(IngestError) -> Step {
    let keys = [
      "from", "to", "each", "count", "within", "amount", "currency", "ratio", "of",
    ]
    var step = Step(from: "", to: "")
    var bounds: (entry: PatternEntry, low: Decimal64, high: Decimal64)?
    var ratio: (low: Decimal64, high: Decimal64)?
    var of: Int?
    for inner in try entry.entries(allowed: keys) {
      switch inner.key {
      case "from": step.from = try inner.name()
      case "to": step.to = try inner.name()
      case "each": step.each = try inner.name()
      case "count": step.count = try inner.count()
      case "within": step.within = try inner.duration()
      case "amount":
        let range = try inner.range()
        bounds = (inner, range.low, range.high)
      case "currency": step.currency = try inner.text()
      case "ratio": ratio = try inner.range()
      default:
        guard let number = Int(try inner.text()), number >= 1 else {
          throw inner.error("expected the number of an earlier step, from 1")
        }
        of = number
      }
    }
    if let bounds {
      guard let currency = step.currency else {
        throw bounds.entry.error("bounds of amounts need a currency")
      }
      step.least = Money(
        mantissa: bounds.low.mantissa, scale: bounds.low.scale, currency: currency)
      step.most = Money(
        mantissa: bounds.high.mantissa, scale: bounds.high.scale, currency: currency)
    }
    if let ratio {
      let earlier = of ?? number
      guard earlier >= 1, earlier <= number else {
        throw entry.error("a ratio needs an earlier step")
      }
      step.ratio = Ratio(least: ratio.low, most: ratio.high, step: earlier - 1)
    } else if of != nil {
      throw entry.error("of needs a ratio")
    }
    return step
  }

  /// What the last step has to meet beside the ones before.
  private func check(_ entry: PatternEntry) throws(IngestError) {
    guard let step = steps.last else { return }
    guard !step.from.isEmpty, !step.to.isEmpty else { throw entry.error("needs from and to") }
    guard step.from != step.to else { throw entry.error("from and to are the same variable") }
    let named = steps.compactMap(\.each)
    guard named.count <= 1 else {
      throw entry.error("only one variable may stand for several accounts")
    }
    let before = steps.dropLast().flatMap { [$0.from, $0.to] }
    if let each = step.each {
      guard each == step.from || each == step.to else {
        throw entry.error("each names neither from nor to")
      }
      guard !before.contains(each) else {
        throw entry.error("each belongs to the step that names \(each) first")
      }
      guard step.count.lowerBound >= 1, step.count.upperBound > 1 else {
        throw entry.error("each needs a count of several, such as 3..20")
      }
      if steps.count > 1, !before.contains(step.from), !before.contains(step.to) {
        throw entry.error("the step is not joined to an earlier one")
      }
      return
    }
    if let several = named.first, step.from == several || step.to == several, step.count != 1...1 {
      throw entry.error("a step of each account is one payment; leave count out")
    }
    guard steps.count == 1 || before.contains(step.from) || before.contains(step.to) else {
      throw entry.error("the step is not joined to an earlier one")
    }
  }
}

/// A key of the pattern with its value and place.
private struct PatternEntry {
  var key: String
  var path: String
  var line: Int
  var node: Node

  static func error(_ what: String, key: String, line: Int?) -> IngestError {
    let place = [line.map { "line \($0)" }, key.isEmpty ? nil : key].compactMap { $0 }
    return IngestError(
      .pattern, what: "The pattern cannot be used: \(what).",
      place: place.joined(separator: ", "), next: "See docs/detectors/your-own.md.")
  }

  static func all(
    _ node: Node?, in path: String, allowed: [String]
  ) throws(IngestError) -> [PatternEntry] {
    guard let node, let mapping = node.mapping else {
      throw error("expected keys with values", key: path, line: node?.mark?.line)
    }
    var entries: [PatternEntry] = []
    var seen: Set<String> = []
    for (key, value) in mapping {
      let line = key.mark?.line ?? value.mark?.line ?? 0
      guard let name = key.scalar?.string else {
        throw error("a key is no text", key: path, line: line)
      }
      let inner = path.isEmpty ? name : "\(path).\(name)"
      guard allowed.contains(name) else {
        throw error(
          "unknown key; expected one of \(allowed.joined(separator: ", "))", key: inner,
          line: line)
      }
      guard seen.insert(name).inserted else {
        throw error("the key stands twice", key: inner, line: line)
      }
      entries.append(PatternEntry(key: name, path: inner, line: line, node: value))
    }
    return entries
  }

  func error(_ what: String) -> IngestError { Self.error(what, key: path, line: line) }

  func entries(allowed: [String]) throws(IngestError) -> [PatternEntry] {
    try Self.all(node, in: path, allowed: allowed)
  }

  func items() throws(IngestError) -> [PatternEntry] {
    guard let sequence = node.sequence else { throw error("expected a list") }
    return sequence.enumerated().map { number, node in
      PatternEntry(
        key: key, path: "\(path)[\(number + 1)]", line: node.mark?.line ?? line, node: node)
    }
  }

  func text() throws(IngestError) -> String {
    guard let text = node.scalar?.string, !text.isEmpty else { throw error("expected a text") }
    return text
  }

  /// Letters, digits, hyphens and underscores.
  func name() throws(IngestError) -> String {
    let text = try text()
    let isName = text.utf8.allSatisfy { byte in
      (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
        || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }
    guard isName, text.utf8.count <= 60 else {
      throw error("expected a name of letters, digits and hyphens")
    }
    return text
  }

  func order() throws(IngestError) -> Bool {
    switch try text() {
    case "strict": return true
    case "windowed": return false
    default: throw error("expected strict or windowed")
    }
  }

  func duration() throws(IngestError) -> Int64 {
    guard let seconds = Duration64.seconds(try text()) else {
      throw error("expected a time such as 90m, 24h or 4d")
    }
    return seconds
  }

  /// `3`, or `3..20`.
  func count() throws(IngestError) -> ClosedRange<Int> {
    let ends = try ends()
    guard let low = Int(ends.low), let high = Int(ends.high), low >= 1, high >= low,
      high <= 100_000
    else { throw error("expected a number from 1 or a range such as 3..20") }
    return low...high
  }

  /// `0.9..1.0`, or one number.
  func range() throws(IngestError) -> (low: Decimal64, high: Decimal64) {
    let ends = try ends()
    guard let low = Decimal64(ends.low), let high = Decimal64(ends.high), low.mantissa >= 0,
      Int128(low.mantissa) * Decimal64.power(of: 18 - low.scale)
        <= Int128(high.mantissa) * Decimal64.power(of: 18 - high.scale)
    else { throw error("expected a range such as 0.9..1.0") }
    return (low, high)
  }

  private func ends() throws(IngestError) -> (low: Substring, high: Substring) {
    let text = try text()
    let bytes = Array(text.utf8)
    let point = UInt8(ascii: ".")
    for place in bytes.indices.dropLast() where bytes[place] == point && bytes[place + 1] == point {
      let split = text.utf8.index(text.startIndex, offsetBy: place)
      return (text[..<split], text[text.utf8.index(split, offsetBy: 2)...])
    }
    return (text[...], text[...])
  }
}
