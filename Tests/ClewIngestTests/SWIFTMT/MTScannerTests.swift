import ClewIngest
import ClewModel
import Testing

@Suite struct MTScannerTests {
  private let transfer = ":20:X\n:32A:260220EUR1,\n:50K:/9\nP\n:59:/1\nA"

  @Test func severalMessagesInAnyFraming() throws {
    let one = MTSource.fin("103", transfer)
    let ack = "{1:F21BANKBEBBAXXX0000000000}{4:{177:2601160906}{451:0}}"
    let framed = "\u{1}" + one + "\u{3}      \u{1}" + one + "\u{3}"
    for text in [
      one + "\r\n$\r\n" + one, one + one, framed, ack + one + "{5:{MAC:0}{CHK:1}}\r\n" + ack + one,
      one.split(separator: "\r\n").joined(separator: "\n") + "\n" + one, one + "{5:}" + one,
    ] {
      let source = try MTSource(text)
      #expect(source.rejections == [] && source.reading.all.transactions.count == 2)
    }
    let acknowledged = try MTSource(ack + one)
    #expect(acknowledged.unread.map(\.path) == ["service message (acknowledgement)"])
  }

  @Test func placesAreThoseOfTheBytes() throws {
    let one = MTSource.fin("199", ":20:X\n:79:HELLO")
    let source = try MTSource(one + "\r\n" + one + one)
    let bytes = Array((one + "\r\n" + one + one).utf8)
    #expect(source.reading.all.rejections.count == 3)
    for rejection in source.reading.all.rejections {
      let start = Int(rejection.provenance.offset)
      let text = bytes[start..<(start + Int(rejection.provenance.length))]
      #expect(String(decoding: text, as: UTF8.self) == one)
    }
    #expect(source.reading.all.rejections.map(\.provenance.line) == [1, 5, 8])
  }

  @Test func cutMessagesAreRefused() throws {
    let whole = MTSource.fin("103", transfer)
    for length in [60, 100, whole.utf8.count - 2] {
      let text = whole + "\r\n" + String(decoding: Array(whole.utf8.prefix(length)), as: UTF8.self)
      let source = try MTSource(text)
      #expect(source.reading.all.transactions.count == 1)
      #expect(source.rejections.count == 1 && source.rejections[0].contains("cut"))
    }
  }

  @Test func strayTextIsCounted() throws {
    let source = try MTSource(
      "HELLO\nABNANL2A\n940\n" + MTSource.fin("103", transfer) + "\nBYE\nBYE")
    #expect(source.unread.map { "\($0.path) \($0.count)" } == ["text outside of messages 3"])
  }

  @Test func encodings() throws {
    let text =
      ":20:A\n:25:12\n:60F:C260101EUR1,\n:61:260102C1,NTRFX\n:86:M\u{DC}LLER\n:62F:C260102EUR2,\n-\n"
    let latin: [UInt8] = text.unicodeScalars.map { UInt8($0.value) }
    var wide: [UInt8] = [0xFF, 0xFE]
    for unit in text.utf16 { wide += [UInt8(unit & 255), UInt8(unit >> 8)] }
    for (bytes, name) in [
      (Array(text.utf8), "utf-8"), (latin, "windows-1252"), (wide, "utf-16le"),
    ] {
      let source = try MTSource(bytes: bytes)
      #expect(source.reading.header?.encoding == name)
      #expect(source.reading.all.transactions.details.first?.description == "M\u{DC}LLER")
    }
    // A file whose first bank writes UTF-8 and whose second writes Latin-1.
    let mixed = try MTSource(bytes: Array(text.utf8) + latin)
    #expect(
      mixed.reading.all.transactions.details.map(\.description) == ["M\u{DC}LLER", "M\u{DC}LLER"])
  }

  @Test func lineEnds() throws {
    let text = ":20:A\n:25:12\n:60F:C260101EUR1,\n:61:260102C1,NTRFX\n:62F:C260102EUR2,\n-"
    for end in ["\r\n", "\r", "\n", "\r\n\r\n"] {
      let source = try MTSource(text.split(separator: "\n").joined(separator: end))
      #expect(source.rejections == [] && source.reading.all.transactions.count == 1)
    }
  }

  @Test func anHourWrappedBeforeItsColonIsNoField() throws {
    let full = "106?00CARD?20" + String(repeating: "X", count: 44) + "?2112-09T16"
    let source = try MTSource(
      ":20:A\n:25:12\n:60F:C260101EUR2,\n:61:260102D1,NTRFX\n:86:\(full)\n:20:37 MORE\n"
        + ":62F:C260102EUR1,\n-")
    #expect(source.reading.all.transactions.count == 1 && source.rejections == [])
    #expect(source.reading.all.accounts.count == 1)
  }

  @Test func hostile() throws {
    for text in [
      "{1:", "{1:F01}{2:I", "{1:F01X}{2:I103}{4:\n-}", "{4:\n:20:X\n-}", ":20:", ":61:",
      ":86:\n:86:",
      ":20:\n:25:\n:60F:\n:61:\n:62F:\n-", "{1:}{2:O}{3:{}{4:\n:20:\n-}",
      ":25:/\n:61:260101C1,NTRF",
      ":NS:\n:25:1\n:NS:2", ":25:1\n:60F:C260101EUR\n:61:260101C,NTRF\n:62F:X",
      "{1:F01BANKBEBBAXXX0000000000}{2:I940BANKDEFFXXXXN}{4:\n:25:1\n:34F:\n:90D:\n:13D:\n-}",
    ] {
      guard let type = try? Formats.detect(SourceHead(bytes: Array(text.utf8))) else { continue }
      let reading = try Reading(try type.init(options: ReadOptions()), Array(text.utf8))
      #expect(reading.header != nil)
    }
    let deep = "{1:F01BANKBEBBAXXX0}{2:I103BANKDEFFXXXXN}{3:" + String(repeating: "{", count: 9000)
    #expect(try MTSource(deep).rejections.count == 1)
  }

  @Test func sumsBeyondAllRangesAreNoTrap() throws {
    let line = ":61:260101C999999999999999999,NTRFX\n:61:260101C0,00000000000000001NTRFX\n"
    let text =
      ":20:A\n:25:1\n:60F:C260101EUR0,000000000000000001\n"
      + String(repeating: line, count: 400) + ":62F:C260101EUR1,\n-"
    let source = try MTSource(text)
    #expect(source.reading.all.transactions.count == 800)
    #expect(!source.facts(ofAccount: 0).contains { $0.hasPrefix("balance-gap") })
  }
}
