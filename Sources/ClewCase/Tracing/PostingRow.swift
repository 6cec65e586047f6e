import ClewGraph
import ClewModel
import ClewStore

/// The row of a transaction among the postings.
enum PostingRow {
  /// - Throws: `Failure`: `not-settled`, `not-counted`, `no-account`.
  static func row(
    of id: RecordID, _ postings: Postings, _ casefile: Casefile
  ) throws -> Int32 {
    guard let payment = try casefile.transactionDetails([id]).first else {
      throw Failure(
        code: "not-found", what: "There is no transaction \(id).", place: "clew trace",
        next: "Look for it: clew find.")
    }
    if let row = search(payment.canonical.number, in: postings.ids) { return row }
    guard payment.isSettled else {
      throw Failure(
        code: "not-settled",
        what: "\(id) is an order or a pending entry: no money is known to "
          + "have moved.", place: "clew trace", next: "Trace the payment that settled it.")
    }
    guard payment.from == nil, payment.to == nil else {
      throw Failure(
        code: "not-counted", what: "No source that counts states \(id).", place: "clew trace",
        next: "See 'clew show \(id)' and 'clew sources'.")
    }
    throw Failure(
      code: "no-account",
      what: "\(id) has no account on either side: there is no balance to trace "
        + "money through.", place: "clew trace",
      next: "Ingest the statement of the account it went over.")
  }

  /// The lowest statement of the payment, which stays when further statements of it come in.
  static func lowestStatement(of id: RecordID, _ casefile: Casefile) throws -> RecordID {
    guard let payment = try casefile.transactionDetails([id]).first else { return id }
    let all = try casefile.transactionDetails([payment.canonical]).first?.statements.map(\.id)
    return (all ?? []).min() ?? payment.canonical
  }

  /// Binary search over the ids.
  static func search(_ id: Int64, in ids: [UInt32]) -> Int32? {
    var (low, high) = (0, ids.count)
    while low < high {
      let middle = (low + high) / 2
      if Int64(ids[middle]) < id { low = middle + 1 } else { high = middle }
    }
    return low < ids.count && Int64(ids[low]) == id ? Int32(low) : nil
  }
}

extension Postings {
  /// An amount at the scale of a unit; zeros beyond it do not count.
  ///
  /// - Throws: `Failure` `bad-amount` where it has more decimals, or is too large.
  func amount(_ decimal: Decimal64, unit: UInt16) throws(Failure) -> Int64 {
    let unit = units[Int(unit)]
    var (mantissa, scale) = (decimal.mantissa, decimal.scale)
    while scale > unit.scale, mantissa % 10 == 0 {
      mantissa /= 10
      scale -= 1
    }
    guard scale <= unit.scale else {
      throw Failure(
        code: "bad-amount",
        what: "\(decimal) has more decimals than amounts of \(unit.currency) have here "
          + "(\(unit.scale))", place: "amount", next: "Round it to \(unit.scale) decimals.")
    }
    let wide = Int128(mantissa) * Decimal64.power(of: unit.scale - scale)
    guard let amount = Int64(exactly: wide) else {
      throw Failure(
        code: "bad-amount", what: "\(decimal) \(unit.currency) is too large", place: "amount",
        next: "Check the amount.")
    }
    return amount
  }
}
