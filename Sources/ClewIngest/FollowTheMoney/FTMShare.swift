import ClewModel

/// The percentage of an `Ownership` as a stake: FollowTheMoney leaves its form free.
///
/// Read are one number (`49.5`, `49,5 %`), a range (`25-50%`, `25 to 50`, `between 25% and 50%`) and a
/// bound (`> 25%`, `at least 25`, `up to 50 %`); a comma stands for the decimal point, because a share
/// has no thousands.
enum FTMShare {
  static func stake(_ text: String) -> Stake? {
    if let number = PercentNumber(plain: text) { return number.stake }
    var rest = text.lowercased().replacing("percent", with: "").replacing("%", with: " ")
    rest = rest.replacing("–", with: "-").replacing("—", with: "-").trimmed
    for (sign, bound) in bounds where rest.hasPrefix(sign) {
      guard let number = number(rest.dropFirst(sign.count)) else { return nil }
      switch bound {
      case .above:
        return Stake(
          fromPercent: number, isMinExclusive: true, toPercent: nil, isMaxExclusive: false)
      case .atLeast:
        return Stake(
          fromPercent: number, isMinExclusive: false, toPercent: nil, isMaxExclusive: false)
      case .below:
        return Stake(
          fromPercent: nil, isMinExclusive: false, toPercent: number, isMaxExclusive: true)
      case .atMost:
        return Stake(
          fromPercent: nil, isMinExclusive: false, toPercent: number, isMaxExclusive: false)
      }
    }
    if rest.hasPrefix("between ") { rest = String(rest.dropFirst(8)) }
    let separators = [" to ", " and ", "-to-", "-"]
    for separator in separators {
      let parts = rest.split(separator: separator, omittingEmptySubsequences: false)
      guard parts.count == 2 else { continue }
      guard let low = number(parts[0]), let high = number(parts[1]) else { return nil }
      return Stake(
        fromPercent: low, isMinExclusive: false, toPercent: high, isMaxExclusive: false)
    }
    guard let number = number(rest[...]) else { return nil }
    return Stake(
      fromPercent: number, isMinExclusive: false, toPercent: number, isMaxExclusive: false)
  }

  /// The span of several statements of one share; nil where one of them cannot be read.
  static func stake(of texts: [String]) -> Stake? {
    let stakes = texts.compactMap(stake)
    guard stakes.count == texts.count, let first = stakes.first else { return nil }
    return stakes.dropFirst().reduce(first) { span, next in
      Stake(
        min: span.min.flatMap { a in next.min.map { min(a, $0) } },
        max: span.max.flatMap { a in next.max.map { max(a, $0) } })
    }
  }

  private enum Bound { case above, atLeast, below, atMost }

  private static let bounds: [(String, Bound)] = [
    (">=", .atLeast), ("≥", .atLeast), (">", .above), ("more than", .above), ("over", .above),
    ("at least", .atLeast), ("<=", .atMost), ("≤", .atMost), ("<", .below), ("less than", .below),
    ("under", .below), ("up to", .atMost), ("at most", .atMost),
  ]

  private static func number(_ text: Substring) -> String? {
    let plain = text.trimmed.replacing(",", with: ".")
    let isNumber =
      plain.utf8.allSatisfy { ($0 >= 48 && $0 <= 57) || $0 == UInt8(ascii: ".") }
      && plain.utf8.count { $0 == UInt8(ascii: ".") } <= 1
    return isNumber && plain.utf8.contains { $0 >= 48 } ? plain : nil
  }
}
