import ClewModel

/// Terms that indicators share. A term is a sign, never a proof: weights are ours, in
/// ten-thousandths.
enum IndicatorScore {
  typealias Reason = PatternFinding.Reason

  /// How seldom something is among all that could have it: log10(all / having), at most 3.
  static func rarity(_ term: String, having: Int, of all: Int, _ what: String) -> Reason {
    let weight = logarithm(Double(max(1, all)) / Double(max(1, having)))
    return Reason(
      term: term, weight: min(30_000, max(0, weight)),
      detail: "\(having) of \(all) \(what)", backgroundRate: share(Int128(having), of: Int128(all)))
  }

  /// log10 of a positive number in ten-thousandths; 0 for what is none.
  static func logarithm(_ value: Double) -> Int64 {
    guard value > 0, value.isFinite else { return 0 }
    let scaled = min(value * 1_000_000, 9e18).rounded()
    let natural = Logarithm.tenThousandths(Int(max(1, scaled)), over: 1_000_000)
    return Int64((Double(natural) / 2.302_585_092_994_046).rounded())
  }

  /// A part of a whole in ten-thousandths, rounded down; 0 of nothing. Numbers are not negative.
  static func tenThousandths(_ part: Int128, of whole: Int128) -> Int64 {
    guard whole > 0 else { return 0 }
    return Int64(clamping: part * 10_000 / whole)
  }

  /// A part of a whole as a fraction of four decimals.
  static func share(_ part: Int128, of whole: Int128) -> String {
    guard whole > 0 else { return "0" }
    return Decimal64.text((part * 20_000 + whole) / (2 * whole), scale: 4)
  }

  /// A part of a whole in percent, rounded to the nearest.
  static func percent(_ part: Int128, of whole: Int128) -> String {
    guard whole > 0 else { return "0%" }
    return "\((part * 200 + whole) / (2 * whole))%"
  }
}

/// Findings beyond those that one account may have, counted.
struct IndicatorCut {
  private var accounts = 0
  private var findings = 0

  /// - Parameter count: how many the account has, of which `limit` are told.
  mutating func take(_ count: Int, limit: Int) {
    guard count > limit else { return }
    accounts += 1
    findings += count - limit
  }

  /// Says what is not told: `pass-through: 90 further episodes of 1 account`.
  func note(_ id: String, _ word: String, in detection: inout Detection) {
    guard accounts > 0 else { return }
    detection.isExhaustive = false
    detection.notSearched.append(
      "\(id): \(findings) further \(word) of " + DurationWords.plural(Int64(accounts), "account"))
  }
}

/// Durations in words: `40 minutes`, `3 hours`, `2 days`, rounded up.
enum DurationWords {
  static func text(_ seconds: Int64) -> String {
    let seconds = max(0, seconds)
    if seconds < 3_600 { return plural(max(1, (seconds + 59) / 60), "minute") }
    if seconds <= 86_400 { return plural((seconds + 3_599) / 3_600, "hour") }
    return plural((seconds + 86_399) / 86_400, "day")
  }

  static func plural(_ count: Int64, _ word: String) -> String {
    count == 1 ? "1 \(word)" : "\(count) \(word)s"
  }
}
