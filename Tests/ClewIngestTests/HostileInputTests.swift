import ClewIngest
import ClewModel
import Testing

/// Whatever the bytes, a reader answers with records, rejections or an `IngestError`.
@Suite struct HostileInputTests {
  private static let headers = [
    "id,date,from,to,amount,currency,from_institution,to_name,balance_after",
    "id,name,kind,country,birth_date,lei,listed", "from,to,kind,share,share_min,start,end,direct",
    "id,number,iban,currency,holder,kind,opened,balance,balance_date",
  ]
  private static let profiles = [
    "columns: {date: 1, from: 2, to: 3, amount: 4, currency: 5, to_amount: 6, balance_after: 7}\n"
      + "table: {header: none, delimiter: ',', decimal: ',', grouping: '.'}\n"
      + "dates: [d.M.yy, dd MMM yyyy]\nblocks: {begin: B, end: E}",
    "columns: {date: 1, counterparty: 2, debit: 3, credit: 4}\n"
      + "own: {number: '1', currency: EUR}\ntable: {header: none, delimiter: ','}",
  ]

  private func read(_ reader: any Reader, _ bytes: [UInt8]) throws -> Int {
    do {
      let all = try Reading(reader, bytes).all
      return all.transactions.count + all.mentions.count + all.links.count + all.rejections.count
        + all.accounts.count
    } catch is IngestError {
      return 0
    }
  }

  @Test func noBytesBreakAReader() throws {
    var dice = Dice(23)
    let pieces = [
      ",", ",", ",", "\n", "\r\n", "\"", "P1", "2026-01-02", "31.12.99", "1.234,50", "-", "100",
      "9223372036854775807", "-9223372036854775808", "0.000000000000000001", "EUR", "owns", "25%",
      "person", "é", "\u{1F600}", "\0", "B", "E", "=1+1", " ", "\t", "1900-01-01", "CASH", "%",
    ]
    for round in 0..<1500 {
      var bytes: [UInt8] = []
      for _ in 0..<Int.random(in: 0...40, using: &dice) {
        bytes += pieces.randomElement(using: &dice)!.utf8
      }
      if round.isMultiple(of: 3), !bytes.isEmpty {
        bytes[Int.random(in: 0..<bytes.count, using: &dice)] = UInt8.random(
          in: 0...255, using: &dice)
      }
      let header = Self.headers[round % Self.headers.count]
      let table = Array((header + "\n").utf8) + bytes
      let type = try Formats.detect(SourceHead(bytes: Array((header + "\n").utf8)))
      _ = try read(type.init(options: ReadOptions()), table)
      let profile = Self.profiles[round % Self.profiles.count]
      _ = try read(MappedCSV(options: ReadOptions(profile: profile)), bytes)
      _ = SourceHead(bytes: bytes)
    }
  }

  @Test(arguments: ["utf-8 with a mark", "utf-16", "crlf", "cr"])
  func aTableSaysTheSameInEveryDress(dress: String) throws {
    let text = "id,date,from,to,amount,currency,reference\nT1,2026-01-02,A7,B7,1.5,EUR,é\n"
    var bytes = Array(text.utf8)
    switch dress {
    case "utf-8 with a mark": bytes = [0xEF, 0xBB, 0xBF] + bytes
    case "utf-16": bytes = [0xFE, 0xFF] + text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
    case "crlf": bytes = Array(text.replacing("\n", with: "\r\n").utf8)
    default: bytes = Array(text.replacing("\n", with: "\r").utf8)
    }
    let type = try Formats.detect(SourceHead(bytes: bytes))
    let reading = try Reading(type.init(options: ReadOptions()), bytes)
    #expect(reading.line(0) == "T1 | 2026-01-02 | A7 | B7 | 1.5 | EUR |  | é | ")
    #expect(reading.all.transactions.line == [2])
    let offset = Int(reading.all.transactions.offset[0])
    #expect(bytes[offset] == UInt8(ascii: "T") || bytes[offset + 1] == UInt8(ascii: "T"))
  }

  @Test func aLineOfTwelveMegabytesIsRefusedAndTheNextIsRead() throws {
    let long = String(repeating: "z", count: 12 << 20)
    let text = "id,name,kind\nP1,\(long),person\nP2,b,person\n"
    let reading = try Reading(NativeParties(options: ReadOptions()), Array(text.utf8))
    #expect(reading.all.mentions.map(\.ref) == ["P2"])
    #expect(reading.all.rejections.map(\.provenance.line) == [2])
    #expect(reading.all.rejections[0].snippet.utf8.count == 500)
  }
}
