import ClewModel

/// A field of a text block: `:50K:` with its lines.
struct MTField {
  /// `20`, `50K`, `NS`.
  var tag: String
  /// The value by line, the tag left out; blanks at the ends of lines as stated.
  var lines: [String]
  var line: Int32
  var offset: Int64
  var length: Int

  /// The number of the tag without its option letter.
  var number: String { String(tag.prefix(2)) }
  /// The option letter, nil where there is none.
  var option: Character? { tag.count == 3 ? tag.last : nil }
  /// The first line, without blanks around it.
  var value: String { lines.first?.trimmed ?? "" }

  var provenance: Provenance {
    Provenance(offset: offset, length: Int32(clamping: length), line: line, path: ":\(tag):")
  }
}

/// One message: what its blocks say about it, and the fields of its text in their order.
struct MTMessage {
  /// `103`, `202`; of a text without blocks the type that its fields show, empty where they show
  /// none.
  var type = ""
  /// False for bare text: statements as banks hand them to customers.
  var hasBlocks = false
  /// Business identifier codes of sender and receiver (block 1 and 2), eleven characters.
  var sender: String?
  var receiver: String?
  /// When the message was put in, for an output message: the date of its reference, block 2.
  var sent: TimeSpan?
  /// Block 3, by tag: 108 the user's reference, 111 the service type, 119 COV, STP, REMIT, 121 UETR.
  var user: [String: String] = [:]
  /// What a bank writes before a bare statement: its BIC, and a word such as `940` or `:940:`.
  var servicer: String?
  var headerWord: String?
  var fields: [MTField] = []
  /// True where the source ends before the end of the text.
  var isCut = false
  /// True for a text too long to hold; its fields are gone.
  var isOverlong = false
  var offset: Int64 = 0
  var length = 0
  var line: Int32 = 1
  /// The first bytes for people to read.
  var snippet = ""

  var provenance: Provenance {
    Provenance(
      offset: offset, length: Int32(clamping: length), line: line,
      path: type.isEmpty ? "message" : "MT\(type)")
  }

  func rejection(_ reason: String) -> Rejection {
    Rejection(provenance: provenance, reason: reason, snippet: snippet)
  }

  /// The message stands inside a cover for a customer's transfer: its second sequence names the
  /// customers.
  var isCover: Bool { user["119"] == "COV" }
}

extension MTMessage {
  /// Reads what blocks 1 to 3 say: `{1:F01BANKBEBBAXXX…}{2:O103…}{3:{121:…}}`.
  ///
  /// The logical terminal of 12 characters is a BIC with a letter for the terminal in ninth place
  /// (SWIFT, FIN header: basic and application header). In an input message the sender stands in
  /// block 1, in an output message in the reference within block 2.
  mutating func readBlocks(_ text: String) {
    hasBlocks = true
    var own: String?
    for (number, body) in Self.blocks(in: text) {
      switch number {
      case "1": own = Self.bic(ofTerminal: body.dropFirst(3))
      case "2": readApplicationHeader(body)
      case "3":
        for (tag, value) in Self.blocks(in: body) { user[tag] = value.trimmed }
      default: continue
      }
    }
    if receiver == nil { receiver = own } else { sender = own }
  }

  private mutating func readApplicationHeader(_ body: String) {
    type = String(body.dropFirst().prefix(3))
    if body.hasPrefix("I") {
      receiver = Self.bic(ofTerminal: body.dropFirst(4))
    } else {
      sender = Self.bic(ofTerminal: body.dropFirst(14))
      let time = String(body.dropFirst(4).prefix(4))
      if let day = MTDate(String(body.dropFirst(8).prefix(6)))?.day, time.count == 4 {
        sent = TimeSpan(iso: "\(day)T\(time.prefix(2)):\(time.suffix(2))") ?? TimeSpan(day: day)
      }
    }
  }

  private static func bic(ofTerminal text: some StringProtocol) -> String? {
    let terminal = text.prefix(12)
    guard terminal.count == 12 else { return nil }
    return String(terminal.prefix(8)) + String(terminal.suffix(3))
  }

  /// The blocks `{tag:body}` of a text, one level deep.
  static func blocks(in text: String) -> [(tag: String, body: String)] {
    var found: [(String, String)] = []
    var depth = 0
    var body = ""
    for character in text {
      switch character {
      case "{":
        depth += 1
        if depth == 1 { body = "" } else { body.append(character) }
      case "}":
        depth -= 1
        if depth == 0, let colon = body.firstIndex(of: ":") {
          found.append((String(body[..<colon]), String(body[body.index(after: colon)...])))
        } else if depth > 0 {
          body.append(character)
        }
        depth = max(depth, 0)
      default: if depth > 0 { body.append(character) }
      }
    }
    return found
  }
}
