import ClewModel

/// The facts of one record, each stated once.
struct FactList {
  private(set) var facts: [Fact] = []
  /// The facts again, once they are too many to look through.
  private var index: Set<Fact> = []

  mutating func add(
    _ property: Property, _ value: String, raw: String? = nil, qualifier: String? = nil
  ) {
    let fact = Fact(property, value, raw: raw, qualifier: qualifier)
    if facts.count < 48 {
      let isKnown = facts.contains {
        $0.value == value && $0.property == property && $0.qualifier == qualifier
      }
      if !isKnown { facts.append(fact) }
      return
    }
    if index.isEmpty { index = Set(facts) }
    if index.insert(fact).inserted { facts.append(fact) }
  }
}

/// What all records share: values, dates, countries, addresses, and what has no meaning of its own.
extension GoAMLMapper {
  /// States everything a row says under its own path: nothing is dropped for want of a mapping.
  /// Elements without text state nothing. Siblings of one name are numbered from the second on.
  ///
  /// What has no place in the schema is counted as well: names that no version has, everything
  /// below them, and text where the schema has elements.
  func remainder(
    _ row: Int, as path: String? = nil, qualifier: String? = nil, isKnown: Bool = true,
    into facts: inout FactList
  ) {
    let path = path ?? name(row)
    let isKnown =
      isKnown && (element(row) != nil || GoAMLElement.keptAsStated.contains(name(row)))
    if tree.hasText(row) {
      facts.add(Property(rawValue: path), tree.text(row), qualifier: qualifier)
      if !isKnown || !tree.isLeaf(row) { countUnread(row) }
    }
    guard !tree.isLeaf(row) else { return }
    var same: [Int32: Int] = [:]
    tree.forEachChild(of: row) { child in
      let position = same[tree.nameNumber(of: child), default: 0] + 1
      same[tree.nameNumber(of: child)] = position
      let step = position > 1 ? "\(name(child))[\(position)]" : name(child)
      remainder(
        child, as: "\(path)/\(step)", qualifier: qualifier, isKnown: isKnown, into: &facts)
    }
  }

  /// Counts a row under its path without positions.
  private func countUnread(_ row: Int) {
    let above = recordPath.split(separator: "/").map { $0.prefix { $0 != "[" } }
      .joined(separator: "/")
    let below = tree.plainPath(of: row)
    tally.add(
      path: below.isEmpty ? above : "\(above)/\(below)", at: provenance(row))
  }

  func name(_ row: Int) -> String {
    let number = tree.nameNumber(of: row)
    return number == RecordTree.strayText ? "#text" : reader.names.text(number)
  }

  /// A property as stated; a sentinel, or a value with a structure, stays under its own name.
  func stated(
    _ row: Int, _ property: Property, qualifier: String? = nil, into facts: inout FactList
  ) {
    guard tree.isLeaf(row), let value = value(row) else { return remainder(row, into: &facts) }
    facts.add(property, value, qualifier: qualifier)
  }

  /// An identifier: upper case without blanks, hyphens and dots, and with a digit in it (`Y` in a
  /// field for numbers is none).
  func identifier(
    _ row: Int, _ property: Property, qualifier: String?, into facts: inout FactList
  ) {
    guard tree.isLeaf(row), let text = value(row), let number = Self.identifier(text) else {
      return remainder(row, into: &facts)
    }
    facts.add(property, number, raw: text, qualifier: qualifier)
  }

  static func identifier(_ text: String) -> String? {
    let compact = CheckDigits.compact(text)
    guard !Sentinel.matches(compact), compact.utf8.contains(where: { $0 >= 48 && $0 <= 57 }) else {
      return nil
    }
    return compact
  }

  /// ISO 3166 alpha-2 in upper case where the text has two letters, else as stated.
  static func country(_ text: String) -> String {
    text.utf8.count == 2 ? text.uppercased() : text
  }

  func country(_ row: Int, _ property: Property, into facts: inout FactList) {
    guard tree.isLeaf(row), let text = value(row) else { return remainder(row, into: &facts) }
    facts.add(property, Self.country(text), raw: text)
  }

  /// A date fact: goAML writes days as moments (`1985-03-12T00:00:00`), the value is the day.
  func date(_ row: Int, _ property: Property, into facts: inout FactList) {
    guard tree.isLeaf(row), let text = value(row), let day = Self.day(text) else {
      return remainder(row, into: &facts)
    }
    facts.add(property, day, raw: text)
  }

  /// The day, month or year a text states; nil for a sentinel and for a day that does not exist.
  static func day(_ text: String) -> String? {
    guard let span = time(text) else { return nil }
    switch span.precision {
    case .year, .month, .day: return span.description
    case .minute, .second: return String(text.prefix(10))
    }
  }

  /// The time a text states; nil for a sentinel and for a day that does not exist.
  static func time(_ text: String) -> TimeSpan? {
    guard !Sentinel.matches(text), !Sentinel.matches(String(text.prefix(10))) else { return nil }
    return TimeSpan(iso: text)
  }

  /// A time that names the midnight of a day is that day: goAML has no type for a day alone.
  static func dayOrTime(_ text: String) -> TimeSpan? {
    guard let span = time(text) else { return nil }
    guard text.utf8.count > 10, span.zoneMinutes == nil, span.lo % 86_400 == 0,
      span.precision == .second || span.precision == .minute
    else { return span }
    return TimeSpan(lo: span.lo, precision: .day)
  }

  /// An exact decimal. Zeros at the end beyond what fits are dropped: goAML's `sql_decimal` may
  /// carry 13 places (`1234567.0000000000000`).
  static func decimal(_ text: String) -> Decimal64? {
    if let decimal = Decimal64(text) { return decimal }
    guard text.contains("."), text.last == "0" else { return nil }
    var cut = Substring(text)
    while cut.last == "0" { cut.removeLast() }
    if cut.last == "." { cut.removeLast() }
    return Decimal64(cut)
  }

  static func money(_ text: String, _ currency: String) -> Money? {
    decimal(text).map { Money(mantissa: $0.mantissa, scale: $0.scale, currency: currency) }
  }

  // MARK: - addresses, telephones

  /// An address on one line, the most particular part first.
  func address(_ row: Int, _ property: Property = .address, into facts: inout FactList) {
    guard !tree.isLeaf(row) else { return stated(row, property, into: &facts) }
    let order: [GoAMLElement] = [
      .address, .houseNumber, .apartmentNumber, .additionalAddressLine1, .additionalAddressLine2,
      .town, .city, .zip, .state, .countryCode,
    ]
    var parts = [String?](repeating: nil, count: order.count)
    let type = value(row, .addressType)
    tree.forEachChild(of: row) { child in
      let element = element(child)
      if element == .addressType, tree.isLeaf(child) { return }
      guard let element, tree.isLeaf(child), let place = order.firstIndex(of: element),
        parts[place] == nil
      else {
        return remainder(
          child, as: "\(property.rawValue)/\(name(child))", qualifier: type, into: &facts)
      }
      parts[place] = value(child).map { element == .countryCode ? Self.country($0) : $0 }
    }
    var line: [String] = []
    for part in parts.compactMap({ $0 }) where part != line.last { line.append(part) }
    guard !line.isEmpty else { return }
    facts.add(property, line.joined(separator: ", "), qualifier: type)
  }

  /// A telephone number with its country's prefix, digits only where it states one.
  func phone(_ row: Int, _ property: Property = .phone, into facts: inout FactList) {
    guard !tree.isLeaf(row) else { return stated(row, property, into: &facts) }
    let kinds = [value(row, .tphContactType), value(row, .tphCommunicationType)]
    let type = kinds.compactMap { $0 }.joined(separator: "/")
    let qualifier = type.isEmpty ? nil : type
    let prefix = value(row, .tphCountryPrefix)
    let number = value(row, .tphNumber)
    let suffix = value(row, .tphExtension).map { " ext \($0)" } ?? ""
    if let number {
      let raw = prefix.map { "\($0) \(number)" } ?? number
      var value = CheckDigits.compact(number)
      if let prefix {
        let digits = prefix.filter { $0.isNumber }.drop { $0 == "0" }
        value = "+\(digits)\(value)"
      }
      facts.add(property, value + suffix, raw: raw + suffix, qualifier: qualifier)
    }
    tree.forEachChild(of: row) { child in
      switch element(child) {
      case .tphContactType, .tphCommunicationType: return
      case .tphCountryPrefix, .tphNumber, .tphExtension: if number != nil { return }
      default: break
      }
      remainder(
        child, as: "\(property.rawValue)/\(name(child))", qualifier: qualifier, into: &facts)
    }
  }

  /// The children of a list (`phones`, `addresses`): those of one name by `body`, the others as
  /// they stand.
  func list(
    _ row: Int, of element: GoAMLElement, into facts: inout FactList,
    _ body: (Int, inout FactList) -> Void
  ) {
    tree.forEachChild(of: row) { child in
      if self.element(child) == element {
        body(child, &facts)
      } else {
        remainder(child, as: "\(name(row))/\(name(child))", into: &facts)
      }
    }
    if tree.hasText(row) { facts.add(Property(rawValue: name(row)), tree.text(row)) }
  }

  func phones(_ row: Int, into facts: inout FactList) {
    list(row, of: .phone, into: &facts) { phone($0, into: &$1) }
  }

  func addresses(_ row: Int, into facts: inout FactList) {
    list(row, of: .address, into: &facts) { address($0, into: &$1) }
  }

  /// E-mail addresses in either form: `email` repeated, or `emails/email`.
  func emails(_ row: Int, into facts: inout FactList) {
    guard element(row) == .emails else { return stated(row, .email, into: &facts) }
    list(row, of: .email, into: &facts) { stated($0, .email, into: &$1) }
  }

  func websites(_ row: Int, into facts: inout FactList) {
    guard element(row) == .urls else { return stated(row, .website, into: &facts) }
    list(row, of: .url, into: &facts) { stated($0, .website, into: &$1) }
  }

  /// The internet addresses of the devices a party used.
  func devices(_ row: Int, into facts: inout FactList) {
    tree.forEachChild(of: row) { device in
      tree.forEachChild(of: device) { part in
        guard element(part) == .ipAddress else {
          return remainder(part, as: "network_device/\(name(part))", into: &facts)
        }
        tree.forEachChild(of: part) { line in
          switch element(line) {
          case .ipv4, .ipv6: stated(line, .ipAddress, into: &facts)
          default:
            remainder(line, as: "network_device/ip_address/\(name(line))", into: &facts)
          }
        }
        if tree.hasText(part) { stated(part, .ipAddress, into: &facts) }
      }
      if tree.hasText(device) { remainder(device, into: &facts) }
    }
  }
}
