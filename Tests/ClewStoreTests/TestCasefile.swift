import ClewModel
import ClewStore
import Glibc

/// A casefile in a folder of its own that is removed with it, and an easy way to fill it.
final class TestCasefile {
  let folder: String
  let casefile: Casefile
  private var loaded = 0

  init(mode: Casefile.Mode = .write) throws {
    var template = Array("/tmp/clew-store-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw Failure.noFolder }
    folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let path = folder + "/test.clew"
    try Casefile.create(at: path, version: "test")
    casefile = try Casefile.open(at: path, mode: mode, folding: .test)
  }

  enum Failure: Error { case noFolder }

  deinit {
    try? casefile.close()
    for name in ["test.clew", "test.clew-wal", "test.clew-shm", "test.clew-journal"] {
      unlink(folder + "/" + name)
    }
    rmdir(folder)
  }

  /// Loads a batch as one source; returns its number. The digest is the name.
  @discardableResult
  func load(
    _ name: String, set: String = "set", reporter: String? = nil, list: String? = nil,
    replaces: Int64? = nil, published: TimeSpan? = nil, _ fill: (inout Batch) -> Void
  ) throws -> Int64 {
    var batch = Batch()
    fill(&batch)
    let result = try casefile.load(
      NewSource(path: name, set: set, replaces: replaces, ingestedAt: "2026-01-01T00:00:00Z")
    ) { loader in
      loader.header(
        SourceHeader(
          format: "test", encoding: "utf-8", published: published, list: list,
          reporter: reporter))
      try loader.accept(batch)
      loader.finish(digest: "digest of \(name)", bytes: 1)
    }
    return result.source.id.number
  }

  func party(_ mention: Int64) throws -> Int64? {
    guard case .one(let id) = try casefile.resolve("id:P\(mention)") else { return nil }
    return id.number
  }

  func judge(_ a: String, _ b: String, _ opinion: Opinion) throws -> Judgement {
    try casefile.judge(
      a: RecordID(a)!, b: RecordID(b)!, opinion: opinion, by: "ada", why: "seen",
      at: "2026-01-02T00:00:00Z")
  }

  func unmerge(_ judgement: Int64) throws -> Judgement {
    try casefile.unmerge(
      judgement: judgement, by: "ada", why: "wrong", at: "2026-01-03T00:00:00Z")
  }
}

extension Folding {
  /// Plain enough to read: lower-case words.
  static let test = Folding(
    key: { $0.lowercased().split { !$0.isLetter && !$0.isNumber }.sorted().joined(separator: " ") },
    tokens: { $0.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init) })
}

extension Batch {
  private func place(_ line: Int) -> Provenance {
    Provenance(offset: Int64(line * 100), length: 90, line: Int32(line))
  }

  mutating func person(_ name: String, ref: String? = nil, _ facts: Fact...) {
    mentions.append(
      Mention(
        ref: ref, kind: .person, name: name, facts: facts, provenance: place(mentions.count + 1)))
  }

  mutating func company(_ name: String, ref: String? = nil, _ facts: Fact...) {
    mentions.append(
      Mention(
        ref: ref, kind: .organisation, name: name, facts: facts,
        provenance: place(mentions.count + 1)))
  }

  @discardableResult
  mutating func account(
    ref: String? = nil, iban: String? = nil, institution: String? = nil, number: String? = nil,
    name: String? = nil
  ) -> Int32 {
    accounts.append(
      AccountMention(
        ref: ref, iban: iban, institution: institution, number: number, name: name,
        provenance: place(accounts.count + 1)))
    return Int32(accounts.count - 1)
  }

  /// A transaction in euros on a day of January 2026.
  mutating func pay(
    _ from: Int32, _ to: Int32, _ amount: String, day: Int, ref: String = "", uetr: String? = nil,
    currency: String = "EUR", balanceAfter: Int64 = Transactions.noBalance, mode: String? = nil,
    side roles: TransactionDetail.Role...
  ) {
    if !currencies.contains(currency) { currencies.append(currency) }
    if let mode, !modes.contains(mode) { modes.append(mode) }
    transactions.append(
      ref: ref, reference: "", time: TimeSpan(day: Day(year: 2026, month: 1, day: day)!),
      from: from, to: to, amount: Decimal64(amount)!,
      currency: Int32(currencies.firstIndex(of: currency)!),
      mode: mode.flatMap { modes.firstIndex(of: $0) }.map(Int32.init) ?? -1,
      balanceAfter: balanceAfter, provenance: place(transactions.count + 1),
      detail: uetr == nil && roles.isEmpty ? nil : TransactionDetail(roles: roles, uetr: uetr))
  }

  mutating func listing(
    _ name: String, list: String, ref: String, subject: Int? = nil, _ facts: Fact...
  ) {
    listings.append(
      Listing(
        list: list, authority: ListAuthority(listName: list), effect: .blocking, ref: ref,
        kind: .organisation, name: name, facts: facts, provenance: place(listings.count + 1),
        subject: subject))
  }
}
