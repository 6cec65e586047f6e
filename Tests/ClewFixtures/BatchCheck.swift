import ClewModel

/// Holds a reader to what every batch promises: numbers that point at records handed over, places
/// inside the source, columns of one length.
public struct BatchCheck {
  private var mentions = 0
  private var accounts = 0
  private var listings = 0
  private var transactions = 0
  private var currencies = 0
  private var modes = 0
  private var links: [(Link, Int)] = []
  private let size: Int64
  /// What was found wrong.
  public private(set) var faults: [String] = []

  /// - Parameter size: bytes of the source.
  public init(size: Int) { self.size = Int64(size) }

  package mutating func add(_ batch: Batch) {
    mentions += batch.mentions.count
    accounts += batch.accounts.count
    listings += batch.listings.count
    currencies += batch.currencies.count
    modes += batch.modes.count
    for mention in batch.mentions { check(mention.provenance, "mention") }
    for account in batch.accounts { check(account.provenance, "account") }
    for listing in batch.listings {
      check(listing.provenance, "listing")
      if let subject = listing.subject, subject >= mentions { fault("a listing's subject") }
      if listing.ref.isEmpty || listing.list.isEmpty { fault("a listing without ref or list") }
    }
    for rejection in batch.rejections {
      check(rejection.provenance, "rejection")
      if rejection.reason.isEmpty { fault("a rejection without reason") }
      if rejection.snippet.utf8.count > 2000 { fault("a rejection's snippet is long") }
    }
    for filing in batch.filings {
      check(filing.provenance, "filing")
      for subject in filing.subjects {
        switch subject.who {
        case .mention(let number): if number >= mentions { fault("a filing's mention") }
        case .account(let number): if number >= accounts { fault("a filing's account") }
        }
      }
    }
    for link in batch.links {
      check(link.provenance, "link")
      links.append((link, 0))
    }
    for repeated in batch.repeats.keys where repeated >= mentions { fault("a repeated mention") }
    check(batch.transactions)
  }

  private mutating func check(_ rows: Transactions) {
    let count = rows.count
    let lengths = [
      rows.lo.count, rows.precision.count, rows.to.count, rows.mantissa.count, rows.scale.count,
      rows.currency.count, rows.mode.count, rows.balanceAfter.count, rows.offset.count,
      rows.length.count, rows.line.count, rows.textEnd.count / 2,
    ]
    guard lengths.allSatisfy({ $0 == count }),
      rows.textEnd.last.map(Int.init) ?? 0 <= rows.arena.count
    else { return fault("columns of unequal length") }
    for row in 0..<count {
      for side in [rows.from[row], rows.to[row]] where side >= accounts || side < Transactions.cash
      {
        fault("a transaction's account")
      }
      if rows.currency[row] >= currencies { fault("a transaction's currency") }
      if rows.mode[row] >= modes { fault("a transaction's mode") }
      if rows.scale[row] > 18 { fault("a scale beyond 18") }
      if rows.offset[row] < 0 || rows.offset[row] + Int64(rows.length[row]) > size {
        fault("a transaction's place")
      }
    }
    for detail in rows.details {
      if detail.row >= count { fault("a detail's row") }
      for role in detail.roles {
        if let number = role.mention, number >= mentions { fault("a role's mention") }
        if let number = role.account, number >= accounts { fault("a role's account") }
      }
    }
    transactions += count
  }

  /// What can only be said at the end: links may point forward.
  package mutating func finish() {
    for (link, _) in links {
      for end in [link.from, link.to] {
        switch end {
        case .mention(let number): if number < 0 || number >= mentions { fault("a link's mention") }
        case .account(let number): if number < 0 || number >= accounts { fault("a link's account") }
        case .listing(let number): if number < 0 || number >= listings { fault("a link's listing") }
        case .party, .accountRef, .listingName: break
        }
      }
      for stake in [link.capital, link.votes].compactMap({ $0 }) {
        if let min = stake.min, let max = stake.max, min.units > max.units { fault("a stake") }
      }
    }
  }

  private mutating func check(_ place: Provenance, _ what: String) {
    if place.offset < 0 || place.length < 0 || place.offset + Int64(place.length) > size {
      fault("the place of a \(what)")
    }
  }

  private mutating func fault(_ what: String) {
    if faults.count < 10, !faults.contains(what) { faults.append(what) }
  }
}
