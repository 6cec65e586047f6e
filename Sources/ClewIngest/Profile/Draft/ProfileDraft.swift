import ClewModel

/// A mapping profile proposed from the columns of a table, the questions it leaves open, and the first
/// rows as it would read them.
///
/// Only what every cell of a column bears out is proposed. What can be read in two ways (`03/04/2021`,
/// `173,900`) is asked, never chosen: the profile then holds one of them behind a mark that keeps it
/// from being used unread.
package struct ProfileDraft: Sendable {
  /// The profile as YAML, questions and preview as comments.
  package private(set) var yaml = ""
  package private(set) var questions: [String] = []
  /// The first rows as the profile reads them: date, from, to, amount, currency, reference.
  package private(set) var rows: [[String]] = []
  /// Rows of the sample that the profile cannot read, and why the first.
  package private(set) var refused: (count: Int, reason: String)?

  private let sample: TableSample
  private let traits: [ColumnTraits]
  private var fields: [(field: Profile.Field, column: Int)] = []
  /// The statement's own account, where two columns share it between them.
  private var ownNumber: String?

  /// How much of the file is looked at.
  package static let sampleLength = 1 << 20
  private static let previewed = 5

  /// - Throws: `IngestError(.profile)` where no table is found in it.
  package init(_ bytes: [UInt8], isCut: Bool, name: String) throws {
    sample = try TableSample(bytes, isCut: isCut, name: name)
    traits = (0..<sample.width).map { [sample] in ColumnTraits(sample.column($0)) }
    assign()
    var lines = head(name)
    lines += dates() + ownAccount() + columns() + values() + facts()
    let body = lines.joined(separator: "\n") + "\n"
    preview(body, bytes)
    yaml = (questions.map { "# ASK: \($0)" } + [body] + comments()).joined(separator: "\n")
  }

  // MARK: - which column is which field

  /// Every field takes the column whose name fits best and whose cells can be read as it.
  private mutating func assign() {
    guard let header = sample.header else { return assignByTraits() }
    let sides = chosen(HeaderWords.sides)
    let isTwoSided = sides.contains { $0.field == .from } && sides.contains { $0.field == .to }
    if isTwoSided { fields = sides } else { assignAccounts(header) }
    for (field, column) in chosen(HeaderWords.fields, without: Set(fields.map(\.column))) {
      let isOneSided = [.counterpartyName, .counterpartyInstitution, .debit, .credit].contains(
        field)
      if field == .counterparty || isTwoSided && isOneSided { continue }
      fields.append((field, column))
    }
    settleAmounts()
    if column(.date) == nil, let index = fields.firstIndex(where: { $0.field == .valueDate }) {
      fields[index].field = .date
    }
    let taken = Set(fields.map(\.column))
    if column(.currency) == nil,
      let index = header.indices.first(where: { !taken.contains($0) && traits[$0].isCurrency })
    {
      fields.append((.currency, index))
    }
    if let index = header.indices.first(where: { isStanding($0, header) && !taken.contains($0) }) {
      fields.append((.standing, index))
    }
  }

  /// Which column of accounts is the statement's own and which the counterparty's: by their names,
  /// and never one of words.
  private mutating func assignAccounts(_ header: [String]) {
    let words = HeaderWords.fields.filter {
      $0.field == .counterparty || $0.field == .counterpartyName
    }
    .flatMap(\.words)
    let spread = spreadOwnAccount(header)
    ownNumber = spread?.account
    let accounts = header.indices.filter {
      traits[$0].isAccount && spread?.columns.contains($0) != true
    }
    func ownFit(_ index: Int) -> Int { HeaderWords.fit(header[index], HeaderWords.own) }
    func otherFit(_ index: Int) -> Int { HeaderWords.fit(header[index], words) }
    // A name that says either means the other side where the table has a better own one.
    let other = accounts.filter { otherFit($0) > 0 }.max {
      (otherFit($0) - ownFit($0), -$0) < (otherFit($1) - ownFit($1), -$1)
    }
    let own = accounts.filter { $0 != other && ownFit($0) > 1 }.max {
      (ownFit($0), -$0) < (ownFit($1), -$1)
    }
    if let own {
      fields.append((.ownAccount, own))
      if let other { fields.append((.counterparty, other)) }
    } else if let other {
      let isOwn =
        ownFit(other) > 1 && traits[other].constant != nil && preambleIBAN == nil
        && sample.rows.count > 1
      fields.append((isOwn ? .ownAccount : .counterparty, other))
    }
  }

  /// An account that stands in one of two columns of every row: the statement's own, as payer or as
  /// payee.
  private func spreadOwnAccount(_ header: [String]) -> (account: String, columns: [Int])? {
    let accounts = header.indices.filter { traits[$0].isAccount && traits[$0].constant != nil }
    for first in accounts {
      for second in accounts where second > first {
        let isSpread = sample.rows.allSatisfy { row in
          row.cells[first].isEmpty != row.cells[second].isEmpty
        }
        if isSpread, let account = traits[first].constant, account == traits[second].constant {
          return (account, [first, second])
        }
      }
    }
    return nil
  }

  private func isStanding(_ index: Int, _ header: [String]) -> Bool {
    HeaderWords.fit(header[index], HeaderWords.standings) > 1 && !traits[index].values.isEmpty
      && traits[index].values.allSatisfy { HeaderWords.standing($0) != nil }
  }

  /// Either an amount, or debit and credit: of the pair both, or neither.
  private mutating func settleAmounts() {
    let stated = Set(fields.map(\.field))
    let hasPair = stated.contains(.debit) && stated.contains(.credit)
    fields.removeAll {
      hasPair ? $0.field == .amount : $0.field == .debit || $0.field == .credit
    }
  }

  private func chosen(
    _ words: [(field: Profile.Field, words: [String])], without taken: Set<Int> = []
  ) -> [(field: Profile.Field, column: Int)] {
    guard let header = sample.header else { return [] }
    var taken = taken
    var found: [(field: Profile.Field, column: Int)] = []
    for (field, words) in words {
      let fits = header.indices.filter { !taken.contains($0) && suits(field, traits[$0]) }
        .map { (column: $0, fit: HeaderWords.fit(header[$0], words)) }.filter { $0.fit > 0 }
      guard let best = fits.max(by: { ($0.fit, -$0.column) < ($1.fit, -$1.column) }) else {
        continue
      }
      taken.insert(best.column)
      found.append((field, best.column))
    }
    return found
  }

  private func suits(_ field: Profile.Field, _ traits: ColumnTraits) -> Bool {
    switch field {
    case .date, .valueDate: !traits.dates.isEmpty
    case .amount: !traits.numbers.isEmpty
    case .debit, .credit, .balanceAfter: !traits.numbers.isEmpty || traits.values.isEmpty
    case .currency: traits.isCurrency
    case .direction:
      !traits.values.isEmpty && traits.values.allSatisfy { HeaderWords.direction($0) != nil }
    case .counterparty, .from, .to: traits.isAccount
    case .counterpartyName, .fromName, .toName: traits.hasWords
    case .counterpartyInstitution, .fromInstitution, .toInstitution: !traits.values.isEmpty
    case .reference:
      traits.values.isEmpty || traits.values.contains { HeaderWords.direction($0) == nil }
    default: true
    }
  }

  /// Without names only what the cells themselves show.
  private mutating func assignByTraits() {
    for (index, trait) in traits.enumerated() {
      let known = Set(fields.map(\.field))
      let isAmount =
        !trait.numbers.isEmpty && trait.dates.isEmpty
        && sample.column(index).contains { $0.contains(".") || $0.contains(",") }
      if !trait.dates.isEmpty, !known.contains(.date) {
        fields.append((.date, index))
      } else if isAmount, !known.contains(.amount) {
        fields.append((.amount, index))
      } else if trait.isCurrency, !known.contains(.currency) {
        fields.append((.currency, index))
      } else if trait.isIBAN, trait.constant == nil, !known.contains(.counterparty) {
        fields.append((.counterparty, index))
      }
    }
    questions.append("the table has no header: check every column, they are named by position")
  }

  private func column(_ field: Profile.Field) -> Int? {
    fields.first { $0.field == field }?.column
  }

  // MARK: - the parts of the profile

  private mutating func head(_ name: String) -> [String] {
    var lines = ["profile: \(Self.quoted(Self.title(name)))", "table:"]
    let sign = sample.delimiter == 9 ? "tab" : String(UnicodeScalar(sample.delimiter))
    lines.append("  delimiter: \(Self.quoted(sign))")
    lines.append("  encoding: \(sample.encoding.rawValue)")
    if sample.header == nil { lines.append("  header: none") }
    if sample.skip > 0 { lines.append("  skip: \(sample.skip)") }
    lines += numbers()
    let trailers = self.trailers()
    if !trailers.isEmpty {
      lines.append("  ignore: [\(trailers.map(Self.quoted).joined(separator: ", "))]")
    }
    if column(.date) == nil {
      questions.append("no column was found for date: name it under columns")
    }
    if column(.amount) == nil, column(.debit) == nil {
      questions.append(
        "no column was found for amount (or debit and credit): name it under columns")
    }
    return lines
  }

  private static func title(_ name: String) -> String {
    let file = name.split(separator: "/").last.map(String.init) ?? name
    let stem = file.split(separator: ".").first.map(String.init) ?? file
    return stem.lowercased().map { $0.isLetter || $0.isNumber ? String($0) : "-" }.joined()
  }

  /// The signs that read every number of every amount column. Two that read them differently are a
  /// question.
  private mutating func numbers() -> [String] {
    let columns = fields.filter {
      [.amount, .debit, .credit, .balanceAfter, .fromAmount, .toAmount].contains($0.field)
    }.map(\.column).filter { !traits[$0].values.isEmpty }
    guard !columns.isEmpty else { return [] }
    let fitting = ColumnTraits.numberSigns.filter { sign in
      columns.allSatisfy { traits[$0].numbers.contains(sign) }
    }
    guard let first = fitting.first else {
      questions.append("the amounts follow no one style of numbers: set table.decimal and grouping")
      return []
    }
    let cells = columns.flatMap { sample.column($0) }
    func read(_ sign: ColumnTraits.NumberSign) -> [Decimal64?] {
      cells.map { ColumnTraits.decimal($0, sign) }
    }
    if let other = fitting.dropFirst().first(where: { read($0) != read(first) }),
      let odd = cells.first(where: {
        ColumnTraits.decimal($0, first) != ColumnTraits.decimal($0, other)
      })
    {
      questions.append(
        "\"\(odd)\" is \(ColumnTraits.decimal(odd, first)?.description ?? "") or "
          + "\(ColumnTraits.decimal(odd, other)?.description ?? ""): set table.decimal and grouping"
      )
      return ["  decimal: \(Self.quoted("ASK " + (questions.last ?? "")))"]
    }
    var lines: [String] = []
    if first.decimal != UInt8(ascii: ".") {
      lines.append("  decimal: \(Self.quoted(String(UnicodeScalar(first.decimal))))")
    }
    if first.grouping != 0 {
      lines.append("  grouping: \(Self.quoted(String(UnicodeScalar(first.grouping))))")
    }
    let strips = ColumnTraits.strips.filter { text in cells.contains { $0.contains(text) } }
    if !strips.isEmpty {
      lines.append("  strip: [\(strips.map(Self.quoted).joined(separator: ", "))]")
    }
    return lines
  }

  /// Rows behind the table with other cells: by their first cell.
  private func trailers() -> [String] {
    let last = sample.rows.last?.line ?? 0
    var texts: [String] = []
    for row in sample.others where row.line > last {
      guard let place = row.cells.firstIndex(where: { !$0.isEmpty }) else { continue }
      let sign = String(UnicodeScalar(sample.delimiter))
      let text = String(repeating: sign, count: place) + row.cells[place]
      if !texts.contains(text) { texts.append(text) }
    }
    return Array(texts.prefix(5))
  }

  private mutating func dates() -> [String] {
    var patterns: [String] = []
    for field in [Profile.Field.date, .valueDate] {
      guard let column = column(field) else { continue }
      let fitting = traits[column].dates
      guard let first = fitting.first else { continue }
      if let other = fitting.dropFirst().first(where: {
        !Self.agree(first, $0, sample.column(column))
      }) {
        let cell = sample.column(column)[0]
        questions.append(
          "\"\(cell)\" may be \(first) or \(other): keep the right one under dates")
        patterns += ["ASK \(questions.last ?? "")"].filter { !patterns.contains($0) }
      } else if !patterns.contains(first) {
        patterns.append(first)
      }
    }
    guard !patterns.isEmpty, patterns != ["yyyy-MM-dd"] else { return [] }
    return ["dates: [\(patterns.map(Self.quoted).joined(separator: ", "))]"]
  }

  /// True where two patterns read all cells the same.
  private static func agree(_ a: String, _ b: String, _ cells: [String]) -> Bool {
    guard let first = DatePattern(a), let second = DatePattern(b) else { return false }
    return cells.allSatisfy { cell in
      Array(cell.utf8).withUnsafeBufferPointer { first.time($0) == second.time($0) }
    }
  }

  private var preambleIBAN: String? {
    sample.preamble.flatMap(\.cells).compactMap(Self.iban).first
  }

  /// The account a statement is about: its column, or an IBAN before the table; else a question.
  private mutating func ownAccount() -> [String] {
    guard column(.from) == nil || column(.to) == nil else { return [] }
    var parts: [String] = []
    if column(.ownAccount) == nil {
      if let iban = preambleIBAN {
        parts.append("iban: \(iban)")
      } else if let ownNumber {
        let isIBAN = CheckDigits.iban(ownNumber) != nil
        parts.append("\(isIBAN ? "iban" : "number"): \(Self.quoted(ownNumber))")
      } else {
        let question = "whose account is this? Write its iban, or number and institution"
        questions.append(question)
        parts.append("iban: \(Self.quoted("ASK " + question))")
      }
    }
    if column(.currency) == nil {
      if let currency = statedCurrency() {
        parts.append("currency: \(currency)")
      } else {
        let question = "no currency is stated: write its code"
        questions.append(question)
        parts.append("currency: \(Self.quoted("ASK " + question))")
      }
    }
    return parts.isEmpty ? [] : ["own: {\(parts.joined(separator: ", "))}"]
  }

  /// An IBAN inside a line of the preamble, with or without blanks.
  private static func iban(_ text: String) -> String? {
    let words = text.split { !$0.isLetter && !$0.isNumber }.map(String.init)
    for first in words.indices {
      for last in first..<min(first + 9, words.count) {
        if let iban = CheckDigits.iban(words[first...last].joined()) { return iban }
      }
    }
    return nil
  }

  /// A code in the name of an amount column (`Betrag (EUR)`), or around its numbers.
  private func statedCurrency() -> String? {
    let amounts = fields.filter { [.amount, .debit, .credit].contains($0.field) }.map(\.column)
    for column in amounts {
      let name = sample.header?[column] ?? ""
      if name.contains("€") { return "EUR" }
      if name.contains("£") { return "GBP" }
      let words = name.split { !$0.isLetter }
      if let code = words.first(where: { $0.count == 3 && $0.allSatisfy(\.isUppercase) }) {
        return String(code)
      }
      let cells = sample.column(column)
      if !cells.isEmpty, cells.allSatisfy({ $0.contains("€") }) { return "EUR" }
      if !cells.isEmpty, cells.allSatisfy({ $0.contains("£") }) { return "GBP" }
    }
    return nil
  }

  private func columns() -> [String] {
    ["columns:"]
      + fields.sorted { $0.field.rawValue < $1.field.rawValue }.map {
        "  \($0.field.key): \(name(of: $0.column))"
      }
  }

  private func name(of column: Int) -> String {
    guard let header = sample.header else { return "\(column + 1)" }
    let name = header[column]
    return name.isEmpty ? "\(column + 1)" : Self.quoted(name)
  }

  private mutating func values() -> [String] {
    var lines: [String] = []
    let maps: [(field: Profile.Field, meaning: (String) -> String?)] = [
      (.direction, HeaderWords.direction), (.standing, HeaderWords.standing),
    ]
    for (field, meaning) in maps {
      guard let column = column(field) else { continue }
      let words = traits[column].values.sorted().compactMap { word in
        meaning(word).map { "\(Self.quoted(word)): \($0)" }
      }
      if lines.isEmpty { lines.append("values:") }
      lines.append("  \(field.key): {\(words.joined(separator: ", "))}")
    }
    if let debit = column(.debit), traits[debit].hasMinus { lines.append("sign: debit-minus") }
    return lines
  }

  /// What no field takes is kept as facts.
  private func facts() -> [String] {
    guard let header = sample.header else { return [] }
    let taken = Set(fields.map(\.column))
    let rest = header.indices.filter {
      !taken.contains($0) && !header[$0].isEmpty
    }
    guard !rest.isEmpty else { return [] }
    return ["facts:"] + rest.map { "  \(Self.quoted(header[$0])): \(Self.quoted(header[$0]))" }
  }

  private static func quoted(_ text: String) -> String {
    let isPlain =
      !text.isEmpty && text.first?.isLetter == true
      && text.allSatisfy { $0.isLetter || $0.isNumber || $0 == " " || $0 == "." }
      && text.last != " " && !["true", "false", "yes", "no", "null"].contains(text.lowercased())
    guard !isPlain else { return text }
    return "\""
      + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }

  // MARK: - the first rows

  private mutating func preview(_ yaml: String, _ bytes: [UInt8]) {
    // What is asked about the account and its currency does not keep the rows from being shown.
    var lines = yaml.split(separator: "\n").map(String.init)
    if let own = lines.firstIndex(where: { $0.hasPrefix("own: ") }), lines[own].contains("ASK") {
      lines[own] = "own: {number: \"?\", currency: \"?\"}"
      if column(.ownAccount) != nil { lines[own] = "own: {currency: \"?\"}" }
      if let iban = preambleIBAN { lines[own] = "own: {iban: \(iban), currency: \"?\"}" }
    }
    let shown = lines.joined(separator: "\n")
    guard !shown.contains("ASK ") else { return }
    var options = ReadOptions()
    options.profile = shown
    var currencies: [String] = []
    var accounts: [AccountMention] = []
    var names: [String] = []
    var rejections: [Rejection] = []
    do {
      try MappedCSV(options: options).read(ByteStream(name: "sample", bytes: bytes)) { _ in
      } batch: { batch in
        currencies += batch.currencies
        accounts += batch.accounts
        names += batch.mentions.map(\.name)
        rejections += batch.rejections
        for row in 0..<batch.transactions.count where rows.count < Self.previewed {
          rows.append(Self.row(batch.transactions, row, accounts, names, currencies))
        }
      }
      refused = rejections.first.map { (rejections.count, $0.reason) }
    } catch let error as IngestError {
      questions.append(error.what)
    } catch {
      questions.append("the profile does not read the sample")
    }
  }

  private static func row(
    _ rows: Transactions, _ row: Int, _ accounts: [AccountMention], _ names: [String],
    _ currencies: [String]
  ) -> [String] {
    let detail = rows.details.first { $0.row == row }
    func side(_ number: Int32, _ role: String) -> String {
      if number == Transactions.cash { return "CASH" }
      let name = detail?.roles.first { $0.name == role }?.mention.flatMap { number in
        names.indices.contains(number) ? names[number] : nil
      }
      guard number >= 0, accounts.indices.contains(Int(number)) else { return name ?? "?" }
      let account = accounts[Int(number)]
      let text = account.iban ?? account.number ?? account.text ?? "?"
      return [account.institution, text, name].compactMap { $0 }.joined(separator: " ")
    }
    let start = Int(rows.textEnd[2 * row])
    let time = TimeSpan(
      lo: rows.lo[row], precision: TimeSpan.Precision(rawValue: rows.precision[row]) ?? .day)
    let currency = rows.currency[row]
    return [
      time.description, side(rows.from[row], "from"), side(rows.to[row], "to"),
      Decimal64(mantissa: rows.mantissa[row], scale: rows.scale[row]).description,
      currency >= 0 && Int(currency) < currencies.count ? currencies[Int(currency)] : "",
      String(decoding: rows.arena[start..<Int(rows.textEnd[2 * row + 1])], as: UTF8.self),
    ]
  }

  /// The preview as comments of the profile.
  private func comments() -> [String] {
    guard !rows.isEmpty else { return [] }
    var lines = ["# The first rows as this profile reads them: date, from, to, amount, reference"]
    for row in rows {
      lines.append(
        "# \(row[0])  \(row[1]) -> \(row[2])  \(row[3]) \(row[4])  \(row[5])".trimmed)
    }
    if let refused {
      lines.append("# \(refused.count) rows of the sample refused: \(refused.reason)")
    }
    return [lines.joined(separator: "\n") + "\n"]
  }
}
