import ClewIngest
import ClewModel
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// Everything a reader said about one source, its batches put end to end.
struct Readings {
  var header: SourceHeader?
  var mentions: [Mention] = []
  var accounts: [AccountMention] = []
  var links: [Link] = []
  var filings: [Filing] = []
  var rejections: [Rejection] = []
  var currencies: [String] = []
  var modes: [String] = []
  var transactions: [Row] = []
  var unread: [String: Int] = [:]
  var retractions: [Retraction] = []
  var codeLabels: [CodeLabel] = []
  var frame: RepairFrame?
  var batches = 0

  /// One transaction as a value.
  struct Row {
    var ref: String
    var reference: String
    var time: TimeSpan
    var from: Int32
    var to: Int32
    var amount: String
    var currency: String
    var mode: String
    var offset: Int64
    var length: Int32
    var line: Int32
    var detail: TransactionDetail
  }

  mutating func add(_ batch: Batch) {
    batches += 1
    mentions += batch.mentions
    accounts += batch.accounts
    links += batch.links
    filings += batch.filings
    rejections += batch.rejections
    retractions += batch.retractions
    codeLabels += batch.codeLabels
    for path in batch.unread { unread[path.path, default: 0] += path.count }
    if let frame = batch.frame { self.frame = frame }
    currencies += batch.currencies
    modes += batch.modes
    for (number, more) in batch.repeats { mentions[number].occurrences += more }
    let rows = batch.transactions
    var texts: [String] = []
    var start = 0
    for end in rows.textEnd {
      texts.append(String(decoding: rows.arena[start..<Int(end)], as: UTF8.self))
      start = Int(end)
    }
    #expect(rows.details.map(\.row) == Array(0..<rows.count))
    for row in 0..<rows.count {
      transactions.append(
        Row(
          ref: texts[2 * row], reference: texts[2 * row + 1],
          time: TimeSpan(
            lo: rows.lo[row], precision: TimeSpan.Precision(rawValue: rows.precision[row])!),
          from: rows.from[row], to: rows.to[row],
          amount: Decimal64(mantissa: rows.mantissa[row], scale: rows.scale[row]).description,
          currency: currencies[Int(rows.currency[row])],
          mode: rows.mode[row] < 0 ? "" : modes[Int(rows.mode[row])],
          offset: rows.offset[row], length: rows.length[row], line: rows.line[row],
          detail: rows.details[row]))
    }
  }
}

func stream(_ bytes: [UInt8], piece: Int = 1 << 20, name: String = "a.xml") -> ByteStream {
  var at = 0
  return ByteStream(name: name) { buffer in
    let count = min(buffer.count, piece, bytes.count - at)
    buffer.copyBytes(from: bytes[at..<(at + count)])
    at += count
    return count
  }
}

func goAML(_ bytes: [UInt8], piece: Int = 1 << 20) throws -> Readings {
  var result = Readings()
  try GoAMLReader(options: ReadOptions()).read(
    stream(bytes, piece: piece),
    header: {
      #expect(result.header == nil && result.batches == 0)
      result.header = $0
    },
    batch: { result.add($0) })
  return result
}

func goAML(_ text: String) throws -> Readings { try goAML(Array(text.utf8)) }
