import ClewModel

/// The free company data product of Companies House (`BasicCompanyDataAsOneFile`): all live companies
/// on the register, one a row.
package struct CompanyDataReader: Reader {
  package static let description = FormatDescription(
    name: "uk-companies", title: "UK BasicCompanyData", versions: "55 columns, since 2012",
    recognisedBy:
      "columns CompanyNumber, RegAddress.AddressLine1 (blanks around them do not count)",
    yields: "organisations with number, address, category, state, dates, activities, former names",
    limits: "no persons; mortgage and partner counts of 0 are left out; the file states no date: "
      + "give it with --as-of; it comes in parts too, so that one never removes what an earlier one "
      + "states and it does not: a company struck off stays as last stated")

  package static func recognises(_ head: SourceHead) -> Bool {
    head.signs.hasColumns("companynumber", "regaddress.addressline1")
  }

  package init(options: ReadOptions) throws(IngestError) {}

  package func read(
    _ bytes: ByteStream, header: (SourceHeader) throws -> Void, batch: (Batch) throws -> Void
  ) throws {
    let table = try NativeTable(bytes, columns: Self.columns)
    try header(
      SourceHeader(
        format: Self.description.name, encoding: table.rows.source.encoding.rawValue,
        edition: Edition(family: "uk-companies", isWhole: false)))
    try table.readCompanies(batch: batch) { provenance in
      Self.mention(table, provenance)
    }
  }

  private static func mention(_ table: NativeTable, _ provenance: Provenance) -> Mention? {
    guard let number = table.text("companynumber") else { return nil }
    var mention = Mention(
      ref: CompaniesHouse.number(number), kind: .organisation,
      name: table.text("companyname") ?? "", provenance: provenance)
    mention.facts.append(CompaniesHouse.fact(number))
    let address = addressColumns.compactMap { table.text($0) }
    if !address.isEmpty {
      mention.facts.append(Fact(.address, address.joined(separator: ", "), qualifier: "registered"))
    }
    for (column, property) in texts {
      if let text = table.text(column) { mention.facts.append(Fact(property, text)) }
    }
    if let origin = table.text("countryoforigin") {
      mention.facts.append(Fact(.country, CountryName.value(origin), raw: origin))
    }
    for (column, property) in dates {
      guard let text = table.text(column) else { continue }
      mention.facts.append(Fact(property, CompaniesHouse.day(text) ?? text, raw: text))
    }
    let day = table.text("accounts.accountrefday")
    let month = table.text("accounts.accountrefmonth")
    if day != nil || month != nil {
      mention.facts.append(Fact("accounts-reference-day", "\(day ?? "?")/\(month ?? "?")"))
    }
    if let uri = table.text("uri") { mention.facts.append(Fact("uri", uri)) }
    for (column, property) in counts {
      if let text = table.text(column), text != "0" { mention.facts.append(Fact(property, text)) }
    }
    for index in 1...4 {
      guard let text = table.text("siccode.sictext_\(index)"), text != "None Supplied" else {
        continue
      }
      mention.facts.append(Fact(.business, text, qualifier: "SIC 2007"))
    }
    for index in 1...10 {
      guard let name = table.text("previousname_\(index).companyname") else { continue }
      mention.facts.append(Fact(.alias, name, qualifier: "former"))
      if let until = table.text("previousname_\(index).condate") {
        mention.facts.append(
          Fact(
            "name-changed", CompaniesHouse.day(until) ?? until, raw: until, qualifier: name))
      }
    }
    mention.facts += table.extraFacts()
    return mention
  }

  private static let addressColumns = [
    "regaddress.careof", "regaddress.pobox", "regaddress.addressline1", "regaddress.addressline2",
    "regaddress.posttown", "regaddress.county", "regaddress.country", "regaddress.postcode",
  ]

  private static let texts: [(String, Property)] = [
    ("companycategory", .legalForm), ("companystatus", .status),
    ("accounts.accountcategory", "accounts-category"),
  ]

  private static let dates: [(String, Property)] = [
    ("incorporationdate", .incorporationDate), ("dissolutiondate", .dissolutionDate),
    ("accounts.nextduedate", "accounts-due"), ("accounts.lastmadeupdate", "accounts-made-up"),
    ("returns.nextduedate", "return-due"), ("returns.lastmadeupdate", "return-made-up"),
    ("confstmtnextduedate", "confirmation-due"), ("confstmtlastmadeupdate", "confirmation-made-up"),
  ]

  private static let counts: [(String, Property)] = [
    ("mortgages.nummortcharges", "mortgage-charges"),
    ("mortgages.nummortoutstanding", "mortgages-outstanding"),
    ("mortgages.nummortpartsatisfied", "mortgages-part-satisfied"),
    ("mortgages.nummortsatisfied", "mortgages-satisfied"),
    ("limitedpartnerships.numgenpartners", "general-partners"),
    ("limitedpartnerships.numlimpartners", "limited-partners"),
  ]

  private static let columns: Set<String> = {
    var columns = Set(
      ["companyname", "companynumber", "countryoforigin", "uri", "accounts.accountrefday"]
        + ["accounts.accountrefmonth"] + addressColumns)
    columns.formUnion(texts.map(\.0) + dates.map(\.0) + counts.map(\.0))
    columns.formUnion((1...4).map { "siccode.sictext_\($0)" })
    columns.formUnion((1...10).map { "previousname_\($0).companyname" })
    columns.formUnion((1...10).map { "previousname_\($0).condate" })
    return columns
  }()
}

/// The UK Register of Overseas Entities as a table: entities abroad that hold land in the UK.
package struct OverseasEntityReader: Reader {
  package static let description = FormatDescription(
    name: "uk-roe", title: "UK Register of Overseas Entities", versions: "table of 2023 on",
    recognisedBy: "columns company_number, country_of_origin, incorporation_date",
    yields: "organisations with OE number, country, address, state, date of registration",
    limits:
      "beneficial owners stand in the snapshot of persons with significant control; an entity "
      + "that left the register stays as last stated")

  package static func recognises(_ head: SourceHead) -> Bool {
    head.signs.hasColumns("company_number", "country_of_origin", "incorporation_date")
  }

  package init(options: ReadOptions) throws(IngestError) {}

  package func read(
    _ bytes: ByteStream, header: (SourceHeader) throws -> Void, batch: (Batch) throws -> Void
  ) throws {
    let table = try NativeTable(bytes, columns: Self.columns)
    try header(
      SourceHeader(
        format: Self.description.name, encoding: table.rows.source.encoding.rawValue,
        edition: Edition(family: "uk-roe", isWhole: false)))
    try table.readCompanies(batch: batch) { provenance in
      guard let number = table.text("company_number") else { return nil }
      var mention = Mention(
        ref: CompaniesHouse.number(number), kind: .organisation, name: table.text("name") ?? "",
        provenance: provenance)
      mention.facts.append(CompaniesHouse.fact(number))
      if let status = table.text("status") { mention.facts.append(Fact(.status, status)) }
      if let country = table.text("country_of_origin") {
        mention.facts.append(Fact(.country, CountryName.value(country), raw: country))
      }
      if let date = table.text("incorporation_date") {
        // The date on which the entity was registered here, not that of its incorporation abroad.
        mention.facts.append(
          Fact("registered-date", CompaniesHouse.day(date) ?? date, raw: date))
      }
      if let address = table.text("reg_address") {
        mention.facts.append(Fact(.address, address, qualifier: "registered"))
      }
      mention.facts += table.extraFacts()
      return mention
    }
  }

  /// `normalized_name` is derived from the name by whoever made the table.
  private static let columns: Set<String> = [
    "company_number", "name", "normalized_name", "status", "country_of_origin",
    "incorporation_date", "reg_address",
  ]
}
