/// The names of a document as small numbers: those a format knows first, in its own order, the
/// others as they appear.
package struct RecordNames: Sendable {
  package private(set) var texts: [String]
  private var numbers: [String: Int32]

  package var count: Int { texts.count }

  package init(_ known: [String]) {
    texts = known
    numbers = Dictionary(
      zip(known, Int32(0)...).map { ($0, $1) }, uniquingKeysWith: { first, _ in first })
  }

  package mutating func number(of text: String) -> Int32 {
    if let number = numbers[text] { return number }
    let number = Int32(texts.count)
    texts.append(text)
    numbers[text] = number
    return number
  }

  package func text(_ number: Int32) -> String { texts[Int(number)] }

  /// The number of a name, nil where it has none.
  package func known(_ text: String) -> Int32? { numbers[text] }
}

/// The numbers of names that stand as literals in readers, found by the address of the literal, which
/// never changes: a table in place of hashing the text each time.
struct NameLiterals {
  private struct Entry {
    var address: UInt
    /// The element whose attribute is meant, -1 for a plain name.
    var owner: Int32
    var number: Int32?
    var attribute: Int32?
    /// Names the document had when this was looked up: a name not found may come later.
    var known: Int
  }

  private var slots = [Entry?](repeating: nil, count: 256)
  private var count = 0

  mutating func number(of name: StaticString, in table: RecordNames) -> Int32? {
    entry(name, owner: -1, table) { ($0, nil) }.number
  }

  /// The numbers of `@name` and of `owner@name`; nil where the document has neither.
  mutating func attribute(
    _ name: StaticString, of owner: Int32, in table: RecordNames
  ) -> (inner: Int32?, outer: Int32?)? {
    // A text after a child element has no attributes.
    guard owner >= 0 else { return nil }
    let found = entry(name, owner: owner, table) { ("@" + $0, table.text(owner) + "@" + $0) }
    return found.number == nil && found.attribute == nil ? nil : (found.number, found.attribute)
  }

  private mutating func entry(
    _ name: StaticString, owner: Int32, _ table: RecordNames,
    _ texts: (String) -> (String, String?)
  ) -> Entry {
    let address = UInt(bitPattern: name.utf8Start)
    var slot = Self.slot(address, owner, slots.count)
    while let found = slots[slot] {
      if found.address == address, found.owner == owner {
        let isFinal = found.number != nil && (owner < 0 || found.attribute != nil)
        if isFinal || found.known == table.count { return found }
        break
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    let (plain, attribute) = texts(name.description)
    let entry = Entry(
      address: address, owner: owner, number: table.known(plain),
      attribute: attribute.flatMap(table.known), known: table.count)
    if slots[slot] == nil { count += 1 }
    slots[slot] = entry
    if count * 2 > slots.count { grow() }
    return entry
  }

  private mutating func grow() {
    let old = slots
    slots = [Entry?](repeating: nil, count: old.count * 2)
    for case let entry? in old {
      var slot = Self.slot(entry.address, entry.owner, slots.count)
      while slots[slot] != nil { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = entry
    }
  }

  private static func slot(_ address: UInt, _ owner: Int32, _ count: Int) -> Int {
    let mixed = (address ^ UInt(UInt32(bitPattern: owner)) &* 0x9E37_79B9) &* 0x9E37_79B9_7F4A_7C15
    return Int(mixed >> 40) & (count - 1)
  }
}

extension String {
  /// True for `element@…`, the name of an attribute that stands beside its leaf element.
  func isAttribute(of element: String) -> Bool {
    utf8.count > element.utf8.count && utf8.starts(with: element.utf8)
      && utf8.dropFirst(element.utf8.count).first == UInt8(ascii: "@")
  }
}
