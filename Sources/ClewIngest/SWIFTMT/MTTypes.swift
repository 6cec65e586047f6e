import ClewModel

/// What the message types are, and which of them move money.
enum MTTypes {
  /// How a message is read.
  enum Kind {
    case customerTransfer
    case bankTransfer
    case bankTransfers
    case ownTransfer
    case ownTransfers
    case requestForTransfer
    case bankDebit
    case confirmation(isCredit: Bool)
    case statement
    /// It is not read, and why.
    case refused(String)

    var isStatement: Bool {
      if case .statement = self { return true }
      return false
    }
  }

  static func kind(of type: String) -> Kind {
    switch type {
    case "103": return .customerTransfer
    case "202", "205": return .bankTransfer
    case "203": return .bankTransfers
    case "200": return .ownTransfer
    case "201": return .ownTransfers
    case "101", "102": return .requestForTransfer
    case "204": return .bankDebit
    case "900": return .confirmation(isCredit: false)
    case "910": return .confirmation(isCredit: true)
    case "940", "941", "942", "950", "970", "972": return .statement
    default: return .refused(refusal(of: type))
    }
  }

  /// Why a message that is no payment and no statement leaves no record.
  private static func refusal(of type: String) -> String {
    if type.isEmpty {
      return "The text shows no message type: no block 2, and no fields of a transfer or statement."
    }
    let common: [String: String] = [
      "90": "an advice of charges", "91": "a request to pay charges",
      "92": "a request for cancellation", "95": "a query", "96": "an answer",
      "98": "a proprietary message", "99": "a free-format message",
    ]
    let special: [String: String] = [
      "104": "a request for direct debits", "107": "a general direct-debit message",
      "105": "an EDIFACT envelope", "110": "an advice of cheques",
      "111": "a request to stop a cheque",
      "210": "a notice of money that may come, which nobody has sent",
      "112": "the status of a request to stop a cheque", "920": "a request for messages",
      "935": "an advice of changed rates", "973": "a request for netting messages",
      "985": "an enquiry on a status", "986": "the answer to an enquiry on a status",
    ]
    if let what = special[type] ?? (type.count == 3 ? common[String(type.suffix(2))] : nil) {
      return "MT\(type) is \(what): it moves no money that this reader can state."
    }
    return "MT\(type) is not read: expected MT101 to 103, 200 to 205, 900, 910 or 940 to 972."
  }

  /// The type of a text without blocks, by its fields.
  static func inferred(_ message: MTMessage) -> String {
    let hint = message.headerWord.map { $0.filter(\.isNumber) } ?? ""
    let tags = Set(message.fields.map(\.tag))
    let numbers = Set(message.fields.map(\.number))
    if !tags.isDisjoint(with: [
      "25", "25P", "28", "28C", "60F", "60M", "61", "62F", "62M", "64", "86",
    ]) {
      if !hint.isEmpty { return hint }
      if !tags.isDisjoint(with: ["34F", "13D"]), tags.isDisjoint(with: ["60F", "60M"]) {
        return "942"
      }
      return "940"
    }
    guard tags.contains("32A") else { return "" }
    if numbers.contains("58") { return "202" }
    return numbers.contains("59") ? "103" : ""
  }
}
