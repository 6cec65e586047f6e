import Yams

extension Profile {
  /// Reads a profile.
  ///
  /// - Throws: `IngestError(.profile)` naming the key and its line.
  package init(yaml: String) throws(IngestError) {
    let root: Node?
    do {
      root = try Yams.compose(yaml: yaml)
    } catch {
      let first = String(describing: error).split(whereSeparator: \.isNewline).first ?? ""
      throw Self.error("the profile is no YAML: \(first)", key: "", line: nil)
    }
    let keys = [
      "profile", "table", "dates", "columns", "literals", "values", "own", "sign", "facts",
      "blocks",
    ]
    for entry in try Entry.all(root, in: "", allowed: keys) {
      switch entry.key {
      case "profile": name = try entry.text()
      case "table": try read(table: entry)
      case "dates": try read(dates: entry)
      case "columns": try read(columns: entry)
      case "literals":
        for inner in try entry.entries() { literals[try inner.field()] = try inner.text() }
      case "values": try read(values: entry)
      case "own": try read(own: entry)
      case "sign": sign = try entry.choice()
      case "facts":
        for inner in try entry.entries() { facts.append((inner.key, try inner.column())) }
      default: try read(blocks: entry)
      }
    }
    // A column for it makes the table a statement of the accounts it names.
    if own == nil, states(.ownAccount) { own = Own() }
    try check()
  }

  private mutating func read(table: Entry) throws(IngestError) {
    let keys = [
      "delimiter", "encoding", "header", "skip", "decimal", "grouping", "strip", "ignore",
    ]
    for entry in try table.entries(allowed: keys) {
      switch entry.key {
      case "delimiter": delimiter = try entry.text() == "tab" ? 0x09 : entry.character()
      case "encoding": encoding = try entry.choice(TextEncoding.init, from: "utf-8, utf-16le, …")
      case "header":
        switch try entry.text() {
        case "true": hasHeader = true
        case "none", "false": hasHeader = false
        default: throw entry.error("expected true or none")
        }
      case "skip":
        guard let count = Int(try entry.text()), (0...1_000_000).contains(count) else {
          throw entry.error("expected a number of lines")
        }
        skip = count
      case "decimal": numbers.decimal = try entry.character()
      case "grouping":
        let text = try entry.text()
        numbers.grouping = text.isEmpty || text == "none" ? 0 : try entry.character()
      case "strip": numbers.strip = try entry.list().map { Array($0.text.utf8) }
      default: ignored = try entry.list().map(\.text).filter { !$0.isEmpty }
      }
    }
    if numbers.grouping == numbers.decimal {
      throw table.error("grouping and decimal are the same sign")
    }
  }

  private mutating func read(dates entry: Entry) throws(IngestError) {
    for (text, line) in try entry.list() {
      guard let pattern = DatePattern(text) else {
        throw Self.error(
          "\"\(text)\" is no date pattern such as dd.MM.yyyy", key: entry.path, line: line)
      }
      dates.append(pattern)
    }
  }

  private mutating func read(columns entry: Entry) throws(IngestError) {
    for inner in try entry.entries() { columns[try inner.field()] = try inner.column() }
  }

  private mutating func read(values entry: Entry) throws(IngestError) {
    for inner in try entry.entries() {
      var map: [String: String] = [:]
      for pair in try inner.entries() { map[pair.key] = try pair.text() }
      values[try inner.field()] = map
    }
  }

  private mutating func read(own entry: Entry) throws(IngestError) {
    var own = Own()
    let keys = ["iban", "number", "institution", "name", "party", "currency"]
    for inner in try entry.entries(allowed: keys) {
      let text = try inner.text()
      switch inner.key {
      case "iban": own.iban = text
      case "number": own.number = text
      case "institution": own.institution = text
      case "name": own.name = text
      case "party": own.party = text
      default: own.currency = text
      }
    }
    self.own = own
    ownLine = entry.line
  }

  private mutating func read(blocks entry: Entry) throws(IngestError) {
    var texts: [String: String] = [:]
    for inner in try entry.entries(allowed: ["begin", "end"]) {
      texts[inner.key] = try inner.text()
    }
    guard let begin = texts["begin"], let end = texts["end"], !begin.isEmpty, !end.isEmpty else {
      throw entry.error("needs begin and end, the texts that their lines begin with")
    }
    blocks = (begin, end)
  }

  /// What no single key can say.
  private func check() throws(IngestError) {
    func need(_ condition: Bool, _ what: String) throws(IngestError) {
      if !condition { throw Self.error(what, key: "columns", line: nil) }
    }
    let isStated = own?.iban != nil || own?.number != nil
    if own != nil, isStated == states(.ownAccount) {
      throw Self.error(
        isStated
          ? "iban or number do not go with columns.own_account"
          : "needs iban or number, or columns.own_account", key: "own", line: ownLine)
    }
    try need(states(.date), "no column for date")
    let hasPair = states(.debit) || states(.credit)
    try need(states(.amount) != hasPair, "needs either amount, or debit and credit")
    try need(
      states(.currency) || own?.currency != nil,
      "no currency: give columns.currency, literals.currency or own.currency")
    if own == nil {
      try need(states(.from) || states(.to), "needs from and to, or own for a statement")
      try need(!hasPair && !states(.direction), "debit, credit and direction need own")
      try need(sign == nil, "sign needs own")
    } else {
      try need(!states(.from) && !states(.to), "from and to do not go with own")
    }
    let placed = columns.values.map { $0 } + facts.map(\.column)
    for column in placed.sorted(by: { $0.line < $1.line }) where !hasHeader {
      if case .name = column.value {
        throw Self.error(
          "without a header a column is a position from 1", key: column.key, line: column.line)
      }
    }
  }
}

/// A key of the profile with its value and place.
private struct Entry {
  var key: String
  var path: String
  var line: Int
  var node: Node

  static func all(
    _ node: Node?, in path: String, allowed: [String]? = nil
  ) throws(IngestError) -> [Entry] {
    guard let node, let mapping = node.mapping else {
      throw Profile.error("expected keys with values", key: path, line: node?.mark?.line)
    }
    var entries: [Entry] = []
    for (key, value) in mapping {
      let line = key.mark?.line ?? value.mark?.line ?? 0
      guard let name = key.scalar?.string else {
        throw Profile.error("a key is no text", key: path, line: line)
      }
      let inner = path.isEmpty ? name : "\(path).\(name)"
      if let allowed, !allowed.contains(name) {
        throw Profile.error(
          "unknown key; expected one of \(allowed.joined(separator: ", "))", key: inner,
          line: line)
      }
      entries.append(Entry(key: name, path: inner, line: line, node: value))
    }
    return entries
  }

  func error(_ what: String) -> IngestError { Profile.error(what, key: path, line: line) }

  func entries(allowed: [String]? = nil) throws(IngestError) -> [Entry] {
    try Self.all(node, in: path, allowed: allowed)
  }

  func text() throws(IngestError) -> String {
    guard let text = node.scalar?.string else { throw error("expected a text") }
    return try answered(text, line)
  }

  /// A text of a draft that still asks is no value.
  private func answered(_ text: String, _ line: Int) throws(IngestError) -> String {
    guard text == "ASK" || text.hasPrefix("ASK ") else { return text }
    let question = text.dropFirst(4)
    throw Profile.error(
      question.isEmpty ? "the draft still asks here" : "the draft still asks: \(question)",
      key: path, line: line)
  }

  func character() throws(IngestError) -> UInt8 {
    let text = try text()
    guard text.utf8.count == 1, let byte = text.utf8.first, byte != 0x22, byte >= 0x20 else {
      throw error("expected one ASCII character")
    }
    return byte
  }

  func list() throws(IngestError) -> [(text: String, line: Int)] {
    guard let sequence = node.sequence else { return [(try text(), line)] }
    var texts: [(text: String, line: Int)] = []
    for item in sequence {
      guard let text = item.scalar?.string else { throw error("expected a list of texts") }
      let place = item.mark?.line ?? line
      texts.append((try answered(text, place), place))
    }
    return texts
  }

  func choice<Value>(
    _ make: (String) -> Value?, from expected: String
  ) throws(IngestError) -> Value {
    guard let value = make(try text()) else { throw error("expected one of \(expected)") }
    return value
  }

  func choice() throws(IngestError) -> Profile.Sign {
    let expected = Profile.Sign.allCases.map(\.rawValue).joined(separator: ", ")
    return try choice(Profile.Sign.init, from: expected)
  }

  /// The field this key names.
  func field() throws(IngestError) -> Profile.Field {
    guard let field = Profile.Field(key: key) else {
      let known = Profile.Field.allCases.map(\.key).sorted().joined(separator: ", ")
      throw error("unknown field; expected one of \(known)")
    }
    return field
  }

  /// A column: a number is a position from 1, a quoted or other text a name.
  func column() throws(IngestError) -> Profile.Placed<Profile.Column> {
    guard let scalar = node.scalar, !scalar.string.isEmpty else {
      throw error("expected a column's name or its position from 1")
    }
    var column = Profile.Column.name(scalar.string)
    if scalar.style == .plain, let position = Int(scalar.string) {
      guard (1...10_000).contains(position) else { throw error("positions count from 1") }
      column = .position(position - 1)
    }
    return Profile.Placed(value: column, key: path, line: line)
  }
}
