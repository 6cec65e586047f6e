import ClewModel

/// An address in the cells of the delimited address file.
struct OFACAddress {
  /// Street lines in order.
  var lines: [String] = []
  var city: String?
  var state: String?
  var postalCode: String?
  var country: String?

  /// `Street, City, State 12345`; nil where only a country is known.
  var place: String? {
    let code = [state ?? city, postalCode].compactMap { $0 }.joined(separator: " ")
    let parts = lines + [state == nil ? nil : city, code.isEmpty ? nil : code].compactMap { $0 }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }

  /// Whether the country says something.
  private var named: String? { country?.lowercased() == "undetermined" ? nil : country }

  /// The whole in one line, nil where nothing is stated.
  var line: String? {
    let parts = [place, named].compactMap { $0 }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }

  var facts: [Fact] {
    let code = named.flatMap { CountryName.code($0) }
    if place != nil, let line { return [Fact(.address, line, qualifier: code)] }
    return named.map { [Fact(.country, code ?? $0, raw: $0)] } ?? []
  }
}
