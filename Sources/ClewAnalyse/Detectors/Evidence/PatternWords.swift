import ClewModel

/// A finding as one sentence.
package struct PatternWords {
  private let evidence: PatternEvidence
  private let name: (Int32) -> String
  private let payers: Set<Int32>
  private let payees: Set<Int32>

  /// - Parameter name: what people call a node.
  package init(_ evidence: PatternEvidence, name: @escaping (Int32) -> String) {
    self.evidence = evidence
    self.name = name
    payers = Set(evidence.legs.map(\.from).filter { $0 >= 0 })
    payees = Set(evidence.legs.map(\.to).filter { $0 >= 0 })
  }

  package var sentence: String {
    let words = core
    return evidence.finding.nearMiss.map { "\(words); near miss: \($0)" } ?? words
  }

  private var core: String {
    switch evidence.finding.kind {
    case "fan-out": fan(out: true)
    case "fan-in": fan(out: false)
    case "cycle": round
    case "scatter-gather", "gather-scatter", "pass-through", "funnel", "dormancy": layered
    case "structuring", "round-amounts": repeated
    case "round-trip": round
    default: layers
    }
  }

  private var legs: [PatternEvidence.Leg] { evidence.legs }
  private var between: [Int32] { payers.intersection(payees).sorted() }
  private var within: String { "within \(DurationWords.text(evidence.length))" }

  private func fan(out: Bool) -> String {
    let hubs = (out ? payers : payees).sorted()
    let others = (out ? payees : payers).count
    let who = list(hubs)
    let what = out ? "paid \(accounts(others))" : "was paid by \(accounts(others))"
    return "\(who) \(what) \(within), \(payments), \(total(legs.map(\.debit)))"
  }

  /// First layer, those between, last layer: how many passed how much on, how fast.
  private var layered: String {
    let first = legs.filter { $0.from < 0 || !payees.contains($0.from) }
    let last = legs.filter { $0.to < 0 || !payers.contains($0.to) }
    let passed = between.compactMap(passing)
    let sources = Set(first.map(\.from)).count
    let who = sources == 1 ? side(first.first?.from ?? -1) : "\(sources) payers"
    let targets = Set(last.map(\.to)).count
    let whom = targets == 1 ? side(last.first?.to ?? -1) : "\(targets) payees"
    let middle = between.count == 1 ? list(between) : accounts(between.count)
    let delay = passed.map(\.delay).max() ?? 0
    let share = passed.map(\.share).min() ?? 0
    var text = "\(who) paid \(middle) \(total(first.map(\.debit)))"
    if first.count > 1 { text += " \(spanText(first))" }
    guard !passed.isEmpty else { return text + "; \(whom) got \(total(last.map(\.credit)))" }
    let least = passed.count > 1 ? "at least " : ""
    text += between.count > 1 ? "; \(passed.count) of them passed " : "; it passed "
    text += "\(least)\(percent(share)) on to \(whom) within \(DurationWords.text(delay))"
    return text
  }

  private func side(_ node: Int32) -> String {
    node == -2 ? "cash" : node < 0 ? "an unnamed side" : name(node)
  }

  private func spanText(_ legs: [PatternEvidence.Leg]) -> String {
    let times = legs.map(\.time.lo)
    return "within \(DurationWords.text((times.max() ?? 0) - (times.min() ?? 0)))"
  }

  /// What one account passed on, in ten-thousandths, and the seconds from its first receipt to its
  /// last payment; nil where it paid or got nothing of a currency it got.
  private func passing(_ node: Int32) -> (share: Int64, delay: Int64)? {
    let into = legs.filter { $0.to == node }
    let out = legs.filter { $0.from == node }
    guard let first = into.map(\.time.lo).min(), let last = out.map(\.time.lo).max() else {
      return nil
    }
    let got = PatternValue.sums(into.map(\.credit))
    let gave = PatternValue.sums(out.map(\.debit))
    for sum in got where !sum.isTooLarge && sum.mantissa > 0 {
      guard let paid = gave.first(where: { $0.currency == sum.currency && !$0.isTooLarge }),
        let share = ratio(paid, sum)
      else { continue }
      return (share, abs(last - first))
    }
    return nil
  }

  private func ratio(_ a: PatternValue.Amount, _ b: PatternValue.Amount) -> Int64? {
    let scale = max(a.scale, b.scale)
    let x = a.mantissa.multipliedReportingOverflow(by: Decimal64.power(of: scale - a.scale))
    let y = b.mantissa.multipliedReportingOverflow(by: Decimal64.power(of: scale - b.scale))
    let scaled = x.partialValue.multipliedReportingOverflow(by: 10_000)
    guard !x.overflow, !y.overflow, !scaled.overflow, y.partialValue > 0 else { return nil }
    return Int64(clamping: scaled.partialValue / y.partialValue)
  }

  private var round: String {
    let origins = evidence.finding.roles.filter { $0.role == .origin }.map(\.node)
    let start = origins.first ?? legs.first?.from ?? -1
    let value = PatternValue(evidence)
    let out = value.amountIn.map(\.peopleText).joined(separator: ", ")
    let back = value.amountOut.map(\.peopleText).joined(separator: ", ")
    let last = evidence.finding.roles.first { $0.role == .beneficiary }?.node ?? start
    let over = payers.union(payees).subtracting([start, last]).count
    let to = last == start ? "came back to it" : "came back to \(name(last))"
    let kept = back.isEmpty ? "what \(to) is in another currency" : "\(back) \(to)"
    return "\(out) left \(side(start)), \(kept) over \(accounts(over)) in \(payments) \(within)"
  }

  private var repeated: String {
    let hubs = evidence.finding.roles.filter { $0.role == .hub }.map(\.node)
    let deposits = legs.allSatisfy { $0.from == -2 }
    let drawn = legs.allSatisfy { $0.to == -2 }
    let what = deposits ? "cash deposits to" : drawn ? "cash withdrawals from" : "payments by"
    return "\(legs.count) \(what) \(list(hubs)) \(within), \(total(legs.map(\.debit)))"
  }

  private var layers: String {
    let value = PatternValue(evidence)
    let into = value.amountIn.map(\.peopleText).joined(separator: ", ")
    let out = value.amountOut.map(\.peopleText).joined(separator: ", ")
    let middle = between.isEmpty ? "" : " over \(accounts(between.count)) between"
    let first = payers.subtracting(payees).count
    let last = payees.subtracting(payers).count
    return "\(into) went from \(accounts(first))\(middle) to \(accounts(last)), \(out) arrived, "
      + "in \(payments) \(within)"
  }

  private var payments: String { DurationWords.plural(Int64(legs.count), "payment") }

  private func accounts(_ count: Int) -> String { DurationWords.plural(Int64(count), "account") }

  private func list(_ nodes: [Int32]) -> String {
    guard nodes.count > 3 else { return nodes.map(side).joined(separator: ", ") }
    return nodes.prefix(2).map(side).joined(separator: ", ") + " and \(nodes.count - 2) others"
  }

  private func total(_ amounts: [Money]) -> String {
    PatternValue.sums(amounts).map(\.peopleText).joined(separator: ", ")
  }

  private func percent(_ share: Int64) -> String { "\((share + 50) / 100)%" }
}
