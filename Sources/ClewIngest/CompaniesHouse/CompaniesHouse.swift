import ClewModel

/// What the registers of Companies House have in common.
enum CompaniesHouse {
  /// A company number in its normal form.
  static func number(_ text: String) -> String { CompanyNumber.british(text) }

  /// The company number as a fact of its register.
  static func fact(_ stated: String) -> Fact {
    Fact(.registrationNumber, number(stated), raw: stated, qualifier: "GB")
  }

  /// A date as these files state it (`29/07/2020`) as ISO text; nil for what is no day.
  static func day(_ text: String) -> String? {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[2].count == 4, let day = Int(parts[0]),
      let month = Int(parts[1]), let year = Int(parts[2])
    else { return Day(iso: text)?.description }
    return Day(year: year, month: month, day: day)?.description
  }

  /// True for the United Kingdom, a part of it or its register as people write them: then a company
  /// number is one of Companies House. A "Register of Companies" is none of them by its name: Jersey,
  /// Bermuda and many others have one.
  static func isBritish(_ place: String) -> Bool {
    let words = place.lowercased().trimmed
    return places.contains(words) || CountryName.code(words) == "GB"
  }

  private static let places: Set<String> = [
    "uk", "u.k.", "gb", "united kingdom", "great britain", "england", "wales", "scotland",
    "northern ireland", "england and wales", "england & wales", "united kingdom (england)",
    "united kingdom (england and wales)", "united kingdom (scotland)", "companies house",
    "uk companies house", "companies house, cardiff", "companies house cardiff",
    "uk register of companies", "united kingdom register of companies",
    "companies house uk", "companies house england and wales", "england and wales companies house",
    "registrar of companies for england and wales", "registrar of companies for scotland",
  ]
}
