import ClewModel
import GRDB

/// Takes the batches of one source into the casefile, inside one transaction.
///
/// Called from one thread: `header` once, `accept` with every batch in the order of the file,
/// `archive` with the source's bytes where they are kept, and `finish` at the end. What was stated
/// by reference (parties, accounts and listings named by an id or a name) is resolved at the end,
/// over everything that the casefile then holds, so that the order of files does not matter.
package final class Loader {
  let db: Database
  let entry: NewSource
  let source: Int64
  let setID: Int64
  let ids: LoaderIDs
  let facts: FactWriter
  let names: NameWriter
  let mentions: MentionWriter
  let accounts: AccountWriter
  let links: LinkWriter
  let lists: ListWriter
  let filings: FilingWriter
  let details: DetailWriter
  private let accountNames: AccountNameKeys
  let reading: ReadingWriter
  let transactions: TransactionLoad
  let retractions: RetractionWriter

  private(set) var header: SourceHeader?
  private(set) var digest: String?
  private var bytes: Int64 = 0
  private var blocks: [UInt8] = []
  private var isPartial = false
  private var archivedParts: Int64 = 0
  private var codes: CodeTable
  private var currencies: [Int64] = []
  private var modes: [Int64] = []
  private var rejections: Int64 = 0
  private var isWide = false
  /// KiB of pages that a large register may keep in memory.
  private static let wideCache = 256_000

  init(_ db: Database, _ entry: NewSource, folding: Folding) throws {
    self.db = db
    self.entry = entry
    source = try Int64.fetchOne(db, sql: "select coalesce(max(id), 0) + 1 from source") ?? 1
    setID = try Self.setID(db, entry.set)
    let ids = try LoaderIDs(db)
    self.ids = ids
    facts = try FactWriter(db)
    names = try NameWriter(db, folding)
    mentions = try MentionWriter(db, source: source, setID: setID, first: ids.mention)
    accounts = try AccountWriter(
      db, source: source, setID: setID, set: entry.set, first: ids.account, at: entry.ingestedAt)
    links = try LinkWriter(db, source: source, setID: setID, ids: ids)
    lists = try ListWriter(db, source: source, ids: ids)
    filings = try FilingWriter(db, source: source, ids: ids)
    details = try DetailWriter(db, setID: setID, ids: ids)
    accountNames = try AccountNameKeys(db, set: entry.set, ids: ids, folding: folding)
    reading = try ReadingWriter(db, source: source)
    transactions = TransactionLoad(
      db, source: source, firstID: ids.transaction, firstAccount: ids.account)
    codes = CodeTable(db)
    retractions = try RetractionWriter(db, source: source, ids: ids)
  }

  /// Finds the party of a ref as the source knows it: in its set, or in its family.
  var partyByRef: String {
    links.family == nil ? LinkEnds.partyByRef : LinkEnds.partyByFamilyRef
  }

  private static func setID(_ db: Database, _ name: String) throws -> Int64 {
    if let id = try Int64.fetchOne(
      db, sql: "select id from record_set where name = ?", arguments: [name])
    {
      return id
    }
    try db.execute(sql: "insert into record_set (name) values (?)", arguments: [name])
    return db.lastInsertedRowID
  }

  // MARK: - In the order of the file

  /// What the source turned out to be. Before the first batch.
  package func header(_ header: SourceHeader) {
    self.header = header
    links.header(header)
  }

  package func accept(_ batch: Batch) throws {
    precondition(header != nil, "the header of a source comes before its first batch")
    if let edition = batch.edition { header?.edition = edition }
    try widenCache()
    for mention in batch.mentions {
      let id = try mentions.add(mention)
      try facts.add(mention.facts, of: .mention, id)
      try names.add(mention, id)
    }
    for (number, more) in batch.repeats.sorted(by: { $0.key < $1.key }) {
      try mentions.repeated(number, more)
    }
    for account in batch.accounts {
      let id = try accounts.add(account)
      try facts.add(account.facts, of: .account, id)
      try names.add(account, id)
    }
    try acceptLists(batch)
    for link in batch.links { try facts.add(link.facts, of: .link, links.add(link)) }
    try acceptTransactions(batch)
    for filing in batch.filings {
      let id = try filings.add(filing)
      try facts.add(
        filing.indicators.map { Fact(.indicator, $0) } + filing.facts, of: .filing, id)
      try names.add(filing, id)
    }
    for note in batch.notes { try filings.add(note) }
    for retraction in batch.retractions {
      try retractions.add(
        retraction, mentions: mentions.next - ids.mention, links: links.next - ids.link)
    }
    for rejection in batch.rejections { try filings.add(rejection) }
    try reading.add(batch)
    rejections += Int64(batch.rejections.count)
  }

  /// Parties and links fill indexes in random order: from 100,000 of them on, pages that fall out of
  /// a small cache would be read and written again and again. Transactions do not.
  private func widenCache() throws {
    guard !isWide, mentions.next - ids.mention + links.next - ids.link > 100_000 else { return }
    try db.execute(sql: "pragma cache_size = -\(Self.wideCache)")
    isWide = true
  }

  private func acceptLists(_ batch: Batch) throws {
    for listing in batch.listings {
      let id = try lists.add(listing)
      try facts.add(
        listing.programmes.map { Fact(.programme, $0) } + listing.facts, of: .listing, id)
      try names.add(name: listing.name, facts: listing.facts, kind: .listing, id)
    }
    for supplement in batch.supplements {
      let id = try lists.add(supplement)
      try facts.add(supplement.facts, of: .supplement, id)
      try names.add(name: "", facts: supplement.facts, kind: .supplement, id)
    }
  }

  private func acceptTransactions(_ batch: Batch) throws {
    for text in batch.currencies { currencies.append(try codes.id(of: text)) }
    for text in batch.modes { modes.append(try codes.id(of: text)) }
    let first = transactions.nextID
    try transactions.accept(
      batch.transactions, currencies: currencies, modes: modes, accounts: accounts.count)
    for detail in batch.transactions.details {
      let id = first + Int64(detail.row)
      try details.add(detail, id)
      try accountNames.add(detail, of: batch.transactions)
      try names.add(detail, id)
      try facts.add(detail.facts, of: .transaction, id)
    }
  }

  /// Keeps a part of the source's bytes, compressed by the caller, in the order of the file.
  package func archive(_ part: [UInt8]) throws {
    try db.execute(
      sql: "insert into source_bytes (source, part, data) values (?, ?, zeroblob(0))",
      arguments: [source, archivedParts])
    let update = try RawStatement(
      db, "update source_bytes set data = ?1 where source = ?2 and part = ?3")
    try part.withUnsafeBytes { bytes in
      update.blob(bytes)
      update.int(source)
      update.int(archivedParts)
      try update.run()
    }
    archivedParts += 1
  }

  /// The end of the source: the digest of all its bytes, which is known only now.
  ///
  /// - Parameters:
  ///   - blocks: digests of the source's blocks, 32 bytes each, where the caller wants them back.
  ///   - partial: what stands after a break of the container was left out.
  package func finish(
    digest: String, bytes: Int64, blocks: [UInt8] = [], partial: Bool = false
  ) {
    self.blocks = blocks
    self.digest = digest
    self.bytes = bytes
    isPartial = partial
  }

  // MARK: - At the end

  /// Writes the source's row, resolves what was stated by reference, joins and counts.
  func complete() throws {
    guard let digest, let header else {
      preconditionFailure("a source ends with its header and its digest given")
    }
    try transactions.finish()
    try insertSource(header, digest)
    if let replaced = entry.replaces {
      try Withdrawal.supersede(db, source: replaced, by: source, at: entry.ingestedAt)
    }
    try RepairedExcerpt.mark(db, source: source, records: statedRecords)
    try accounts.resolveTexts()
    let ends = LinkEnds(db, loader: self)
    try ends.resolve()
    try updateRanges()
    try Editions.run(db, added: source)
    try ends.resolveListings()
    let turned = try AccountResolution.turned(db)
    let parted = try AccountResolution.statements(db, ofAccountsOf: turned)
    try AccountResolution.rebuildJudged(
      db, and: accounts.revived + turned, at: entry.ingestedAt)
    try IdentityPass.run(db, source: source, at: entry.ingestedAt)
    try count()
    try DuplicatesPass.run(
      db, source: source,
      accounts: Set(parted.compactMap { try Membership.account(db, $0) }), at: entry.ingestedAt)
    try ListChanges.run(db, added: source)
  }

  /// How many records the source states, before parties that are only named are added: entries of a
  /// list, what stands beside them, transactions of a report, else parties or links.
  private var statedRecords: Int64 {
    let kinds = [
      lists.next - ids.listing, lists.nextSupplement - ids.supplement,
      transactions.nextID - ids.transaction,
      max(mentions.next - ids.mention, links.next - ids.link),
    ]
    return (kinds.first { $0 > 0 } ?? 0) + rejections
  }

  private func insertSource(_ header: SourceHeader, _ digest: String) throws {
    try db.execute(
      sql: """
        insert into source (id, sha256, path, location, format, encoding, bytes, set_id, reporter, list,
          published, published_mark, as_of, as_of_mark, handling, grade, ingested_at, partial,
          replaces, family, is_whole, part, container, live)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
        """,
      arguments: [
        source, digest, entry.path, entry.location, header.format, header.encoding, bytes, setID,
        header.reporter, header.list, header.published?.lo, header.published.map(TimeMark.mark),
        entry.asOf?.lo,
        entry.asOf.map(TimeMark.mark), entry.handling, entry.grade, entry.ingestedAt, isPartial,
        entry.replaces, header.edition?.family, header.edition?.isWhole == true && !isPartial,
        header.edition?.part, entry.container,
      ])
    let update = try RawStatement(db, "update source set blocks = ?1 where id = ?2")
    try blocks.withUnsafeBytes { bytes in
      update.blob(bytes)
      update.int(source)
      try update.run()
    }
    try updateRanges()
  }

  /// The first and last ids of every kind; null where the source has none.
  private func updateRanges() throws {
    let ranges: [(String, Int64, Int64)] = [
      ("mention", ids.mention, mentions.next), ("account", ids.account, accounts.next),
      ("transaction", ids.transaction, transactions.nextID), ("link", ids.link, links.next),
      ("listing", ids.listing, lists.next), ("filing", ids.filing, filings.next),
    ]
    for (name, first, next) in ranges where next > first {
      try db.execute(
        sql: "update source set first_\(name) = ?, last_\(name) = ? where id = ?",
        arguments: [first, next - 1, source])
    }
  }

  /// Counts what the source states; parties and accounts after they were joined.
  func count() throws {
    try db.execute(
      sql: """
        update source set
          parties = (select count(distinct party) from mention
            where id between first_mention and last_mention and placeholder <> 1),
          accounts =
            (select count(*) from account_mention
              where id between first_account and last_account and account = id)
            + (select count(distinct account) from account_mention
              where id between first_account and last_account and account <> id
                and account not between first_account and last_account),
          transactions = ?, links = ?, listings = ?, filings = ?, rejections = ?
        where id = ?
        """,
      arguments: [
        transactions.nextID - ids.transaction, links.next - ids.link, lists.next - ids.listing,
        filings.next - ids.filing, rejections, source,
      ])
  }
}

/// The first ids that a new source gives out, for each kind of record.
struct LoaderIDs {
  var mention: Int64
  var account: Int64
  var transaction: Int64
  var link: Int64
  var listing: Int64
  var filing: Int64
  var supplement: Int64

  init(_ db: Database) throws {
    func next(_ table: String, _ last: String?) throws -> Int64 {
      let held = try Int64.fetchOne(db, sql: "select max(id) from \(table)") ?? 0
      guard let last else { return held + 1 }
      // A placeholder that turned out to be an account is gone; its id stays used.
      let given = try Int64.fetchOne(db, sql: "select max(\(last)) from source") ?? 0
      return max(held, given) + 1
    }
    mention = try next("mention", "last_mention")
    account = try next("account_mention", "last_account")
    transaction = try next("transactions", "last_transaction")
    link = try next("link", "last_link")
    listing = try next("listing", "last_listing")
    filing = try next("filing", "last_filing")
    supplement = try next("listing_supplement", nil)
  }
}
