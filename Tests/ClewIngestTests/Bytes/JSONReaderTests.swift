import ClewModel
import Foundation
import Testing

@testable import ClewIngest

@Suite struct JSONReaderTests {
  /// The records of a text read in pieces of some size, as lines of `path=text`, or the refusal.
  private func records(
    _ text: String, piece: Int = 7, arrays: Set<String> = []
  ) throws -> [String] {
    let reader = try JSONReader(stream(Array(text.utf8), piece: piece), arrays: arrays)
    let tree = RecordTree()
    var found: [String] = []
    while true {
      switch try reader.next(into: tree) {
      case .end: return found
      case .refused(let why): found.append("! line \(reader.provenance.line): \(why)")
      case .record:
        var fields: [String] = []
        for row in 0..<tree.count where tree.hasText(row) {
          fields.append("\(tree.path(of: row))=\(tree.text(row))")
        }
        let place = reader.provenance
        let bytes = Array(text.utf8)[Int(place.offset)..<(Int(place.offset) + Int(place.length))]
        #expect(bytes.first == UInt8(ascii: "{") && bytes.last == UInt8(ascii: "}"))
        found.append("\(place.line): " + fields.joined(separator: " "))
      }
    }
  }

  private func stream(_ bytes: [UInt8], piece: Int) -> ByteStream {
    var at = 0
    return ByteStream(name: "a.json") { buffer in
      let count = min(piece, buffer.count, bytes.count - at)
      buffer.copyBytes(from: bytes[at..<(at + count)])
      at += count
      return count
    }
  }

  @Test func linesObjectsAndTheirPlaces() throws {
    let text = """
      {"id":"a","n":[1,-2.50,3e5],"o":{"t":true,"f":false,"x":null,"e":[],"s":" b "}}

      {"id":"b",
       "list":[{"k":"1"},{"k":"2"}],"deep":[["x","y"],["z"]]}
      """
    for piece in [1, 2, 5, 1000] {
      #expect(
        try records(text, piece: piece) == [
          "1: id=a n[1]=1 n[2]=-2.50 n[3]=3e5 o/t=true o/f=false o/s=b",
          "3: id=b list[1]/k=1 list[2]/k=2 deep[1]/#item[1]=x deep[1]/#item[2]=y deep[2]/#item=z",
        ])
    }
  }

  @Test func arraysAndArraysInsideAnObject() throws {
    #expect(try records("[ {\"a\":1} , {\"a\":2}\n]") == ["1: a=1", "1: a=2"])
    #expect(
      try records(
        "{\"meta\":{\"records\":[0]},\"records\":[{\"a\":1}], \"n\":1}", arrays: ["records"])
        == ["1: a=1"])
    #expect(try records("{\"records\":1,\"a\":[{}]}", arrays: ["records"]) == ["1: records=1"])
    #expect(try records("[]") == [])
  }

  @Test func escapesAndScripts() throws {
    #expect(
      try records(
        #"{"k\u0065y":"\"\\\/\n\u00e9\ud83d\ude00 \u0130","ключ":"значение здесь длинное"}"#)
        == ["1: key=\"\\/\né😀 İ ключ=значение здесь длинное"])
  }

  @Test func whatIsBrokenIsRefusedWithItsLineAndTheNextIsRead() throws {
    let bad = [
      #"{"a":1,}"#, #"{"a":01}"#, #"{"a":tru}"#, #"{"a":"x"#, #"{"a":"\ud800"}"#, #"{a:1}"#,
      #"{"a":1 "b":2}"#, #"{"a":"\x"}"#, #"{"a":[1}"#, #"{"a":1.}"#, #"{"a":"\u0000"}"#, "17",
      "\"x\"",
    ]
    for text in bad {
      for piece in [1, 3, 100] {
        let found = try records("{\"n\":1}\n\(text)\n{\"n\":2}\n", piece: piece)
        #expect(found.count == 3, "\(text) \(found)")
        #expect(found[1].hasPrefix("! line 2:"), "\(text) \(found)")
        #expect(found[2] == "3: n=2")
      }
    }
  }

  @Test func invalidUTF8IsRefused() throws {
    var bytes = Array("{\"n\":\"ab\"}\n{\"n\":\"cd\"}".utf8)
    bytes[6] = 0xFF
    let reader = try JSONReader(stream(bytes, piece: 100))
    let tree = RecordTree()
    guard case .refused(let why) = try reader.next(into: tree) else {
      Issue.record("not refused")
      return
    }
    #expect(why.contains("UTF-8"))
    #expect(try reader.next(into: tree) == .record)
  }

  @Test func aCutFileSaysSo() throws {
    #expect(
      try records("{\"n\":1}\n{\"n\":").last
        == "! line 2: the record ends before it is closed: the file is cut")
    let cut = #expect(throws: IngestError.self) { try records("[{\"n\":1},{\"n\"") }
    #expect(cut?.code == .truncated)
    let broken = #expect(throws: IngestError.self) { try records("[{\"n\":1} {\"n\":2}]") }
    #expect(broken?.code == .notWellFormed)
    let empty = #expect(throws: IngestError.self) { try records("") }
    #expect(empty?.code == .truncated)
  }

  @Test func depthIsLimited() throws {
    let deep =
      "{\"a\":" + String(repeating: "[", count: 500) + String(repeating: "]", count: 500) + "}"
    #expect(try records(deep + "\n{\"n\":1}").count == 2)
  }

  @Test func whatNobodyTookIsCounted() throws {
    let reader = try JSONReader(
      stream(Array(#"{"id":"1","new":{"x":"1","y":["2","3"]}}"#.utf8), piece: 100))
    let tree = RecordTree()
    #expect(try reader.next(into: tree) == .record)
    #expect(tree.root.text("id") == "1")
    var tally = UnreadTally()
    tally.add(tree, path: "")
    #expect(tally.paths().map { "\($0.path) \($0.count)" } == ["new/x 1", "new/y 2"])
    tree.root.child("new")?.takeAll()
    var none = UnreadTally()
    none.add(tree, path: "")
    #expect(none.isEmpty)
  }

  /// Random values, written by Foundation with and without blanks, come back the same.
  @Test func agreesWithFoundation() throws {
    var seed: UInt64 = 7
    func random(_ below: Int) -> Int {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((seed >> 33) % UInt64(below))
    }
    func value(_ depth: Int) -> Any {
      switch random(depth > 3 ? 3 : 5) {
      case 0: return ["x", "a \"q\"", "\\n\n\t", "é😀", "0123456789abcdefgh"][random(5)]
      case 1: return 2 + random(100_000)
      case 2: return true
      case 3: return (0..<random(4)).map { _ in value(depth + 1) }
      default:
        return Dictionary(
          uniqueKeysWithValues: (0..<random(4)).map { ("k\($0)", value(depth + 1)) })
      }
    }
    /// Texts and numbers in the order of their keys, as both sides state them.
    func flat(_ value: Any, _ out: inout [String]) {
      switch value {
      case let map as [String: Any]: for key in map.keys.sorted() { flat(map[key]!, &out) }
      case let list as [Any]: for element in list { flat(element, &out) }
      case let text as String: out.append(text.trimmed)
      case let flag as Bool: out.append("\(flag)")
      case let number as Int: out.append("\(number)")
      default: Issue.record("a value of another type")
      }
    }
    for round in 0..<300 {
      let object: [String: Any] = ["root": value(0)]
      let data = try JSONSerialization.data(
        withJSONObject: object,
        options: round % 2 == 0 ? [.sortedKeys] : [.sortedKeys, .prettyPrinted])
      let reader = try JSONReader(stream(Array(data), piece: 1 + round % 17))
      let tree = RecordTree()
      #expect(try reader.next(into: tree) == .record)
      var expected: [String] = []
      flat(object, &expected)
      let found = (0..<tree.count).filter { tree.isLeaf($0) && tree.hasText($0) }
        .map { tree.text($0) }
      #expect(found == expected.filter { !$0.isEmpty })
      #expect(try reader.next(into: tree) == .end)
    }
  }

  /// What is missing of a line shows in the next one, which is whole and is read.
  @Test func aCutLineCostsItselfAlone() throws {
    let text = "{\"a\":1}\n{\"a\":\n{\"a\":3}\n{\"a\":4,\n{\"a\":5}"
    for piece in [1, 3, 1000] {
      let found = try records(text, piece: piece)
      #expect(found.count == 5)
      #expect(found[0] == "1: a=1" && found[2] == "3: a=3" && found[4] == "5: a=5")
      #expect(found[1].hasPrefix("! line 2") && found[3].hasPrefix("! line 4"))
    }
  }

  @Test func keysOfEveryLength() throws {
    for count in 0...40 {
      let key = String(repeating: "k", count: count)
      #expect(
        try records("{\"\(key)x\":1,\"\(key)y\":2,\"\(key)\\u00e9\":3,\"\(key)é\":4}") == [
          "1: \(key)x=1 \(key)y=2 \(key)é[1]=3 \(key)é[2]=4"
        ])
    }
  }
}
