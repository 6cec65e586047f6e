import ClewAnalyse
import ClewGraph
import ClewIngest
import ClewModel
import ClewStore

/// Turns a claims file, which names records by text, into the claims of a question, which names rows
/// and nodes of a snapshot. What is named and not there is an error at its line.
struct ClaimsLookup {
  private let session: Session
  private let casefile: Casefile
  private let source: ClaimsSource
  /// With the currencies that only the claims name added to its postings.
  private(set) var snapshot: Snapshot

  init(
    _ session: Session, _ casefile: Casefile, _ source: ClaimsSource, _ snapshot: Snapshot
  ) {
    self.session = session
    self.casefile = casefile
    self.source = source
    self.snapshot = snapshot
  }

  mutating func claims() throws -> Claims {
    let file = source.file
    var claims = Claims()
    claims.jurisdiction = file.jurisdiction
    claims.election = file.election.map(Self.text)
    claims.claimants = try contributions(file)
    claims.own = try file.own.map { try credited($0) }
    claims.restoring = try file.restoring.map { try credited($0) }
    for opening in file.openings { claims.openings.append(try self.opening(opening)) }
    for asset in file.assets { claims.assets.append(try self.asset(asset)) }
    claims.rates = file.rates.map {
      Claims.Rate(
        from: $0.from, to: $0.to, rate: $0.rate, day: $0.day, tolerance: $0.tolerance,
        source: $0.source)
    }
    claims.coordinated = file.coordinated
    claims.order = try file.order.map { try row($0) }
    return claims
  }

  /// `Re Hallett, by counsel for the claimants, on 2026-03-01`.
  private static func text(_ election: ClaimsFile.Election) -> String {
    [
      election.text, election.by.map { "by \($0)" }, election.date.map { "on \($0)" },
    ].compactMap { $0 }.joined(separator: ", ")
  }

  // MARK: - parts

  private mutating func contributions(_ file: ClaimsFile) throws -> [Claims.Claimant] {
    let own = Set(try file.own.map { try credited($0) })
    var claimed: [Int32: Int128] = [:]
    return try file.claimants.map { claimant in
      let parts = try claimant.contributions.map { part in
        let row = try credited(part.transaction)
        let unit = snapshot.postings.creditUnit[Int(row)]
        if let currency = part.currency { try check(currency, is: unit, of: part.transaction) }
        let amount = try part.amount.map { try self.amount($0, unit: unit) }
        let credit = Int128(snapshot.postings.credit[Int(row)])
        claimed[row, default: 0] += amount.map { Int128($0) } ?? credit
        let all = claimed[row] ?? 0
        guard all <= credit else {
          throw error(
            "\(part.transaction.value) brought \(text(credit, unit)), and \(text(all, unit)) of it "
              + "is claimed", part.amount.map { ($0.key, $0.line) } ?? place(part.transaction),
            "Lower the amounts, or leave the payment to one claimant.")
        }
        guard all < credit || !own.contains(row) else {
          throw error(
            "all of \(part.transaction.value) is claimed, and it is under own too",
            place(part.transaction), "Take it out of own, or state the amount that is claimed.")
        }
        return Claims.Contribution(row: row, amount: amount)
      }
      return Claims.Claimant(name: claimant.name.value, contributions: parts)
    }
  }

  private mutating func opening(_ opening: ClaimsFile.Opening) throws -> Claims.Opening {
    let account = try record(opening.account, .account)
    guard let node = snapshot.node(of: account) else {
      throw error(
        "no source that counts states the account \(opening.account.value)",
        place(opening.account), "See 'clew sources' for withdrawn ones.")
    }
    let unit = unit(opening.currency.value, for: opening.amount.value)
    return Claims.Opening(
      node: node, unit: unit, amount: try amount(opening.amount, unit: unit),
      owner: opening.owner?.value)
  }

  private mutating func asset(_ asset: ClaimsFile.Asset) throws -> Claims.Asset {
    let rows = try asset.transactions.map { payment in
      let row = try row(payment)
      guard snapshot.postings.from[Int(row)] >= 0 else {
        throw error(
          "\(payment.value) is paid from no known account, so it bought nothing with traced money",
          place(payment), "Name the payment for the asset.")
      }
      return row
    }
    guard let value = asset.value, let currency = asset.currency else {
      return Claims.Asset(name: asset.name, rows: rows)
    }
    let unit = unit(currency.value, for: value.value)
    return Claims.Asset(
      name: asset.name, rows: rows, value: try amount(value, unit: unit), unit: unit)
  }

  // MARK: - records

  /// The row of a payment into an account.
  private func credited(_ payment: ClaimsFile.Placed<String>) throws -> Int32 {
    let row = try row(payment)
    guard snapshot.postings.to[Int(row)] >= 0 else {
      throw error(
        "\(payment.value) pays into no known account", place(payment),
        "Name the payment that brought the money in.")
    }
    return row
  }

  private func row(_ payment: ClaimsFile.Placed<String>) throws -> Int32 {
    let id = try record(payment, .transaction)
    do {
      return try PostingRow.row(of: id, snapshot.postings, casefile)
    } catch {
      let failure = Failure(error)
      throw self.error(
        "\(payment.value): \(failure.what)", place(payment),
        "Name a payment that moved money over an account.")
    }
  }

  private func record(
    _ text: ClaimsFile.Placed<String>, _ kind: RecordID.Kind
  ) throws -> RecordID {
    do {
      return try session.record(text.value, kinds: [kind], in: casefile)
    } catch let failure as Failure {
      throw Failure(
        code: failure.code, what: "Claims: \(failure.what)", place: placeText(place(text)),
        next: failure.next)
    }
  }

  // MARK: - money

  /// The number of a currency; one that no payment has is added with the decimals of the amount.
  private mutating func unit(_ currency: String, for amount: Decimal64) -> UInt16 {
    let units = snapshot.postings.units
    if let known = units.firstIndex(where: { $0.currency == currency }) { return UInt16(known) }
    snapshot.postings.units.append(
      Postings.Unit(currency: currency, scale: max(2, amount.scale)))
    return UInt16(units.count)
  }

  private func amount(_ amount: ClaimsFile.Placed<Decimal64>, unit: UInt16) throws -> Int64 {
    do {
      return try snapshot.postings.amount(amount.value, unit: unit)
    } catch {
      throw self.error(error.what, (amount.key, amount.line), error.next)
    }
  }

  private func check(
    _ currency: ClaimsFile.Placed<String>, is unit: UInt16, of payment: ClaimsFile.Placed<String>
  ) throws {
    let brought = snapshot.postings.units[Int(unit)].currency
    guard brought == currency.value else {
      throw error(
        "\(payment.value) brought \(brought), not \(currency.value)", place(currency),
        "Give the amount in \(brought).")
    }
  }

  private func text(_ amount: Int128, _ unit: UInt16) -> String {
    let currency = snapshot.postings.units[Int(unit)].currency
    return "\(snapshot.postings.money(amount, unit: unit)) \(currency)"
  }

  // MARK: - errors

  private func place(_ value: ClaimsFile.Placed<String>) -> (String, Int) {
    (value.key, value.line)
  }

  private func placeText(_ place: (key: String, line: Int)) -> String {
    "\(source.path), line \(place.line), \(place.key)"
  }

  private func error(
    _ what: String, _ place: (key: String, line: Int), _ next: String
  ) -> Failure {
    Failure(code: "claims", what: "Claims: \(what).", place: placeText(place), next: next)
  }
}
