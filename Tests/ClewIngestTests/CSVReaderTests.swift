import ClewModel
import Testing

@testable import ClewIngest

/// What a reader said about one record.
struct ReadRecord: Equatable, CustomStringConvertible {
  var cells: [String]
  var offset: Int
  var length: Int
  var line: Int
  var isRefused = false

  var description: String { "\(cells) @\(offset)+\(length) line \(line) \(isRefused)" }
}

/// Reads everything; nil where the source ends inside a quoted cell.
func readAll(
  _ bytes: [UInt8], delimiter: UInt8 = UInt8(ascii: ","), limit: Int = CSVReader.defaultLimit,
  chunk: Int = 1 << 20, piece: Int = .max, encoding: TextEncoding? = .utf8
) throws -> [ReadRecord] {
  var at = 0
  let stream = ByteStream(name: "test.csv") { buffer in
    let count = min(buffer.count, bytes.count - at, piece)
    for index in 0..<count { buffer[index] = bytes[at + index] }
    at += count
    return count
  }
  let reader = try CSVReader(
    stream, delimiter: delimiter, encoding: encoding, limit: limit, chunk: chunk)
  var records: [ReadRecord] = []
  while true {
    let event = try reader.next()
    if event == .end { return records }
    records.append(
      ReadRecord(
        cells: event == .record ? (0..<reader.count).map { reader[$0].text } : [],
        offset: Int(reader.offset), length: reader.length, line: reader.line,
        isRefused: event == .refused))
  }
}

/// The slow reference: one byte after the other over the whole input, as plain as can be.
func reference(_ bytes: [UInt8], limit: Int) -> [ReadRecord]? {
  var records: [ReadRecord] = []
  var at = 0
  var line = 1
  while at < bytes.count {
    let start = at
    let startLine = line
    var cells: [[UInt8]] = []
    var malformed = false
    var ended = false
    while !ended {
      var cell: [UInt8] = []
      if at < bytes.count, bytes[at] == 0x22 {
        at += 1
        while true {
          guard at < bytes.count else { return nil }
          if bytes[at] == 0x22 {
            if at + 1 < bytes.count, bytes[at + 1] == 0x22 {
              cell.append(0x22)
              at += 2
              continue
            }
            at += 1
            break
          }
          if bytes[at] == 0x0A
            || bytes[at] == 0x0D && !(at + 1 < bytes.count && bytes[at + 1] == 0x0A)
          {
            line += 1
          }
          cell.append(bytes[at])
          at += 1
        }
        while at < bytes.count, ![0x2C, 0x0A, 0x0D].contains(bytes[at]) {
          if bytes[at] != 0x20, bytes[at] != 0x09 { malformed = true }
          at += 1
        }
      } else {
        while at < bytes.count, ![0x2C, 0x0A, 0x0D].contains(bytes[at]) {
          cell.append(bytes[at])
          at += 1
        }
      }
      cells.append(cell)
      if at < bytes.count, bytes[at] == 0x2C { at += 1 } else { ended = true }
    }
    let length = at - start
    if at < bytes.count {
      at += bytes[at] == 0x0D && at + 1 < bytes.count && bytes[at + 1] == 0x0A ? 2 : 1
      line += 1
    }
    if length == 0 { continue }
    let isRefused = malformed || length > limit || bytes[start..<(start + length)].contains(0)
    records.append(
      ReadRecord(
        cells: isRefused ? [] : cells.map { String(decoding: $0, as: UTF8.self) },
        offset: start, length: length, line: startLine, isRefused: isRefused))
  }
  return records
}

/// Numbers that look random and are the same in every run (SplitMix64).
struct Dice: RandomNumberGenerator {
  var state: UInt64
  init(_ seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

@Suite struct CSVReaderTests {
  @Test func agreesWithTheReferenceOnRandomInputsWhateverTheChunks() throws {
    var dice = Dice(7)
    let alphabets: [[UInt8]] = [
      Array("ab,\"\n\r ".utf8), Array("abcdefghij,\n".utf8), Array("a,\"\"\n\r\n\u{0}".utf8),
      Array("abc,\r".utf8),
    ]
    for round in 0..<3000 {
      let alphabet = alphabets[round % alphabets.count]
      let length = Int.random(in: 0...60, using: &dice)
      let bytes = (0..<length).map { _ in alphabet.randomElement(using: &dice)! }
      let limit = Int.random(in: 4...40, using: &dice)
      let chunk = Int.random(in: 16...48, using: &dice)
      let piece = Int.random(in: 1...20, using: &dice)
      let expected = reference(bytes, limit: limit)
      let shown = String(decoding: bytes, as: UTF8.self).debugDescription
      do {
        let records = try readAll(bytes, limit: limit, chunk: chunk, piece: piece)
        #expect(records == expected, "\(shown) limit \(limit) chunk \(chunk) piece \(piece)")
      } catch let error as IngestError {
        #expect(expected == nil, "\(shown): \(error.what)")
        #expect(error.code == .truncated)
      }
    }
  }

  @Test func knowsOffsetsAndLinesOfRecordsWithLineEndsInCells() throws {
    let text = "a,\"b\nc\"\r\n\r\nd,\"e \"\"f\"\"\" \r\"g\",h"
    let records = try readAll(Array(text.utf8))
    #expect(
      records == [
        ReadRecord(cells: ["a", "b\nc"], offset: 0, length: 7, line: 1),
        ReadRecord(cells: ["d", "e \"f\""], offset: 11, length: 12, line: 4),
        ReadRecord(cells: ["g", "h"], offset: 24, length: 5, line: 5),
      ])
  }

  @Test func takesOffTheByteOrderMark() throws {
    let records = try readAll([0xEF, 0xBB, 0xBF] + Array("id;b\n1;2\n".utf8), delimiter: 0x3B,
      encoding: nil)
    #expect(records.map(\.cells) == [["id", "b"], ["1", "2"]])
    #expect(records.map(\.offset) == [3, 8])
  }

  @Test(arguments: [false, true])
  func readsUTF16WithOffsetsOfTheOriginal(isBigEndian: Bool) throws {
    let lines = ["name,città\r\n", "\u{1F600},ß\r\n", "x,y\r\n"]
    func encoded(_ text: String) -> [UInt8] {
      text.utf16.flatMap { unit in
        let (low, high) = (UInt8(unit & 0xFF), UInt8(unit >> 8))
        return isBigEndian ? [high, low] : [low, high]
      }
    }
    let bytes = (isBigEndian ? [0xFE, 0xFF] : [0xFF, 0xFE]) + lines.flatMap(encoded)
    for piece in [1, 2, 3, 7, 1000] {
      let records = try readAll(bytes, chunk: 16, piece: piece, encoding: nil)
      #expect(records.map(\.cells) == [["name", "città"], ["\u{1F600}", "ß"], ["x", "y"]])
      for (record, line) in zip(records, lines) {
        let range = record.offset..<(record.offset + record.length)
        #expect(Array(bytes[range]) == encoded(String(line.dropLast(1))))
      }
      #expect(records.map(\.line) == [1, 2, 3])
    }
  }

  @Test func refusesUTF16CutInHalfACharacter() {
    let bytes: [UInt8] = [0xFF, 0xFE, 0x61, 0x00, 0x62]
    #expect(throws: IngestError.self) { try readAll(bytes, encoding: nil) }
  }

  @Test func readsWindows1252WithOffsetsOfTheOriginal() throws {
    let bytes = Array("a,".utf8) + [0xE9, 0x80] + Array("\nb,".utf8) + [0xFC] + Array("\n".utf8)
    let records = try readAll(bytes, encoding: nil)
    #expect(records.map(\.cells) == [["a", "é€"], ["b", "ü"]])
    #expect(records.map(\.offset) == [0, 5])
    #expect(records.map(\.length) == [4, 3])
  }

  @Test(arguments: [16, 100, 1 << 20])
  func settlesTheEncodingAtTheFirstBytesThatAreNotASCII(chunk: Int) throws {
    let ascii = [UInt8](repeating: UInt8(ascii: "x"), count: 99) + [0x0A]
    let many = (0..<700).flatMap { _ in ascii }
    let latin = many + Array("Tranzakci".utf8) + [0xF3, 0x73, 0x0A] + Array("a".utf8) + [0xE9, 0x0A]
    let records = try readAll(latin, chunk: chunk, encoding: nil)
    #expect(records.count == 702)
    #expect(records[700] == ReadRecord(
      cells: ["Tranzakciós"], offset: 70_000, length: 11, line: 701))
    #expect(records[701] == ReadRecord(cells: ["aé"], offset: 70_012, length: 2, line: 702))

    let cut = many + Array("ú\n".utf8) + [0xC3, 0x0A] + Array("b\n".utf8)
    let kept = try readAll(cut, chunk: chunk, encoding: nil)
    #expect(kept.suffix(3).map(\.isRefused) == [false, true, false])
  }

  @Test func refusesARecordThatIsTooLongAndGoesOn() throws {
    let long = [UInt8](repeating: UInt8(ascii: "z"), count: 12 << 20)
    for quote in ["", "\""] {
      let bytes = Array("a,b\n\(quote)".utf8) + long + Array("\(quote),x\nc,d\n".utf8)
      let records = try readAll(bytes)
      #expect(records.map(\.cells) == [["a", "b"], [], ["c", "d"]])
      #expect(records[1].isRefused)
      #expect(records[1].length == long.count + 2 + 2 * quote.utf8.count)
      #expect(records[2].line == 3)
    }
  }

  @Test func namesTheLineOfAQuoteThatIsNeverClosed() throws {
    let tail = [UInt8](repeating: UInt8(ascii: "z"), count: 3 << 20)
    for bytes in [Array("a,b\n\"c\nd\",\"e".utf8), Array("a\nb\n\"".utf8) + tail] {
      let error = #expect(throws: IngestError.self) { try readAll(bytes) }
      #expect(error?.code == .truncated)
      #expect(error?.place == "test.csv, line \(bytes.count > 100 ? 3 : 3)")
    }
  }

  @Test func keepsFormulaCellsAsTheyStand() throws {
    let records = try readAll(Array("=cmd|' /C calc'!A0,+1,-1,@x\n".utf8))
    #expect(records.map(\.cells) == [["=cmd|' /C calc'!A0", "+1", "-1", "@x"]])
  }
}
