import ClewIngest
import ClewModel
import Glibc

/// Everything a reader said, in one batch.
struct Reading {
  var header: SourceHeader?
  var all = Batch()
  var batches = 0
  var currencies: [String] = []
  var modes: [String] = []

  init(_ reader: any Reader, _ bytes: [UInt8]) throws {
    var header: SourceHeader?
    var batches: [Batch] = []
    try reader.read(ByteStream(name: "test.csv", bytes: bytes)) {
      header = $0
    } batch: {
      batches.append($0)
    }
    self.header = header
    self.batches = batches.count
    for batch in batches {
      let rows = all.transactions.count
      let bytes = Int32(all.transactions.arena.count)
      all.mentions += batch.mentions
      all.accounts += batch.accounts
      all.links += batch.links
      all.listings += batch.listings
      all.notes += batch.notes
      all.rejections += batch.rejections
      all.supplements += batch.supplements
      all.filings += batch.filings
      all.unread += batch.unread
      all.retractions += batch.retractions
      all.codeLabels += batch.codeLabels
      all.frame = all.frame ?? batch.frame
      all.edition = batch.edition ?? all.edition
      all.currencies += batch.currencies
      all.modes += batch.modes
      for (number, count) in batch.repeats { all.mentions[number].occurrences += count }
      let more = batch.transactions
      all.transactions.lo += more.lo
      all.transactions.precision += more.precision
      all.transactions.from += more.from
      all.transactions.to += more.to
      all.transactions.mantissa += more.mantissa
      all.transactions.scale += more.scale
      all.transactions.currency += more.currency
      all.transactions.mode += more.mode
      all.transactions.balanceAfter += more.balanceAfter
      all.transactions.offset += more.offset
      all.transactions.length += more.length
      all.transactions.line += more.line
      all.transactions.textEnd += more.textEnd.map { $0 + bytes }
      all.transactions.arena += more.arena
      all.transactions.details += more.details.map {
        var detail = $0
        detail.row += rows
        return detail
      }
    }
  }

  /// One transaction as a line: time, sides, amount, texts.
  func line(_ row: Int) -> String {
    let t = all.transactions
    func text(_ index: Int) -> String {
      let from = index == 0 ? 0 : Int(t.textEnd[index - 1])
      return String(decoding: t.arena[from..<Int(t.textEnd[index])], as: UTF8.self)
    }
    let time = TimeSpan(
      lo: t.lo[row], precision: TimeSpan.Precision(rawValue: t.precision[row])!)
    let amount = Decimal64(mantissa: t.mantissa[row], scale: t.scale[row])
    let mode = t.mode[row] < 0 ? "" : all.modes[Int(t.mode[row])]
    let balance =
      t.balanceAfter[row] == Transactions.noBalance
      ? "" : Decimal64(mantissa: t.balanceAfter[row], scale: t.scale[row]).description
    return [
      text(2 * row), time.description, side(t.from[row]), side(t.to[row]), amount.description,
      all.currencies[Int(t.currency[row])], mode, text(2 * row + 1), balance,
    ].joined(separator: " | ")
  }

  private func side(_ number: Int32) -> String {
    if number == Transactions.none { return "none" }
    if number == Transactions.cash { return "cash" }
    let account = all.accounts[Int(number)]
    if let text = account.text { return text }
    return [account.institution, account.number ?? account.iban].compactMap { $0 }
      .joined(separator: "/")
  }
}

/// The folder of public data, nil where it is not there.
let publicData: String? = {
  let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
  let path = getenv("CLEW_TEST_DATA").map { String(cString: $0) } ?? "/\(root)/../shared/data"
  return access(path, R_OK) == 0 ? path : nil
}()

/// The bytes of a file.
func fileBytes(_ path: String) throws -> [UInt8] {
  try content(Inputs.expand(paths: [path])[0])
}

/// A file of the package.
func packageFile(_ name: String) -> String {
  "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/") + "/" + name
}
