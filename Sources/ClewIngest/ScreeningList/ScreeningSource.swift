import ClewModel

/// One of the lists that the United States' consolidated screening list brings together, by the
/// `source` of a row: `Entity List (EL) - Bureau of Industry and Security`.
///
/// A list is called `csl-` and its code: it is a copy, made by the Department of Commerce from lists
/// of three departments, and must not stand in for an edition of the list itself (`ofac`,
/// `bis-dpl`). Its authority is that of the department, so that regimes ask it all the same.
struct ScreeningSource: Hashable {
  var list: String
  var authority: ListAuthority
  var effect: ListEffect

  /// - Returns: nil where the text is empty.
  init?(_ source: String) {
    guard !source.isEmpty else { return nil }
    let code = Self.code(source)
    list = "csl-\(code.lowercased())"
    let agency = source.lowercased()
    if Self.ofac.contains(code) || agency.contains("treasury") {
      authority = .ofac
    } else if Self.bis.contains(code) || agency.contains("industry and security") {
      authority = .bis
    } else {
      authority = .other
    }
    effect = Self.effect(code, authority)
  }

  /// The code in the last brackets, without the word List: `NS-MBS` of `(NS-MBS List)`; the whole in
  /// one word where there are none.
  private static func code(_ source: String) -> String {
    if let open = source.lastIndex(of: "("),
      let close = source[open...].firstIndex(of: ")")
    {
      let inside = source[source.index(after: open)..<close].trimmed
      let code = inside.hasSuffix(" List") ? String(inside.dropLast(5)) : inside
      if !code.isEmpty { return code.uppercased().replacing(" ", with: "-") }
    }
    return source.uppercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: "-")
  }

  private static let ofac: Set<String> = [
    "SDN", "SSI", "FSE", "CAP", "CAPTA", "561", "CMIC", "NS-CMIC", "MBS", "NS-MBS", "PLC",
  ]
  private static let bis: Set<String> = ["EL", "DPL", "UVL", "MEU"]

  /// What being on it does. Property of SDNs is blocked; the other lists of OFAC forbid certain
  /// dealings, members of the Palestinian Legislative Council are named (see `OFACList.effect`). BIS
  /// denies or licenses exports (15 CFR part 744, part 764 supplement 1). The Department of State
  /// debars from the export of defence articles (22 CFR 127.7) and, for proliferation, from
  /// licences and procurement.
  private static func effect(_ code: String, _ authority: ListAuthority) -> ListEffect {
    switch authority {
    case .ofac: code == "SDN" ? .blocking : code == "PLC" ? .watch : .sectoral
    default: .export
    }
  }
}
