import ClewModel

/// A payment while its message is read.
struct MTDraft {
  var ref = ""
  var reference = ""
  var time: TimeSpan
  var money: Money
  var from = Transactions.none
  var to = Transactions.none
  var detail: TransactionDetail

  init(time: TimeSpan, money: Money, path: String) {
    self.time = time
    self.money = money
    detail = TransactionDetail(path: path)
  }

  mutating func add(
    _ name: String, mention: Int? = nil, account: Int? = nil, country: String? = nil
  ) {
    guard mention != nil || account != nil else { return }
    detail.roles.append(
      TransactionDetail.Role(name: name, mention: mention, account: account, country: country))
  }

  mutating func fact(
    _ property: Property, _ value: String, raw: String? = nil, qualifier: String? = nil
  ) {
    let value = value.trimmed
    guard !value.isEmpty else { return }
    detail.facts.append(Fact(property, value, raw: raw, qualifier: qualifier))
  }
}

/// Field 72 by code: `/INS/ABNANL2A`, lines that begin with `//` going on the one before.
struct MTInformation {
  var items: [(code: String, text: String)] = []

  init(_ field: MTField?) {
    for line in field?.lines.map(\.trimmed) ?? [] where !line.isEmpty {
      if line.hasPrefix("//") {
        let rest = String(line.dropFirst(2))
        if let last = items.indices.last { items[last].text += " " + rest; continue }
        items.append(("", rest))
      } else if let (code, text) = Self.coded(line) {
        items.append((code, text))
      } else if let last = items.indices.last {
        items[last].text += " " + line
      } else {
        items.append(("", line))
      }
    }
  }

  /// `/CODE/text`: up to eight capitals and digits between slashes.
  static func coded(_ line: String) -> (code: String, text: String)? {
    guard line.hasPrefix("/"), let end = line.dropFirst().firstIndex(of: "/") else { return nil }
    let code = line[line.index(after: line.startIndex)..<end]
    guard (1...8).contains(code.utf8.count),
      code.utf8.allSatisfy({ (65...90).contains($0) || (48...57).contains($0) })
    else { return nil }
    return (String(code), String(line[line.index(after: end)...]))
  }

  /// What a code states first.
  func text(_ code: String) -> String? { items.first { $0.code == code }?.text.trimmed }

  var isReturn: Bool { items.first?.code == "RETN" }
  var isReject: Bool { items.first?.code == "REJT" }
}
