import ClewModel

/// One row of the Malaysian list as a listing.
enum MalaysiaEntry {
  static let list = "my-moha"

  /// - Parameter cells: 13 of a person: number, reference, name, title, designation, birth date,
  ///   birth place, other names, nationality, passport, identity card, address, date; 7 of a group:
  ///   number, reference, name, alias, other name, address, date.
  /// - Returns: nil for another number of cells, and without a reference or a name.
  static func listing(_ cells: [String]) -> Listing? {
    let isPerson = cells.count == 13
    guard isPerson || cells.count == 7, let name = value(cells[2]), let stated = value(cells[1])
    else { return nil }
    // `KDN. I.02-2021` and `KDN.I.08- 2014`: blanks are the PDF's.
    let ref = stated.filter { !$0.isWhitespace }
    var listing = Listing(
      list: list, authority: .other, effect: .blocking, ref: ref,
      kind: isPerson ? .person : .organisation, name: name,
      programmes: ["AMLATFPUAA 2001, section 66B"],
      provenance: Provenance(offset: 0, length: 0, line: 0))
    let date = cells[cells.count - 1]
    listing.listed = day(inWords: date).flatMap { TimeSpan(iso: $0) }
    if listing.listed == nil, let date = value(date) {
      listing.facts.append(Fact("listed-on", date))
    }
    listing.facts += isPerson ? person(cells) : group(cells)
    return listing
  }

  private static func person(_ cells: [String]) -> [Fact] {
    var facts: [Fact] = []
    if let title = value(cells[3]) { facts.append(Fact(.title, title)) }
    if let position = value(cells[4]) { facts.append(Fact("position", position)) }
    for stated in value(cells[5]).map(words) ?? [] {
      facts.append(
        day(stated).map { Fact(.birthDate, $0, raw: stated) } ?? Fact("birth-date-note", stated))
    }
    if let place = value(cells[6]) { facts.append(Fact(.birthPlace, place)) }
    facts += items(cells[7]).map { Fact(.alias, $0, qualifier: "aka") }
    if let nationality = value(cells[8]) {
      let name = nationality.prefix { $0 != "(" }.trimmed
      facts.append(Fact(.nationality, country(name) ?? name, raw: nationality))
    }
    for number in value(cells[9]).map(words) ?? [] {
      facts.append(Fact(.passport, CheckDigits.compact(number), raw: number))
    }
    for number in value(cells[10]).map(words) ?? [] {
      facts.append(
        Fact(
          .nationalID, CheckDigits.compact(number), raw: number,
          qualifier: isMyKad(number) ? "MY" : nil))
    }
    return facts + address(cells[11])
  }

  private static func group(_ cells: [String]) -> [Fact] {
    (items(cells[3]) + items(cells[4])).map { Fact(.alias, $0, qualifier: "aka") }
      + address(cells[5])
  }

  private static func address(_ cell: String) -> [Fact] {
    items(cell).map { item in
      country(item).map { Fact(.country, $0, raw: item) } ?? Fact(.address, item)
    }
  }

  /// The cell, nil for `-`.
  private static func value(_ cell: String) -> String? {
    Sentinel.matches(cell) ? nil : cell
  }

  /// Numbers and dates of a cell, which stand apart by blanks and strokes.
  private static func words(_ cell: String) -> [String] {
    cell.split { $0 == " " || $0 == "/" || $0 == ";" || $0 == "," }.map(String.init)
  }

  /// The items of a cell that letters them, `a) one b) two`; else the cell.
  private static func items(_ cell: String) -> [String] {
    guard let cell = value(cell) else { return [] }
    guard cell.hasPrefix("a) ") else { return [cell] }
    var items: [String] = []
    var rest = cell.dropFirst(3)
    for letter in "bcdefghijklmnopqrstuvwxyz" {
      guard let mark = rest.firstRange(of: " \(letter)) ") else { break }
      items.append(rest[..<mark.lowerBound].trimmed)
      rest = rest[mark.upperBound...]
    }
    return items + [rest.trimmed]
  }

  /// A Malaysian identity card: birth date, place, serial number.
  private static func isMyKad(_ number: String) -> Bool {
    let parts = number.split(separator: "-", omittingEmptySubsequences: false)
    return parts.map(\.utf8.count) == [6, 2, 4] && parts.allSatisfy { $0.allSatisfy(\.isNumber) }
  }

  /// `9.12.1961`, day first.
  private static func day(_ stated: String) -> String? {
    let parts = stated.split(separator: ".").map(String.init)
    guard parts.count == 3, parts[2].utf8.count == 4, let day = Int(parts[0]),
      let month = Int(parts[1]), let year = Int(parts[2])
    else { return nil }
    return Day(year: year, month: month, day: day)?.description
  }

  /// `25 April 2022`, `15 Februari 2023`.
  private static func day(inWords stated: String) -> String? {
    let words = stated.split(separator: " ").map(String.init)
    guard words.count == 3, let day = Int(words[0]), let year = Int(words[2]) else { return nil }
    let name = words[1].lowercased()
    guard let month = months.firstIndex(where: { $0.contains(name) }) else { return nil }
    return Day(year: year, month: month + 1, day: day)?.description
  }

  private static let months: [[String]] = [
    ["january", "januari"], ["february", "februari"], ["march", "mac"], ["april"], ["may", "mei"],
    ["june", "jun"], ["july", "julai"], ["august", "ogos"], ["september"],
    ["october", "oktober"], ["november"], ["december", "disember"],
  ]

  /// The code of a country in English or Malay.
  private static func country(_ name: String) -> String? {
    CountryName.code(nationality: name) ?? malay[name.lowercased()]
  }

  private static let malay = [
    "filipina": "PH", "yaman": "YE", "arab saudi": "SA", "mesir": "EG", "singapura": "SG",
    "maghribi": "MA", "palestin": "PS", "iraq": "IQ", "syria": "SY", "turki": "TR",
    "lubnan": "LB", "jepun": "JP", "amerika syarikat": "US", "perancis": "FR",
  ]
}
