import ClewIngest
import ClewModel
import Testing

/// Everything a reader said about one source of ISO 20022, in one batch, with its shapes.
struct ISOReading {
  var header: SourceHeader?
  var batch = Batch()
  var batches = 0

  init(_ bytes: [UInt8], name: String = "test.xml") throws {
    let head = SourceHead(bytes: Array(bytes.prefix(SourceHead.length)))
    let reader = try Formats.detect(head).init(options: ReadOptions())
    var header: SourceHeader?
    var all: [Batch] = []
    try reader.read(ByteStream(name: name, bytes: bytes)) {
      header = $0
    } batch: {
      all.append($0)
    }
    self.header = header
    batches = all.count
    for one in all { add(one) }
  }

  init(_ text: String) throws { try self.init(Array(text.utf8)) }

  private mutating func add(_ one: Batch) {
    batch.mentions += one.mentions
    batch.accounts += one.accounts
    batch.links += one.links
    batch.rejections += one.rejections
    batch.currencies += one.currencies
    batch.modes += one.modes
    batch.unread += one.unread
    batch.frame = batch.frame ?? one.frame
    for (number, count) in one.repeats { batch.mentions[number].occurrences += count }
    let rows = batch.transactions.count
    let more = one.transactions
    let arena = Int32(batch.transactions.arena.count)
    batch.transactions.lo += more.lo
    batch.transactions.precision += more.precision
    batch.transactions.from += more.from
    batch.transactions.to += more.to
    batch.transactions.mantissa += more.mantissa
    batch.transactions.scale += more.scale
    batch.transactions.currency += more.currency
    batch.transactions.mode += more.mode
    batch.transactions.balanceAfter += more.balanceAfter
    batch.transactions.offset += more.offset
    batch.transactions.length += more.length
    batch.transactions.line += more.line
    batch.transactions.textEnd += more.textEnd.map { $0 + arena }
    batch.transactions.arena += more.arena
    batch.transactions.details += more.details.map {
      var detail = $0
      detail.row += rows
      return detail
    }
  }

  var shapes: [PaymentShape] { PaymentShape.all(batch) }
  var details: [TransactionDetail] { batch.transactions.details }

  /// The values of a property among facts.
  static func values(_ facts: [Fact], _ property: Property) -> [String] {
    facts.filter { $0.property == property }.map(\.value)
  }

  func facts(_ row: Int, _ property: Property) -> [String] {
    Self.values(details[row].facts, property)
  }

  func roles(_ row: Int) -> [String] { details[row].roles.map(\.name) }

  func mention(_ row: Int, _ role: String) -> Mention? {
    details[row].roles.first { $0.name == role }?.mention.map { batch.mentions[$0] }
  }
}

/// The public samples.
enum ISOSamples {
  static var folder: String? {
    let path = publicData.map { $0 + "/formats/iso20022" }
    return path.flatMap { (try? fileBytes($0 + "/camt-genkgo/camt052.v1.xml")) == nil ? nil : $0 }
  }
  static var areHere: Bool { folder != nil }

  static func bytes(_ name: String) -> [UInt8]? {
    folder.flatMap { try? fileBytes("\($0)/\(name)") }
  }
}
