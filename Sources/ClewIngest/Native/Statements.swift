import ClewModel
import Crypto

/// Collects mentions, accounts, links and listings of a source into batches of about 4,000, and
/// counts byte-identical statements instead of repeating them.
///
/// What was stated before is remembered as the first 16 bytes of a SHA-256 of the normalised
/// statement: 32 bytes for each, whatever it says.
struct Statements {
  static let batchSize = 4096

  var batch = Batch()
  private var mentionNumbers: [Digest: Int] = [:]
  private var accountNumbers: [Digest: Int] = [:]
  private var mentionTotal = 0
  private var accountTotal = 0
  private var firstMention = 0

  private struct Digest: Hashable {
    var high: UInt64
    var low: UInt64

    init(_ fields: [String?]) {
      var hash = SHA256()
      for field in fields {
        let bytes = Array((field ?? "\u{0}").utf8)
        withUnsafeBytes(of: UInt64(bytes.count).littleEndian) { hash.update(bufferPointer: $0) }
        hash.update(data: bytes)
      }
      (high, low) = hash.finalize().withUnsafeBytes {
        (
          $0.loadUnaligned(fromByteOffset: 0, as: UInt64.self),
          $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
        )
      }
    }
  }

  var isFull: Bool {
    batch.mentions.count + batch.accounts.count + batch.links.count + batch.listings.count
      + batch.rejections.count + batch.repeats.count >= Self.batchSize
  }

  mutating func handOver() -> Batch {
    let full = batch
    batch = Batch()
    firstMention = mentionTotal
    return full
  }

  /// Adds a mention and returns its number, nil where the same was stated before.
  ///
  /// - Parameter more: what else belongs to the statement.
  mutating func add(_ mention: Mention, and more: String = "") -> Int? {
    let key = Digest(
      [mention.ref, mention.kind.name, mention.name, more] + Self.fields(mention.facts))
    if let known = mentionNumbers[key] {
      if known >= firstMention {
        batch.mentions[known - firstMention].occurrences += 1
      } else {
        batch.repeats[known, default: 0] += 1
      }
      return nil
    }
    mentionNumbers[key] = mentionTotal
    batch.mentions.append(mention)
    defer { mentionTotal += 1 }
    return mentionTotal
  }

  /// Adds an account and returns its number, nil where the same was stated before.
  ///
  /// - Parameter more: what else belongs to the statement.
  mutating func add(_ account: AccountMention, and more: String = "") -> Int? {
    let key = Digest(
      [
        account.ref, account.iban, account.institution, account.number, account.kind.name,
        account.currency, account.name, account.opened?.description,
        account.closed?.description, account.balance?.amountText,
        account.balanceTime?.description, more,
      ] + Self.fields(account.facts))
    guard accountNumbers.updateValue(accountTotal, forKey: key) == nil else { return nil }
    batch.accounts.append(account)
    defer { accountTotal += 1 }
    return accountTotal
  }

  private static func fields(_ facts: [Fact]) -> [String?] {
    facts.flatMap { [$0.property.rawValue, $0.value, $0.raw, $0.qualifier] }
  }
}
