import ClewGraph
import ClewModel
import ClewRender

/// An end of a payment on a chart that is no account and no party.
enum FlowEnd: String, CaseIterable {
  case cashIn = "cash-in"
  case cashOut = "cash-out"
  case unnamedPayer = "unnamed-payer"
  case unnamedPayee = "unnamed-payee"

  var lines: [String] {
    switch self {
    case .cashIn: ["Cash paid in"]
    case .cashOut: ["Cash taken out"]
    case .unnamedPayer: ["Payer not named", "interest, reversals, unknown"]
    case .unnamedPayee: ["Payee not named", "fees, charges, unknown"]
    }
  }

  var isCash: Bool { self == .cashIn || self == .cashOut }
}

/// Payments in one currency that share one line of a chart.
struct FlowLine {
  /// Ids of nodes on the chart.
  var from: String
  var to: String
  var currency: String
  /// Ascending by time.
  var payments: [(id: RecordID, time: TimeSpan)]
  /// The sum at `scale`.
  var mantissa: Int128
  var scale: UInt8
  /// The sum passed what can be written; `mantissa` is then the largest number.
  var isTooLarge = false
  var isHighlighted = false
  /// The part of the amount that a trace follows, as text.
  var traced: String?

  var amountText: String {
    guard !isTooLarge else { return "more \(currency) than can be added up" }
    let text = Money.grouped(Decimal64.text(mantissa, scale: scale))
    return currency.isEmpty ? text : "\(text) \(currency)"
  }

  /// `96,200.00 EUR`; `traced 2,500.00`, `of 96,200.00 EUR`.
  var sumTexts: [String] {
    guard let traced else { return [amountText] }
    let isWhole = traced == Money.grouped(Decimal64.text(mantissa, scale: scale))
    return isWhole ? ["all of \(amountText) traced"] : ["traced \(traced)", "of \(amountText)"]
  }

  /// The sum at a wider scale, for comparison; a sum too large for it counts as the largest.
  var wide: Int128 {
    let (wide, overflow) = mantissa.multipliedReportingOverflow(
      by: Decimal64.power(of: 18 - scale))
    return overflow ? .max : wide
  }

  /// `3 payments, 2026-03-03 to 2026-03-10`, or the one date.
  var countText: String {
    let first = payments.map(\.time.firstDay).min()?.description ?? ""
    let last = payments.map(\.time.lastDay).max()?.description ?? ""
    let count = payments.count == 1 ? "" : "\(counted(payments.count)) payments, "
    return count + (first == last ? first : "\(first) to \(last)")
  }

  /// Adds other payments of the same currency.
  mutating func add(_ other: FlowLine) {
    let wider = max(scale, other.scale)
    let own = mantissa.multipliedReportingOverflow(by: Decimal64.power(of: wider - scale))
    let more = other.mantissa.multipliedReportingOverflow(
      by: Decimal64.power(of: wider - other.scale))
    let sum = own.partialValue.addingReportingOverflow(more.partialValue)
    isTooLarge =
      isTooLarge || other.isTooLarge || own.overflow || more.overflow || sum.overflow
    mantissa = isTooLarge ? .max : sum.partialValue
    scale = wider
    payments += other.payments
  }
}

extension FlowLine {
  /// The payments of a flow, those singled out each on a line of its own.
  static func lines(
    of flow: Flow, in snapshot: Snapshot, single: Set<RecordID>
  ) -> [FlowLine] {
    let payments = snapshot.payments
    var together: FlowLine?
    var apart: [FlowLine] = []
    for row in flow.rows {
      let amount = payments.amount(of: Int(row))
      let line = FlowLine(
        from: snapshot.id(of: flow.from).description, to: snapshot.id(of: flow.to).description,
        currency: amount.currency,
        payments: [
          (RecordID(.transaction, Int64(payments.ids[Int(row)])), payments.time(of: Int(row)))
        ], mantissa: Int128(amount.mantissa), scale: amount.scale)
      if single.contains(line.payments[0].id) {
        apart.append(line)
      } else if together == nil {
        together = line
      } else {
        together?.add(line)
      }
    }
    return apart + (together.map { [$0] } ?? [])
  }

  /// Payments of some accounts whose other side is cash or not named, one line for each account,
  /// side and currency, but for those singled out.
  static func oneSided(
    of nodes: Set<Int32>, in snapshot: Snapshot, asOf: Day, single: Set<RecordID>,
    only: Set<RecordID>?
  ) -> [FlowLine] {
    let postings = snapshot.postings
    var lines: [String: FlowLine] = [:]
    var apart: [FlowLine] = []
    for row in 0..<postings.count {
      let (from, to) = (postings.from[row], postings.to[row])
      guard from < 0 || to < 0, nodes.contains(max(from, to)) else { continue }
      let id = RecordID(.transaction, Int64(postings.ids[row]))
      let time = postings.time(of: row)
      guard time.firstDay <= asOf, only?.contains(id) ?? true else { continue }
      // A side that is a party without an account is among the payments.
      guard !snapshot.payments.holds(postings.ids[row]) else { continue }
      let isIncoming = to >= 0
      let other = isIncoming ? from : to
      let end: FlowEnd =
        other == Postings.cash
        ? (isIncoming ? .cashIn : .cashOut) : (isIncoming ? .unnamedPayer : .unnamedPayee)
      let account = snapshot.id(of: max(from, to)).description
      let unit = postings.units[
        Int(isIncoming ? postings.creditUnit[row] : postings.debitUnit[row])]
      let line = FlowLine(
        from: isIncoming ? end.rawValue : account, to: isIncoming ? account : end.rawValue,
        currency: unit.currency, payments: [(id, time)],
        mantissa: Int128(isIncoming ? postings.credit[row] : postings.debit[row]),
        scale: unit.scale)
      let key = "\(account) \(end.rawValue) \(unit.currency)"
      if single.contains(id) {
        apart.append(line)
      } else if lines[key] == nil {
        lines[key] = line
      } else {
        lines[key]?.add(line)
      }
    }
    return apart + lines.sorted { $0.key < $1.key }.map(\.value)
  }
}

extension Payments {
  /// Whether a transaction is among them, by binary search.
  func holds(_ id: UInt32) -> Bool {
    var (low, high) = (0, ids.count)
    while low < high {
      let middle = (low + high) / 2
      if ids[middle] < id { low = middle + 1 } else { high = middle }
    }
    return low < ids.count && ids[low] == id
  }
}
