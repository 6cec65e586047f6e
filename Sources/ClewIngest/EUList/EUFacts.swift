import ClewModel

/// The details of a sanctioned entity as facts.
enum EUFacts {
  /// A name with all that stands on it: language, parts, function, title, gender, remarks.
  ///
  /// - Returns: no name where none is stated; what stands beside it is kept all the same.
  static func name(_ detail: EUDetail) -> (name: String?, isStrong: Bool, facts: [Fact]) {
    let parts = nameParts.compactMap { field, property in
      detail.text(field).map { Fact(property, $0) }
    }
    let whole = detail.text("wholeName") ?? parts.map(\.value).joined(separator: " ")
    let gender = detail.value("gender")
    let more: [Fact?] = [
      detail.text("function").map { Fact("position", $0) },
      detail.text("title").map { Fact(.title, $0) },
      gender.flatMap { code in genders[code.uppercased()].map { Fact(.gender, $0, raw: code) } },
    ]
    let isStrong = detail.value("strong")?.lowercased() != "false"
    let language = detail.text("nameLanguage")
    let name = whole.isEmpty ? nil : whole
    var facts: [Fact] = []
    if let name { facts.append(Fact(.alias, name, qualifier: isStrong ? "aka" : "weak")) }
    facts += parts
    if let language { facts.append(Fact("name-language", language, qualifier: name)) }
    facts += more.compactMap { $0 }
    facts += remarks(detail, about: name)
    return (name, isStrong, facts)
  }

  private static let nameParts: [(StaticString, Property)] = [
    ("firstName", "first-name"), ("middleName", "middle-name"), ("lastName", "last-name"),
  ]

  private static let genders = ["M": "male", "F": "female", "?": "unknown"]

  /// A nationality; the region and the dates of a citizenship narrow it.
  static func citizenship(_ detail: EUDetail) -> [Fact] {
    let name = detail.countryName
    let country = detail.country
    let narrowed = [
      detail.text("region"), detail.text("acquisitionDate").map { "since \($0)" },
      detail.text("disenfranchisementDate").map { "until \($0)" },
    ].compactMap { $0 }
    var facts = remarks(detail, about: "citizenship")
    if let value = country ?? name {
      facts.append(
        Fact(
          .nationality, value, raw: name,
          qualifier: narrowed.isEmpty ? nil : narrowed.joined(separator: ", ")))
    } else if !narrowed.isEmpty {
      facts.append(Fact("citizenship-note", narrowed.joined(separator: ", ")))
    }
    return facts
  }

  /// Birth date and place. A date is a day, a month, a year or a range of years, `circa` or not; one
  /// in another calendar than the Gregorian is kept as it stands and not converted.
  static func birth(_ detail: EUDetail) -> [Fact] {
    var facts: [Fact] = []
    let calendar = detail.value("calendarType")?.uppercased() ?? "GREGORIAN"
    let isCirca = detail.flag("circa")
    let (value, raw) = EUDate.birth(detail)
    if calendar != "GREGORIAN", !raw.isEmpty {
      facts.append(Fact("birth-date-other-calendar", raw, qualifier: calendar.lowercased()))
    } else if let value {
      facts.append(Fact(.birthDate, value, raw: raw, qualifier: isCirca ? "circa" : nil))
    } else if !raw.isEmpty {
      facts.append(Fact("birth-date-note", raw))
    }
    let country = detail.country
    let place = ["city", "place", "region", "zipCode"].compactMap { detail.text($0) }
    let named = (place + [detail.countryName].compactMap { $0 }).joined(separator: ", ")
    if let value = named.isEmpty ? country : named {
      facts.append(Fact(.birthPlace, value, qualifier: country))
    }
    return facts + remarks(detail, about: "birth")
  }

  /// An address, or a country alone.
  static func address(_ detail: EUDetail) -> [Fact] {
    let country = detail.country
    let name = detail.countryName
    let parts = [
      detail.text("street"), detail.text("poBox").map { "PO Box \($0)" }, detail.text("place"),
      detail.text("zipCode"), detail.text("city"), detail.text("region"),
    ].compactMap { $0 }
    let atListing = detail.flag("asAtListingTime") ? " (as at listing time)" : ""
    var facts: [Fact] = []
    if !parts.isEmpty {
      let line = (parts + [name ?? country].compactMap { $0 }).joined(separator: ", ")
      facts.append(Fact(.address, line, raw: line + atListing, qualifier: country))
    } else if let value = country ?? name {
      facts.append(Fact(.country, value, raw: (name ?? value) + atListing))
    }
    return facts + remarks(detail, about: "address")
  }

  /// A contact by its key.
  static func contact(_ key: String, _ value: String) -> Fact {
    switch key.lowercased() {
    case let key where key.contains("mail"): Fact(.email, value.lowercased(), raw: value)
    case let key where key.contains("phone") || key.contains("mobile") || key == "tel":
      Fact(.phone, value)
    case let key where key.contains("web") || key.contains("url"): Fact(.website, value)
    case let key where key.contains("fax"): Fact("fax", value)
    default: Fact("contact", value, qualifier: key)
    }
  }

  /// A regulation that names the entity or one of its details, and where it is published.
  static func regulation(
    type: String?, by organisation: String?, published: String?, inForce: String?, title: String?,
    url: String?
  ) -> [Fact] {
    let words = [
      type, organisation, published.map { "published \($0)" }, inForce.map { "in force \($0)" },
    ].compactMap { $0 }
    var facts: [Fact] = []
    if let title = title ?? url {
      facts.append(
        Fact("regulation", title, qualifier: words.isEmpty ? nil : words.joined(separator: ", ")))
    }
    if let url { facts.append(Fact("regulation-url", url, qualifier: title)) }
    return facts
  }

  static func remarks(_ detail: EUDetail, about: String?) -> [Fact] {
    detail.remarks.filter { !Sentinel.matches($0) }.map {
      Fact(.remark, $0, qualifier: about)
    }
  }
}

/// Dates of the EU list.
enum EUDate {
  /// ISO as in the XML (`2020-04-15T15:29:22.497+02:00`), or day, month and year with strokes as on
  /// the rows of the CSV file (`28/10/2022`).
  static func time(_ text: String) -> TimeSpan? {
    if let time = TimeSpan(iso: text) { return time }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3, parts[2].utf8.count == 4, let day = Int(parts[0]),
      let month = Int(parts[1]), let year = Int(parts[2])
    else { return nil }
    return Day(year: year, month: month, day: day).map { TimeSpan(day: $0) }
  }

  /// The birth date of a detail in ISO 8601, and as stated.
  static func birth(_ detail: EUDetail) -> (value: String?, raw: String) {
    let whole = detail.value("birthdate")
    let year = detail.value("year")
    let month = detail.value("monthOfYear")
    let day = detail.value("dayOfMonth")
    let from = detail.value("yearRangeFrom")
    let to = detail.value("yearRangeTo")
    if let whole { return (time(whole)?.description, whole) }
    if from != nil || to != nil {
      let raw = [from, to].compactMap { $0 }.joined(separator: " to ")
      guard let from, let to, let first = Self.year(from), let last = Self.year(to), first <= last
      else { return ((from ?? to).flatMap(Self.year), raw) }
      return ("\(first)/\(last)", raw)
    }
    let raw = [day, month, year].compactMap { $0 }.joined(separator: "/")
    guard let year, let named = Self.year(year), let number = Int(named) else { return (nil, raw) }
    guard let month else { return (day == nil ? named : nil, raw) }
    guard let monthNumber = Int(month) else { return (nil, raw) }
    let date = Day(year: number, month: monthNumber, day: day.flatMap { Int($0) } ?? 1)
    guard let date, day == nil || day.flatMap({ Int($0) }) != nil else { return (nil, raw) }
    return (day == nil ? String(date.description.prefix(7)) : date.description, raw)
  }

  private static func year(_ text: String) -> String? {
    text.utf8.count == 4 && TimeSpan(iso: text) != nil ? text : nil
  }
}
