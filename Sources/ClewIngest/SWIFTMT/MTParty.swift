import ClewModel

/// A party as a field states it: options A, B, C, D, F, G, H, K, L and none.
///
/// Free-form names are not parted from addresses beyond what is certain: the first line is the name,
/// the lines below are stated as they are (SWIFT, MT103 fields 50a and 59a; each at most four lines
/// of 35 characters). Option F says exactly what each line is.
struct MTParty {
  /// An account, without the slash and the mark for debit or credit.
  var account: String?
  /// A clearing code behind two slashes: `FW021000089`.
  var clearing: String?
  var bic: String?
  var name: String?
  /// Lines of the address; of option D, H, K and none all lines below the first.
  var address: [String] = []
  var town: String?
  /// As stated, ISO 3166-1 alpha-2.
  var country: String?
  var facts: [Fact] = []
  private var isBank: Bool

  /// True where nothing but an account is stated.
  var isOnlyAccount: Bool {
    bic == nil && name == nil && facts.isEmpty && clearing == nil && address.isEmpty
  }

  /// Reads the lines of a field.
  init(_ field: MTField) {
    isBank = ("51"..."58").contains(field.number)
    var lines = field.lines.map(\.trimmed).filter { !$0.isEmpty }
    if field.option == "F" {
      readStructured(&lines)
    } else {
      takeAccount(from: &lines)
      switch field.option {
      case "A", "G": readCode(&lines)
      case "C":
        if field.number == "50" {
          readCode(&lines)
        } else if let first = lines.first {
          account = account ?? first
          lines.removeFirst()
        }
      case "L":
        if let first = lines.first { facts.append(Fact(.otherID, first)) }
        lines.removeAll()
      case "B":
        address = lines
        lines.removeAll()
      default: readFree(&lines)
      }
    }
    for line in lines { facts.append(Fact(.remark, line, qualifier: ":\(field.tag):")) }
  }

  // MARK: - options

  /// The first line where it begins with a slash: `/account`, `/D/account`, `//clearing`.
  private mutating func takeAccount(from lines: inout [String]) {
    guard let first = lines.first, first.hasPrefix("/") else { return }
    lines.removeFirst()
    if first.hasPrefix("//") {
      clearing = String(first.dropFirst(2))
      return
    }
    var text = first.dropFirst()
    for mark in ["C/", "D/"] where text.hasPrefix(mark) {
      facts.append(Fact("account-mark", String(mark.prefix(1))))
      text = text.dropFirst(2)
    }
    if text.hasPrefix("/") {
      clearing = String(text.dropFirst())
    } else if !text.isEmpty {
      account = String(text)
    }
  }

  private mutating func readCode(_ lines: inout [String]) {
    guard let first = lines.first else { return }
    lines.removeFirst()
    if CheckDigits.bic8(first) != nil || Self.looksLikeCode(first) {
      bic = CheckDigits.compact(first)
    } else {
      name = first
      address = lines
      lines.removeAll()
    }
  }

  /// Eight or eleven capitals and digits that begin with six letters: a code that is written like a
  /// BIC and is none of a country that exists is still no name.
  private static func looksLikeCode(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return (bytes.count == 8 || bytes.count == 11)
      && bytes.prefix(4).allSatisfy { (65...90).contains($0) }
      && bytes.allSatisfy { (65...90).contains($0) || (48...57).contains($0) }
  }

  private mutating func readFree(_ lines: inout [String]) {
    // Lines written like option F though the option says otherwise: `1/Ardent Finance` in `59`.
    if lines.first?.hasPrefix("1/") == true,
      lines.allSatisfy({ Self.numbered($0) != nil })
    {
      return readNumbered(&lines)
    }
    name = lines.first
    address = Array(lines.dropFirst())
    lines.removeAll()
  }

  /// Option F: an account or an identifier in the first line, then numbered lines.
  private mutating func readStructured(_ lines: inout [String]) {
    if let first = lines.first, Self.numbered(first) == nil {
      if first.hasPrefix("/") {
        takeAccount(from: &lines)
      } else {
        lines.removeFirst()
        identifier(first)
      }
    }
    readNumbered(&lines)
  }

  /// `CCPT/US/123456789`: a code, the country that issued it, the number.
  private mutating func identifier(_ text: String) {
    let parts = text.split(separator: "/", maxSplits: 2).map(String.init)
    guard parts.count == 3, parts[0].count == 4 else {
      facts.append(Fact(.otherID, text))
      return
    }
    let property: Property =
      switch parts[0] {
      case "CCPT": .passport
      case "NIDN", "SOSE": .nationalID
      case "TXID": .taxNumber
      default: .otherID
      }
    guard !Sentinel.matches(parts[2]) else { return }
    let label = property == .otherID ? "\(parts[0]), " : ""
    facts.append(
      Fact(property, CheckDigits.compact(parts[2]), raw: text, qualifier: label + parts[1]))
  }

  /// `1/` to `8/` with the rest of the line.
  private static func numbered(_ line: String) -> (number: Character, rest: String)? {
    guard let first = line.first, ("1"..."8").contains(first), line.dropFirst().first == "/" else {
      return nil
    }
    return (first, String(line.dropFirst(2)))
  }

  private mutating func readNumbered(_ lines: inout [String]) {
    var names: [String] = []
    var ids: [(number: Character, text: String)] = []
    for line in lines {
      guard let (number, rest) = Self.numbered(line) else {
        facts.append(Fact(.remark, line))
        continue
      }
      switch number {
      case "1": names.append(rest)
      case "2": address.append(rest)
      case "3": place(rest)
      case "8":
        // It goes on the identifier above it.
        if let last = ids.indices.last, ids[last].number > "5" {
          ids[last].text += rest
        } else {
          ids.append((number, rest))
        }
      default: ids.append((number, rest))
      }
    }
    if !names.isEmpty { name = names.joined(separator: " ") }
    for id in ids { detail(id.number, id.text) }
    lines.removeAll()
  }

  /// Line 3: `GB/Epping`, and more of the town where it is repeated.
  private mutating func place(_ text: String) {
    let parts = text.split(separator: "/", maxSplits: 1).map(String.init)
    if country == nil, let code = parts.first, code.count == 2 {
      country = code
      if parts.count == 2 { town = parts[1] }
    } else {
      town = town.map { $0 + " " + text } ?? text
    }
  }

  private mutating func detail(_ number: Character, _ text: String) {
    let parts = text.split(separator: "/").map(String.init)
    switch number {
    case "4":
      let digits = text.filter(\.isNumber)
      let day = digits.count == 8 ? Self.isoDay(digits) : nil
      facts.append(Fact(.birthDate, day ?? text, raw: text))
    case "5":
      let place = parts.count > 1 ? parts.dropFirst().joined(separator: "/") : text
      facts.append(
        Fact(.birthPlace, place, raw: text, qualifier: parts.count > 1 ? parts[0] : nil))
    case "6", "7":
      let value = CheckDigits.compact(parts.last ?? text)
      facts.append(
        Fact(
          number == "7" ? .nationalID : .otherID, value, raw: text,
          qualifier: parts.count > 1 ? parts[0] : nil))
    default: facts.append(Fact(.remark, text))
    }
  }

  private static func isoDay(_ digits: String) -> String? {
    let text = "\(digits.prefix(4))-\(digits.dropFirst(4).prefix(2))-\(digits.suffix(2))"
    return Day(iso: text).map(\.description)
  }

  // MARK: - model

  /// What is stated about the party, the account left out.
  var stated: [Fact] {
    var all: [Fact] = []
    if let bic {
      let isValid = CheckDigits.bic8(bic) != nil
      all.append(isValid ? Fact(.bic, bic) : Fact(.otherID, bic, qualifier: "BIC"))
    }
    if let clearing, !Sentinel.matches(clearing) {
      let isCoded = clearing.utf8.prefix(2).allSatisfy { (65...90).contains($0) }
      let number = isCoded ? String(clearing.dropFirst(2)) : clearing
      all.append(
        Fact(
          "clearing-member", number.isEmpty ? clearing : number, raw: clearing,
          qualifier: isCoded ? String(clearing.prefix(2)) : nil))
    }
    let parts = address + [town, country].compactMap { $0 }
    if !parts.isEmpty { all.append(Fact(.address, parts.joined(separator: ", "))) }
    return all + facts
  }

  /// A birth date makes a person, a BIC an organisation, and the fields of banks (51 to 58) hold
  /// organisations; no more is certain.
  var kind: PartyKind {
    if facts.contains(where: { $0.property == .birthDate }) { return .person }
    return bic != nil || clearing != nil || isBank ? .organisation : .unknown
  }
}
