import ClewModel

/// A percentage in the number syntax of JSON, exponents included.
struct PercentNumber: Hashable {
  /// The value rounded down and up to units of a share: the same where the unit holds it.
  var low: Share
  var high: Share

  /// Nil for what is no number, is negative or has an exponent beyond ±30.
  init?(_ text: String) {
    let parts = text.lowercased().split(separator: "e", omittingEmptySubsequences: false)
    guard parts.count <= 2, let mantissa = parts.first, !mantissa.hasPrefix("-") else { return nil }
    var digits = mantissa.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard digits.count <= 2, digits.allSatisfy({ $0.utf8.allSatisfy(Self.isDigit) }),
      digits.contains(where: { !$0.isEmpty })
    else { return nil }
    if digits.count == 1 { digits.append("") }
    if parts.count == 2 {
      guard let exponent = Int(parts[1]), abs(exponent) <= 30 else { return nil }
      digits = Self.shifted(digits[0], digits[1], by: exponent)
    }
    let kept = String(digits[1].prefix(13))
    let lost = digits[1].dropFirst(13).contains { $0 != "0" }
    let whole = String(digits[0].drop { $0 == "0" })
    let number = kept.isEmpty ? "\(whole.isEmpty ? "0" : whole)" : "\(whole).\(kept)"
    guard let low = Share(percent: number), low.units < Int64.max else { return nil }
    self.low = low
    high = lost ? Share(units: low.units + 1, decimals: low.decimals) : low
  }

  /// A number that is plain to see: digits, and at most 13 decimals behind a point. Nil for all
  /// others, be they numbers or not.
  init?(plain text: String) {
    var decimals: Int?
    for (at, byte) in text.utf8.enumerated() {
      if byte == UInt8(ascii: "."), at > 0, decimals == nil {
        decimals = 0
      } else if Self.isDigit(byte) {
        if let count = decimals { decimals = count + 1 }
      } else {
        return nil
      }
    }
    guard let first = text.utf8.first, first != UInt8(ascii: "0"), (1...13) ~= decimals ?? 1,
      let share = Share(percent: text), share.units < Int64.max
    else { return nil }
    low = share
    high = share
  }

  var stake: Stake { Stake(min: low, max: high) }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }

  private static func shifted(_ whole: String, _ decimals: String, by exponent: Int) -> [String] {
    if exponent >= 0 {
      let padded =
        decimals + String(repeating: "0", count: max(0, exponent - decimals.utf8.count))
      return [whole + padded.prefix(exponent), String(padded.dropFirst(exponent))]
    }
    let padded = String(repeating: "0", count: max(0, -exponent - whole.utf8.count)) + whole
    return [String(padded.dropLast(-exponent)), String(padded.suffix(-exponent)) + decimals]
  }
}

extension Stake {
  /// A band between percentages as stated, decimals included, whose bounds may be exclusive: such a
  /// bound lies one unit (10^-15) inside, and keeps the number of decimals it was stated with.
  ///
  /// - Returns: nil where a bound is no percentage, or the band is empty.
  init?(
    fromPercent minimum: String?, isMinExclusive: Bool, toPercent maximum: String?,
    isMaxExclusive: Bool
  ) {
    var low: Share?
    var high: Share?
    if let minimum {
      guard let number = PercentNumber(minimum) else { return nil }
      low = number.low
      if isMinExclusive { low?.units += 1 }
    }
    if let maximum {
      guard let number = PercentNumber(maximum) else { return nil }
      high = number.high
      if isMaxExclusive { high?.units -= 1 }
    }
    if let high, high.units < (low?.units ?? 0) { return nil }
    self.init(min: low, max: high)
  }
}
