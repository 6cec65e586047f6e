import ClewModel

/// One row of a UK list, or one Designation of its XML: values by field, and what belongs together.
struct UKRecord {
  struct Name: Hashable {
    /// Names 1 to 6: given names first, the family name, or the whole name of an entity, last.
    var parts: [String?]
    var type: String?
    var strength: String?
  }
  struct Script: Hashable {
    var name: String
    var type: String?
    var language: String?
  }
  struct Address: Hashable {
    var lines: [String]
    var postcode: String?
    var country: String?
  }
  /// A number of a document, and what is said about it.
  struct Document: Hashable {
    var number: String?
    var details: String?
  }

  var values: [UKField: [String]] = [:]
  var names: [Name] = []
  var scripts: [Script] = []
  var addresses: [Address] = []
  /// Town and country.
  var births: [(town: String?, country: String?)] = []
  var passports: [Document] = []
  var nationalIDs: [Document] = []

  func first(_ field: UKField) -> String? { values[field]?.first }

  /// A record from the cells of a row, or what an element repeats in place of a cell. Cells that
  /// number their values, `(1) … (2) …`, hold several.
  init(row cells: (UKField) -> [String]) {
    func row(_ field: UKField) -> String? { cells(field).first }
    for field in UKField.allCases {
      let stated = cells(field)
      guard !stated.isEmpty else { continue }
      values[field] = Self.isProse(field) ? stated : stated.flatMap(UKText.items)
    }
    addLabelled()
    let parts = [UKField.name1, .name2, .name3, .name4, .name5, .name6].map {
      first($0)?.singleSpaced
    }
    names = [Name(parts: parts, type: first(.nameType), strength: first(.strength))]
    scripts = (values[.script] ?? []).map {
      Script(name: $0, type: first(.scriptType), language: first(.scriptLanguage))
    }
    let lines = [
      UKField.address1, .address2, .address3, .address4, .address5, .address6,
    ].compactMap { row($0)?.singleSpaced }
    addresses = [Address(lines: lines, postcode: row(.postcode), country: row(.country))]
    let towns = values[.townOfBirth] ?? []
    let countries = values[.countryOfBirth] ?? []
    for index in 0..<max(towns.count, countries.count) {
      births.append(
        (index < towns.count ? towns[index] : nil, index < countries.count ? countries[index] : nil)
      )
    }
    passports = Self.documents(values[.passport], values[.passportDetails])
    nationalIDs = Self.documents(values[.nationalID], values[.nationalIDDetails])
  }

  /// An empty record, for the XML to fill.
  init() {}

  /// Numbers with what is said about each; details of another count belong to all of them.
  private static func documents(_ numbers: [String]?, _ details: [String]?) -> [Document] {
    let numbers = numbers ?? []
    let details = details ?? []
    if numbers.count == details.count {
      return zip(numbers, details).map { Document(number: $0, details: $1) }
    }
    let all = details.isEmpty ? nil : details.joined(separator: "; ")
    return numbers.isEmpty
      ? all.map { [Document(number: nil, details: $0)] } ?? []
      : numbers.map { Document(number: $0, details: all) }
  }

  private static func isProse(_ field: UKField) -> Bool {
    switch field {
    case .information, .reasons, .regime, .measures, .name1, .name2, .name3, .name4, .name5, .name6:
      true
    default: false
    }
  }

  /// Takes the values that the old list words into its other information: `(UN Ref):QDi.263.`.
  mutating func addLabelled() {
    for (field, value) in (values[.information] ?? []).flatMap(UKText.labelled) {
      let items = Self.isProse(field) ? [value] : UKText.items(value)
      for item in items where values[field]?.contains(item) != true {
        values[field, default: []].append(item)
      }
    }
  }
}

/// Texts of the UK lists.
enum UKText {
  /// The items of a cell that numbers them, `(1) A123 (2) B456`; else the cell.
  static func items(_ cell: String) -> [String] {
    let whole = cell.singleSpaced
    guard whole.hasPrefix("(1)") || whole.contains(" (2) ") else { return [whole] }
    var items: [String] = []
    var rest = whole[...]
    var number = 1
    while let mark = rest.firstRange(of: "(\(number))") {
      items.append(rest[..<mark.lowerBound].trimmed)
      rest = rest[mark.upperBound...]
      number += 1
    }
    items.append(rest.trimmed)
    let named = items.map { item in
      item.hasSuffix(",") || item.hasSuffix(";") ? item.dropLast().trimmed : item
    }.filter { !$0.isEmpty }
    return named.isEmpty ? [whole] : named
  }

  /// The labelled values in prose, in its order: `(Gender):Male (Parent company):…`. A value ends
  /// where the next label begins.
  static func labelled(_ text: String) -> [(UKField, String)] {
    var found: [(UKField, String)] = []
    var open: (UKField, String.Index)?
    var at = text.startIndex
    func close(_ end: String.Index) {
      guard let (field, start) = open else { return }
      var value = text[start..<end].trimmed
      while value.hasSuffix(".") || value.hasSuffix(";") { value = value.dropLast().trimmed }
      // Prose goes on behind a reference: `QDi.263. Also referred to as …`.
      if isWord(field) { value = word(value[...]) }
      if !value.isEmpty { found.append((field, value)) }
      open = nil
    }
    while let left = text[at...].firstIndex(of: "(") {
      guard let right = text[left...].firstRange(of: "):") else { break }
      let label = text[text.index(after: left)..<right.lowerBound]
      guard !label.contains("("), label.count <= 50 else {
        at = text.index(after: left)
        continue
      }
      close(left)
      if let field = UKField.names[label.singleSpaced.lowercased()], labels.contains(field) {
        open = (field, right.upperBound)
      }
      at = right.upperBound
    }
    close(text.endIndex)
    if !found.contains(where: { $0.0 == .unReference }), let ref = plainReference(text) {
      found.append((.unReference, ref))
    }
    return found
  }

  /// What labels may give: not names and dates, which have columns of their own.
  private static let labels: Set<UKField> = [
    .uniqueID, .unReference, .gender, .parentCompany, .subsidiaries, .entityType,
    .registrationNumber, .website, .phone, .email, .imo, .owner, .formerOwner, .flag, .formerFlags,
    .shipType, .tonnage, .length, .yearBuilt, .hull, .reasons,
  ]

  private static func isWord(_ field: UKField) -> Bool {
    field == .uniqueID || field == .unReference || field == .gender
  }

  /// The first word, without the stop behind it.
  private static func word(_ text: Substring) -> String {
    var word = text.prefix { !$0.isWhitespace && $0 != "," && $0 != ";" }
    while word.last == "." || word.last == ")" { word = word.dropLast() }
    return String(word)
  }

  /// `UN Ref IRi.018.`, as the list worded it before 2021.
  private static func plainReference(_ text: String) -> String? {
    for label in ["UN Ref ", "UN Reference ", "UN Ref: "] {
      guard let start = text.firstRange(of: label)?.upperBound else { continue }
      let word = word(text[start...])
      if word.contains("."), word.contains(where: \.isNumber) { return word }
    }
    return nil
  }
}
