import ClewModel
import Testing

@testable import ClewIngest

/// The tree of a record, seen through its nodes.
struct RecordTreeTests {
  private func record(_ xml: String) throws -> RecordNode {
    let stream = ByteStream(name: "test.xml", bytes: Array("<list>\(xml)</list>".utf8))
    let reader = try XMLReader(stream, names: RecordNames(["r"]), placed: [0])
    let tree = RecordTree()
    while let event = try reader.next() {
      guard event.kind == .start, event.name == 0 else { continue }
      try tree.read(event, from: reader)
      return tree.root
    }
    throw IngestError(.truncated, what: "no record", place: "test.xml", next: "")
  }

  @Test func aTextAfterAChildHasNoAttributes() throws {
    let root = try record("<r><a k='1'>x</a>stray</r>")
    let stray = try #require(root.children.first { $0.name == "#text" })
    #expect(stray.attribute("k") == nil)
    #expect(stray.text == "stray")
    #expect(root.child("a")?.attribute("k") == "1")
  }

  @Test func attributesBesideALeafAreItsOwn() throws {
    let root = try record(
      "<r id='7'><a k='1' l='2'>x</a><a l='3'/><ab k='4'>y</ab><c k='5'><d/></c></r>")
    let nodes = root.children("a")
    #expect(root.attribute("id") == "7")
    #expect(nodes[0].attribute("k") == "1")
    #expect(nodes[0].attribute("l") == "2")
    #expect(nodes[1].attribute("k") == nil)
    #expect(nodes[1].attribute("l") == "3")
    #expect(root.child("ab")?.attribute("k") == "4")
    #expect(root.child("c")?.attribute("k") == "5")
    #expect(root.child("c")?.attribute("l") == nil)
    #expect(root.children.map(\.name) == ["@id", "a", "a@k", "a@l", "a", "a@l", "ab", "ab@k", "c"])
  }

  @Test func attributesOfTheSchemaInstanceAreNoContent() throws {
    let root = try record(
      """
      <r xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xmlns:o='urn:o' xml:lang='en' \
      xsi:nil='true' o:k='1'><a xsi:nil='true' o:k='2' xsi:type='t'/></r>
      """)
    #expect(root.children.map(\.name) == ["@lang", "@k", "a", "a@k"])
    #expect(root.child("a")?.attribute("k") == "2")
  }

  @Test(arguments: ["UTF-7", "Shift_JIS", "GB18030", "ISO-2022-JP"])
  func placesLieInsideASourceOfAnyWidth(encoding: String) throws {
    let head = "<?xml version='1.0' encoding='\(encoding)'?>"
    let text = head + "<l><r a='&lt;=&gt;&amp;~{}'>~&lt;\\x</r><r><b>&gt;</b></r></l>"
    let stream = ByteStream(name: "test.xml", bytes: Array(text.utf8))
    let reader = try XMLReader(stream, names: RecordNames(["r"]), placed: [0])
    let tree = RecordTree()
    while let event = try? reader.next() {
      guard event.kind == .start, event.name == 0 else { continue }
      guard (try? tree.read(event, from: reader)) != nil else { return }
      let place = tree.place(of: 0)
      #expect(place.offset >= 0 && place.length >= 0)
      #expect(place.offset + Int64(place.length) <= Int64(text.utf8.count))
    }
  }

  @Test func placesAndTextsOfRows() throws {
    let root = try record("<r>\n <a> x </a>\n <b><c>y</c></b></r>")
    let leaf = try #require(root.descendant("b", "c"))
    #expect(leaf.text == "y")
    #expect(root.text("a") == "x")
    #expect(leaf.provenance("r") == Provenance(offset: 26, length: 8, line: 3, path: "r/b/c"))
    #expect(root.provenance("r").path == "r")
    #expect(root.provenance().length == 36)
  }
}
