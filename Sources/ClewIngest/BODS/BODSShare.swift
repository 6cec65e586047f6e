import ClewModel

/// The share of an interest as stated: exact, or bounds that may be exclusive.
struct BODSShare {
  var exact: String?
  var minimum: String?
  var maximum: String?
  /// 0.1 to 0.3: `true` or `false`, about `minimum`. 0.4: the bound itself.
  var exclusiveMinimum: String?
  var exclusiveMaximum: String?

  enum Reading: Equatable {
    case none
    case stake(Stake)
    /// What is wrong with it.
    case unreadable(String)
  }

  /// The share as a stake. An exact share goes before bounds that are stated beside it.
  var reading: Reading {
    if let exact {
      guard let value = PercentNumber(exact) else {
        return .unreadable("the exact share is no percentage")
      }
      return .stake(value.stake)
    }
    let (low, lowIsOut) = Self.bound(minimum, exclusiveMinimum)
    let (high, highIsOut) = Self.bound(maximum, exclusiveMaximum)
    guard low != nil || high != nil else {
      let isStated = minimum ?? maximum ?? exclusiveMinimum ?? exclusiveMaximum
      return isStated.map { $0 == "true" || $0 == "false" } ?? true
        ? .none : .unreadable("a bound of the share is no percentage")
    }
    guard
      let stake = Stake(
        fromPercent: low, isMinExclusive: lowIsOut, toPercent: high, isMaxExclusive: highIsOut)
    else { return .unreadable("the bounds of the share are no range of percentages") }
    return .stake(stake)
  }

  /// The bound that binds, and whether it is itself out of the range. Where 0.4 states both, the
  /// exclusive one is taken if it is the same number.
  private static func bound(
    _ inclusive: String?, _ exclusive: String?
  ) -> (text: String?, isOut: Bool) {
    switch exclusive {
    case nil, "false": (inclusive, false)
    case "true": (inclusive, inclusive != nil)
    case let text?:
      inclusive == nil || inclusive == text ? (text, true) : (inclusive, false)
    }
  }
}
