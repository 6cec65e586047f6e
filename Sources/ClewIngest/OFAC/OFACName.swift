import ClewModel

/// Names as OFAC writes them: persons as `LAST, First Middle`, everything else in capitals.
enum OFACName {
  /// The name in the order in which it is spoken: `LAST, First, Jr.` is `First LAST Jr.`.
  ///
  /// - Returns: nil where there is nothing to reorder.
  static func reordered(_ name: String) -> String? {
    let parts = name.split(separator: ",").map(\.trimmed).filter { !$0.isEmpty }
    guard parts.count >= 2 else { return nil }
    return ([parts[1], parts[0]] + parts[2...]).joined(separator: " ")
  }

  /// True for a name in the form of a person's: capitals before the first comma, a lower-case letter
  /// behind it. Company names with a comma (`CECOEX, S.A.`) are in capitals throughout.
  static func isPersons(_ name: String) -> Bool {
    guard let comma = name.firstIndex(of: ",") else { return false }
    let given = name[name.index(after: comma)...]
    return given.contains(where: \.isLowercase)
      && name[..<comma].contains(where: \.isUppercase)
  }

  /// An alias and, for a person's, the same in spoken order, so that a search finds either.
  static func facts(alias: String, qualifier: String, raw: String? = nil, isPerson: Bool) -> [Fact]
  {
    var facts = [Fact(.alias, alias, raw: raw, qualifier: qualifier)]
    if isPerson, let spoken = reordered(alias) {
      facts.append(Fact(.alias, spoken, raw: alias, qualifier: "reordered"))
    }
    return facts
  }
}
