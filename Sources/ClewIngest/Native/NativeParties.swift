import ClewModel

/// Reads `parties.csv`: `id,name,kind` and optionally `country,birth_date,registration_number,lei,
/// tax_id,address,phone,email,listed,owners`; other columns become facts under their own names.
/// `owners` says why owners are not named, in a word of `UnknownOwnerReason`: of the party, or where
/// its kind is unknown, that it is itself the owner that nobody names.
package struct NativeParties: Reader {
  package static let description = FormatDescription(
    name: "native-parties", title: "Parties (native table)", versions: "1",
    recognisedBy: "header with id, name, kind", yields: "parties, listings",
    limits: "a kind in other words (company, trust, individual) is kept as a fact; a word that is "
      + "not known makes a party of kind unknown")

  private static let required = ["id", "name", "kind"]

  /// Other plain words for party kinds: the word itself stays as a fact, because it says more.
  private static let otherWords: [String: PartyKind] = [
    "individual": .person, "natural person": .person,
    "company": .organisation, "corporation": .organisation, "legal entity": .organisation,
    "legal person": .organisation, "organization": .organisation, "partnership": .organisation,
    "trust": .organisation, "foundation": .organisation, "fund": .organisation,
    "state": .organisation, "government": .organisation, "ship": .vessel,
  ]

  private static let columns = Set(
    required + [
      "country", "birth_date", "registration_number", "lei", "tax_id", "address", "phone", "email",
      "listed", "owners",
    ])

  package static func recognises(_ head: SourceHead) -> Bool {
    NativeTable.names(head, required) && !NativeTable.names(head, ["from", "to"])
      && !NativeAccounts.recognises(head)
  }

  package init(options: ReadOptions) throws(IngestError) {}

  package func read(
    _ bytes: ByteStream, header: (SourceHeader) throws -> Void, batch: (Batch) throws -> Void
  ) throws {
    let table = try NativeTable(bytes, columns: Self.columns)
    try header(
      SourceHeader(
        format: Self.description.name, encoding: table.rows.source.encoding.rawValue))
    var statements = Statements()
    statements.batch.frame = table.frame
    try table.forEachRow {
      Self.row(table, &statements)
      if statements.isFull { try batch(statements.handOver()) }
    } refused: {
      statements.batch.rejections.append($0)
      if statements.isFull { try batch(statements.handOver()) }
    }
    if !statements.batch.isEmpty { try batch(statements.handOver()) }
  }

  private static func row(_ table: NativeTable, _ statements: inout Statements) {
    guard let id = table.text("id") else {
      statements.batch.rejections.append(
        table.rows.rejection("id is empty; a party of a table needs one"))
      return
    }
    let country = table.text("country")
    let countryCode = country.map { $0.utf8.count == 2 ? $0.uppercased() : $0 }
    var mention = Mention(
      ref: id, kind: .unknown, name: table.text("name") ?? "",
      provenance: table.rows.provenance)
    if let word = table.text("kind") {
      if let kind = PartyKind(name: word.lowercased()) {
        mention.kind = kind
      } else {
        mention.kind = Self.otherWords[word.lowercased()] ?? .unknown
        mention.facts.append(Fact("kind", word))
      }
    }
    if let country, let countryCode {
      mention.facts.append(Fact(.country, countryCode, raw: country))
    }
    birthDate(table, &mention, &statements)
    for (column, property) in [
      ("registration_number", Property.registrationNumber), ("lei", .lei), ("tax_id", .taxNumber),
    ] {
      guard let stated = table.text(column) else { continue }
      mention.facts.append(
        Fact(
          property, CheckDigits.compact(stated), raw: stated,
          qualifier: property == .lei ? nil : countryCode))
    }
    for (column, property) in [
      ("address", Property.address), ("phone", .phone), ("email", .email),
    ] {
      if let stated = table.text(column) { mention.facts.append(Fact(property, stated)) }
    }
    owners(table, &mention, &statements)
    mention.facts += table.extraFacts()
    let lists = (table.text("listed") ?? "").split(separator: ";").map(trim)
      .filter { !$0.isEmpty }
    guard let number = statements.add(mention, and: lists.joined(separator: ";")) else { return }
    for list in lists {
      statements.batch.listings.append(
        Listing(
          list: list, authority: ListAuthority(listName: list), effect: .blocking, ref: id,
          kind: mention.kind, name: mention.name, provenance: mention.provenance,
          subject: number))
    }
  }

  /// Another word is kept under the column's own name and named in a rejection.
  private static func owners(
    _ table: NativeTable, _ mention: inout Mention, _ statements: inout Statements
  ) {
    guard let word = table.text("owners") else { return }
    mention.facts.append(Fact("owners", word))
    guard let reason = UnknownOwnerReason(name: word.lowercased()) else {
      let known = UnknownOwnerReason.allCases.map(\.name).joined(separator: ", ")
      statements.batch.rejections.append(
        table.rows.rejection(
          "owners is no reason for naming none; the party is kept; expected one of \(known)"
        ).ofPart)
      return
    }
    mention.ownerStatements.append(
      OwnerStatement(reason, text: word, isHolder: mention.kind == .unknown))
  }

  /// A date, or two as a range `1961/1963`. Another text is kept under the column's own name and
  /// named in a rejection, so that nothing is joined on it; a sentinel says nothing.
  private static func birthDate(
    _ table: NativeTable, _ mention: inout Mention, _ statements: inout Statements
  ) {
    guard let stated = table.text("birth_date") else { return }
    let ends = stated.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    let times = ends.compactMap { TimeSpan(iso: $0) }
    if times.count == ends.count {
      // A birthday often stands as a time at midnight; the day is what it says.
      let days = times.map { time in
        time.precision == .second || time.precision == .minute
          ? String(time.description.prefix(10)) : time.description
      }
      mention.facts.append(Fact(.birthDate, days.joined(separator: "/"), raw: stated))
    } else if !Sentinel.matches(stated) {
      mention.facts.append(Fact("birth_date", stated))
      statements.batch.rejections.append(
        table.rows.rejection(
          "birth_date is no ISO 8601 date; the party is kept, the date only as stated"))
    }
  }
}

/// The text without blanks and tabs at its ends.
func trim(_ text: some StringProtocol) -> String {
  var text = text[...]
  while text.first == " " || text.first == "\t" { text = text.dropFirst() }
  while text.last == " " || text.last == "\t" { text = text.dropLast() }
  return String(text)
}
