import ClewModel

/// One of the `ids` of a row: `Passport, 836238033, KP`, since 2023 the type first and the country
/// behind the number; before, the country first and the type last: `US, 80-0890696, Tax ID No.`.
struct ScreeningItem {
  var item: OFACItem
  /// The text as it stands.
  var stated: String

  init(_ text: String, isTypeFirst: Bool) {
    stated = text
    var parts = text.split(separator: ",", omittingEmptySubsequences: true).map(\.trimmed)
      .filter { !$0.isEmpty }
    guard parts.count > 1 else {
      item = OFACItem(type: text)
      return
    }
    let type = isTypeFirst ? parts.removeFirst() : parts.removeLast()
    var country: String?
    if isTypeFirst {
      // Dates of issue and expiry stand behind the country; which of the two is not said.
      while parts.count > 1, let last = parts.last, Self.isDate(last) { parts.removeLast() }
      if parts.count > 1, let last = parts.last, Self.isCode(last) { country = parts.removeLast() }
    } else if parts.count > 1, Self.isCode(parts[0]) {
      country = parts.removeFirst()
    }
    let isListing = type.hasPrefix("Listing Date (") && !type.hasSuffix(":")
    item = OFACItem(
      type: isListing ? type + ":" : type,
      number: Self.inWords(parts.joined(separator: ", "), of: type), country: country)
  }

  /// A part of a row in JSON.
  init(type: String, number: String?, country: String?, issued: String?, expires: String?) {
    let parts = [type, number, country, issued, expires]
    stated = parts.compactMap { $0 }.joined(separator: ", ")
    item = OFACItem(
      type: type, number: number.map { Self.inWords($0, of: type) }, country: country,
      issued: issued, expires: expires)
  }

  private static func isCode(_ text: String) -> Bool {
    text.utf8.count == 2 && text.utf8.allSatisfy { (65...90).contains($0) }
  }

  private static func isDate(_ text: String) -> Bool {
    TimeSpan(iso: text) != nil || OFACDate(text) != nil
  }

  /// ISO dates in the words of OFAC's remarks, where the type is one of a date.
  private static func inWords(_ text: String, of type: String) -> String {
    guard type.contains("Date"), let time = TimeSpan(iso: text) else { return text }
    return USDate.words(time)
  }
}
