import ClewModel

/// What went into a finding and what came out of it, by currency.
///
/// In is what is paid by members that receive nothing inside the finding, and by cash: its first
/// layer. Out is what is paid to members that pay nothing inside it, and in cash: its last layer.
/// Where there is no first layer (money goes round), in is what the origin pays, and where there is
/// no last one, out is what comes back to it; the origin is the member of that role, else the payer
/// of the first payment. In a fan both layers are the same payments.
package struct PatternValue: Hashable, Sendable {
  /// By currency, ascending.
  package private(set) var amountIn: [Amount] = []
  package private(set) var amountOut: [Amount] = []
  /// What members between kept, for currencies that both come in and go out; negative where more
  /// went out. Empty where nobody both receives and pays.
  package private(set) var retained: [Amount] = []

  /// A sum at the widest scale of what it adds up; sums that outgrow 128 bits have no digits.
  package struct Amount: Hashable, Sendable {
    package var currency: String
    package var mantissa: Int128
    package var scale: UInt8
    package var isTooLarge = false

    package var text: String {
      isTooLarge ? "too large" : Decimal64.text(mantissa, scale: scale)
    }

    /// `33,801.60 EUR`.
    package var peopleText: String {
      let parts = text.split(separator: ".", omittingEmptySubsequences: false)
      let whole = Int64(parts.first ?? "").map(ReportingThreshold.grouped)
      guard !isTooLarge, mantissa >= 0, let whole else { return "\(text) \(currency)" }
      return whole + (parts.count > 1 ? ".\(parts[1])" : "") + " \(currency)"
    }
  }

  package init(_ evidence: PatternEvidence) {
    let legs = evidence.legs
    let payers = Set(legs.map(\.from).filter { $0 >= 0 })
    let payees = Set(legs.map(\.to).filter { $0 >= 0 })
    let origin = Self.origin(evidence)
    let first = legs.filter { $0.from < 0 || !payees.contains($0.from) }
    let last = legs.filter { $0.to < 0 || !payers.contains($0.to) }
    let paid = first.isEmpty ? legs.filter { origin.contains($0.from) } : first
    let got = last.isEmpty ? legs.filter { origin.contains($0.to) } : last
    amountIn = Self.sums(paid.map(\.debit))
    amountOut = Self.sums(got.map(\.credit))
    guard !payers.isDisjoint(with: payees) else { return }
    retained = amountIn.compactMap { into in
      amountOut.first { $0.currency == into.currency }.flatMap { Self.difference(into, $0) }
    }
  }

  private static func origin(_ evidence: PatternEvidence) -> Set<Int32> {
    let named = evidence.finding.roles.filter { $0.role == .origin }.map(\.node)
    return named.isEmpty ? Set(evidence.legs.prefix(1).map(\.from)) : Set(named)
  }

  static func sums(_ amounts: [Money]) -> [Amount] {
    let currencies = Set(amounts.map(\.currency)).sorted()
    return currencies.map { currency in
      let own = amounts.filter { $0.currency == currency }
      let scale = own.map(\.scale).max() ?? 0
      var sum = Amount(currency: currency, mantissa: 0, scale: scale)
      for amount in own {
        let (next, overflow) = sum.mantissa.addingReportingOverflow(
          amount.mantissa(atScale: scale))
        sum.mantissa = overflow ? 0 : next
        if overflow { sum.isTooLarge = true }
      }
      return sum
    }
  }

  private static func difference(_ a: Amount, _ b: Amount) -> Amount? {
    let scale = max(a.scale, b.scale)
    let (x, y) = (
      a.mantissa.multipliedReportingOverflow(by: Decimal64.power(of: scale - a.scale)),
      b.mantissa.multipliedReportingOverflow(by: Decimal64.power(of: scale - b.scale))
    )
    let (value, overflow) = x.partialValue.subtractingReportingOverflow(y.partialValue)
    guard !a.isTooLarge, !b.isTooLarge, !x.overflow, !y.overflow, !overflow else { return nil }
    return Amount(currency: a.currency, mantissa: value, scale: scale)
  }

  /// What was kept over what came in, as a fraction of four decimals; nil where it is not known.
  package func shareRetained(_ currency: String) -> String? {
    guard let kept = retained.first(where: { $0.currency == currency }),
      let into = amountIn.first(where: { $0.currency == currency })
    else { return nil }
    let whole = into.mantissa.multipliedReportingOverflow(
      by: Decimal64.power(of: kept.scale - into.scale))
    guard !whole.overflow, whole.partialValue > 0 else { return nil }
    let scaled = kept.mantissa.multipliedReportingOverflow(by: 20_000)
    guard !scaled.overflow, whole.partialValue < Int128.max / 4 else { return nil }
    let sign: Int128 = scaled.partialValue < 0 ? -1 : 1
    let rounded =
      (scaled.partialValue * sign + whole.partialValue) / (2 * whole.partialValue) * sign
    return Decimal64.text(rounded, scale: 4)
  }
}
