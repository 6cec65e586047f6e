import ClewModel
import GRDB

/// The keys of parties that payments name on one of their sides: the account of that side with the
/// name, folded.
///
/// Two statements of one payment, or of two payments over one account, that give the side the same
/// name mean the same party: a bank keeps an account for one holder of a name. Only accounts with a
/// strong key of their own count (an IBAN, a number with its institution); a name alone joins nothing.
final class AccountNameKeys {
  private let ids: LoaderIDs
  private let set: String
  private let folding: Folding
  private let account: RawStatement
  private let name: RawStatement
  private let insert: RawStatement
  /// Pairs of mention and account that were written, so that a side met again costs nothing. Emptied
  /// when it grows large.
  private var seen: Set<Pair> = []
  private static let seenLimit = 200_000

  private struct Pair: Hashable {
    var mention: Int
    var account: Int
  }

  init(_ db: Database, set: String, ids: LoaderIDs, folding: Folding) throws {
    self.ids = ids
    self.set = set
    self.folding = folding
    account = try RawStatement(
      db, "select iban, institution, number from account_mention where id = ?")
    name = try RawStatement(db, "select name from mention where id = ?")
    insert = try RawStatement(
      db, "insert or ignore into identity_key (key, rule, mention) values (?, ?, ?)")
  }

  /// Writes the keys of the two sides of a payment of the batch.
  func add(_ detail: TransactionDetail, of rows: Transactions) throws {
    for role in detail.roles where role.name == "from" || role.name == "to" {
      guard let mention = role.mention, role.partyRef == nil else { continue }
      let side = role.name == "from" ? rows.from[detail.row] : rows.to[detail.row]
      let number = role.account ?? Int(side)
      guard number >= 0, seen.insert(Pair(mention: mention, account: number)).inserted else {
        continue
      }
      if seen.count > Self.seenLimit { seen.removeAll(keepingCapacity: true) }
      guard let key = try strongKey(number), let name = try foldedName(mention) else { continue }
      let strong = IdentityKey(.accountName, key.text, name)
      insert.text(strong.text)
      insert.int(strong.rule.rawValue)
      insert.int(ids.mention + Int64(mention))
      try insert.run()
    }
  }

  private func strongKey(_ number: Int) throws -> AccountKey? {
    var stated = AccountMention(provenance: Provenance(offset: 0, length: 0, line: 0))
    account.int(ids.account + Int64(number))
    try account.each {
      stated.iban = account.string(0)
      stated.institution = account.string(1)
      stated.number = account.string(2)
    }
    return stated.keys(set: set).first { key in
      switch key {
      case .iban, .institution: true
      case .ref, .number, .text: false
      }
    }
  }

  private func foldedName(_ mention: Int) throws -> String? {
    var stated: String?
    name.int(ids.mention + Int64(mention))
    try name.each { stated = name.string(0) }
    guard let stated, !Sentinel.matches(stated) else { return nil }
    let folded = folding.key(stated)
    return folded.isEmpty ? nil : folded
  }
}
