import ClewModel
import GRDB

/// Writes filings, notes on groups of transactions, and rejections.
final class FilingWriter {
  private let source: Int64
  private let ids: LoaderIDs
  /// The id that the next filing gets.
  private(set) var next: Int64
  private let filing: RawStatement
  private let subject: RawStatement
  private let note: RawStatement
  private let rejection: RawStatement

  init(_ db: Database, source: Int64, ids: LoaderIDs) throws {
    self.source = source
    self.ids = ids
    next = ids.filing
    filing = try RawStatement(
      db,
      """
      insert into filing (id, source, ref, kind, filer, filed, filed_mark, narrative,
        first_transaction, last_transaction, offset, length, line, path)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    subject = try RawStatement(
      db,
      """
      insert into filing_subject (filing, ordinal, mention, account, role, suspected, reason)
      values (?, ?, ?, ?, ?, ?, ?)
      """)
    note = try RawStatement(
      db,
      """
      insert into record_note (source, text, first_transaction, last_transaction, offset, length,
        line, path)
      values (?, ?, ?, ?, ?, ?, ?, ?)
      """)
    rejection = try RawStatement(
      db,
      """
      insert into rejection (source, offset, length, line, path, reason, snippet)
      values (?, ?, ?, ?, ?, ?, ?)
      """)
  }

  func add(_ added: Filing) throws -> Int64 {
    let id = next
    filing.int(id)
    filing.int(source)
    filing.text(added.ref)
    filing.text(added.kind)
    filing.text(added.filer)
    filing.time(added.filed)
    filing.text(added.narrative)
    range(added.transactions, filing)
    filing.provenance(added.provenance)
    try filing.run()
    for (ordinal, stated) in added.subjects.enumerated() {
      subject.int(id)
      subject.int(ordinal)
      switch stated.who {
      case .mention(let number):
        subject.int(ids.mention + Int64(number))
        subject.int(nil)
      case .account(let number):
        subject.int(nil)
        subject.int(ids.account + Int64(number))
      }
      subject.text(stated.role)
      subject.flag(stated.suspected)
      subject.text(stated.reason)
      try subject.run()
    }
    next += 1
    return id
  }

  func add(_ added: RecordNote) throws {
    note.int(source)
    note.text(added.text)
    range(added.transactions, note)
    note.provenance(added.provenance)
    try note.run()
  }

  func add(_ added: Rejection) throws {
    rejection.int(source)
    rejection.provenance(added.provenance)
    rejection.text(added.reason)
    rejection.text(added.snippet)
    try rejection.run()
  }

  /// The ids of a range of transaction numbers; null for an empty one.
  private func range(_ numbers: Range<Int>, _ statement: RawStatement) {
    statement.int(numbers.isEmpty ? nil : ids.transaction + Int64(numbers.lowerBound))
    statement.int(numbers.isEmpty ? nil : ids.transaction + Int64(numbers.upperBound) - 1)
  }
}

/// Writes what only some transactions state.
final class DetailWriter {
  private let ids: LoaderIDs
  private let detail: RawStatement
  private let role: RawStatement
  private let party: RawStatement
  private let setID: Int64

  init(_ db: Database, setID: Int64, ids: LoaderIDs) throws {
    self.ids = ids
    self.setID = setID
    detail = try RawStatement(
      db,
      """
      insert into transaction_detail (id, path, description, uetr, value_date, value_date_mark,
        suspicious, end_to_end, servicer_reference, standing)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    role = try RawStatement(
      db,
      """
      insert into transaction_role (transaction_id, ordinal, name, mention, party_ref, account,
        mantissa, scale, currency, funds, country, suspected)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    party = try RawStatement(db, LinkEnds.partyByRef)
  }

  func add(_ added: TransactionDetail, _ id: Int64) throws {
    detail.int(id)
    detail.text(added.path)
    detail.text(added.description)
    detail.text(Self.key(added.uetr)?.lowercased())
    detail.time(added.valueDate)
    detail.flag(added.suspicious)
    detail.text(Self.key(added.endToEnd))
    detail.text(Self.key(added.servicerReference))
    detail.int(added.standing.rawValue)
    try detail.run()
    for (ordinal, stated) in added.roles.enumerated() {
      role.int(id)
      role.int(ordinal)
      role.text(stated.name)
      role.int(try mention(of: stated))
      role.text(stated.partyRef)
      role.int(stated.account.map { ids.account + Int64($0) })
      role.int(stated.money?.mantissa)
      role.int(stated.money.map { Int64($0.scale) })
      role.text(stated.money?.currency)
      role.text(stated.funds)
      role.text(stated.country)
      role.flag(stated.suspected)
      try role.run()
    }
  }

  /// A reference without blanks at its ends; nil for one that means nothing, which would tie
  /// strangers together.
  private static func key(_ reference: String?) -> String? {
    guard let reference, !Sentinel.matches(reference) else { return nil }
    return reference.trimmed
  }

  private func mention(of role: TransactionDetail.Role) throws -> Int64? {
    if let number = role.mention { return ids.mention + Int64(number) }
    guard let ref = role.partyRef else { return nil }
    party.text(ref)
    party.int(setID)
    return try party.firstInt()
  }
}
