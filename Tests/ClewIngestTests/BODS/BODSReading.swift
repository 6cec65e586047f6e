import ClewIngest
import ClewModel

/// Everything a reader of JSON said, in one batch, unread paths and retractions included.
struct JSONReading {
  var header: SourceHeader?
  var all = Batch()
  var refused: IngestError?

  init(_ reader: any Reader, _ text: String) throws {
    try self.init(reader, Array(text.utf8))
  }

  init(_ reader: any Reader, _ bytes: [UInt8]) throws {
    do {
      try reader.read(ByteStream(name: "test.json", bytes: bytes)) {
        header = $0
      } batch: { batch in
        all.mentions += batch.mentions
        all.accounts += batch.accounts
        all.links += batch.links
        all.listings += batch.listings
        all.supplements += batch.supplements
        all.rejections += batch.rejections
        all.retractions += batch.retractions
        all.unread += batch.unread
        all.currencies += batch.currencies
        if all.frame == nil { all.frame = batch.frame }
        if batch.transactions.count > 0 {
          precondition(all.transactions.count == 0, "tests read one batch of transactions")
          all.transactions = batch.transactions
        }
      }
    } catch let error as IngestError {
      refused = error
    }
  }

  /// What an endpoint is called: the name of the party behind it, else its ref.
  func name(_ end: Endpoint) -> String {
    switch end {
    case .mention(let number):
      let mention = all.mentions[number]
      return mention.name.isEmpty
        ? "(\(mention.facts.first { $0.property == "unspecified-reason" }?.value ?? ""))"
        : mention.name
    case .party(let ref):
      let stated = all.mentions.filter { $0.ref == ref }
      return stated.last { !$0.name.isEmpty }?.name ?? stated.last?.name ?? "?\(ref)"
    case .account(let number): return "account \(all.accounts[number].ref ?? "\(number)")"
    case .accountRef(let ref): return "account \(ref)"
    case .listing(let number): return "listing \(number)"
    case .listingName(let name): return "listing \(name)"
    }
  }

  /// A link as one line: ends, kind, shares, directness, dates.
  func line(_ link: Link) -> String {
    var parts = ["\(name(link.from)) \(link.kind.name) \(name(link.to))"]
    if let capital = link.capital { parts.append("capital \(Self.text(capital))") }
    if let votes = link.votes { parts.append("votes \(Self.text(votes))") }
    if let direct = link.direct { parts.append(direct ? "direct" : "indirect") }
    if link.candidate { parts.append("candidate") }
    if let role = link.role { parts.append(role) }
    if link.start != nil || link.end != nil {
      parts.append("\(link.start?.description ?? "")..\(link.end?.description ?? "")")
    }
    return parts.joined(separator: " | ")
  }

  static func text(_ stake: Stake) -> String {
    func text(_ share: Share?) -> String {
      share.map { Decimal64.text(Int128($0.units), scale: 13) } ?? "?"
    }
    let (min, max) = (text(stake.min), text(stake.max))
    return min == max ? min : "\(min)-\(max)"
  }

  /// The numbers that no retraction of the source's own takes back.
  func standing(links: Bool) -> [Int] {
    let gone = Set(
      all.retractions.compactMap { retraction -> Int? in
        switch retraction.target {
        case .ownLink(let number): links ? number : nil
        case .ownMention(let number): links ? nil : number
        default: nil
        }
      })
    return (links ? all.links.indices : all.mentions.indices).filter { !gone.contains($0) }
  }

  var counts: String {
    "\(all.mentions.count) mentions, \(all.links.count) links, \(all.rejections.count) rejections, "
      + "\(all.retractions.count) retractions, \(all.unread.reduce(0) { $0 + $1.count }) unread"
  }
}
