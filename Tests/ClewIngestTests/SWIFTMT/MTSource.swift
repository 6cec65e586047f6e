import ClewIngest
import ClewModel

/// What a reader makes of a text of messages.
struct MTSource {
  var reading: Reading
  var unread: [UnreadPath] = []
  var shapes: [PaymentShape] { PaymentShape.all(reading.all) }
  var rejections: [String] {
    reading.all.rejections.map { "\($0.provenance.locator): \($0.reason)" }
  }

  init(_ text: String) throws { try self.init(bytes: Array(text.utf8)) }

  init(bytes: [UInt8]) throws {
    let type = try Formats.detect(SourceHead(bytes: bytes))
    reading = try Reading(try type.init(options: ReadOptions()), bytes)
    var unread: [UnreadPath] = []
    try (try type.init(options: ReadOptions())).read(ByteStream(name: "x", bytes: bytes)) { _ in
    } batch: {
      unread += $0.unread
    }
    self.unread = unread
  }

  /// The facts of a transaction: `reversal=yes`, `floor-limit=5 EUR [debits]`.
  func facts(_ row: Int) -> [String] {
    reading.all.transactions.details[row].facts.map(Self.line)
  }

  func facts(ofAccount number: Int) -> [String] {
    reading.all.accounts[number].facts.map(Self.line)
  }

  static func line(_ fact: Fact) -> String {
    "\(fact.property.rawValue)=\(fact.value)" + (fact.qualifier.map { " [\($0)]" } ?? "")
  }

  /// Roles of a transaction: `from: NAME @INSTITUTION/NUMBER`.
  func roles(_ row: Int) -> [String] {
    let all = reading.all
    return all.transactions.details[row].roles.map { role in
      let mention = role.mention.map { all.mentions[$0] }
      let bic = mention?.facts.first { $0.property == .bic }?.value
      let account = role.account.map { all.accounts[$0] }
      let number = account.map { "\($0.institution ?? "?")/\($0.iban ?? $0.number ?? "?")" }
      return [role.name + ":", mention?.name.isEmpty == false ? mention?.name : bic, number]
        .compactMap { $0 }.joined(separator: " ")
    }
  }

  /// A FIN message from BANKBEBB to BANKDEFF.
  static func fin(_ type: String, _ text: String, user: String = "", isOutput: Bool = false)
    -> String
  {
    let header =
      isOutput
      ? "{1:F01BANKDEFFAXXX0000000000}{2:O\(type)0905260115BANKBEBBAXXX00000000002601150906N}"
      : "{1:F01BANKBEBBAXXX0000000000}{2:I\(type)BANKDEFFXXXXN}"
    return header + (user.isEmpty ? "" : "{3:\(user)}") + "{4:\r\n"
      + text.split(separator: "\n").joined(separator: "\r\n") + "\r\n-}"
  }
}
