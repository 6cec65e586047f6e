import ClewModel

/// What raw codes stand for, by the code lists of the casefile.
///
/// A list is called `goaml/transmode`, or `goaml:ae/transmode` with whose it is: the format of the
/// sources whose codes it explains, and its name there. Which list a code belongs to follows from
/// the property that states it: the list of the same name, with or without `_code` and a plural, or
/// one that the format is known to use for it.
struct CodeBook {
  private struct Key: Hashable {
    var format: String
    var list: String
    var code: String
  }

  private var labels: [Key: [String]] = [:]

  init(_ stated: [CodeLabel]) {
    for label in stated {
      guard let slash = label.scheme.firstIndex(of: "/") else { continue }
      let format = label.scheme[..<slash].prefix { $0 != ":" }
      let key = Key(
        format: String(format), list: Self.stem(label.scheme[label.scheme.index(after: slash)...]),
        code: label.code)
      if labels[key]?.contains(label.label) != true {
        labels[key, default: []].append(label.label)
      }
    }
  }

  /// The label of a code that a property states; all labels where lists of several units differ.
  func label(of code: String, as property: String, in format: String) -> String? {
    guard !labels.isEmpty else { return nil }
    let stem = Self.stem(property[...])
    for list in [stem] + (Self.lists[stem] ?? []) {
      if let found = labels[Key(format: format, list: list, code: code)] {
        return found.joined(separator: " / ")
      }
    }
    return nil
  }

  /// The lists that explain a property of another name.
  private static let lists: [String: [String]] = [
    "mode": ["transmode", "conduction"],
    "kind": ["report", "report_type"],
    "role": [
      "party_role", "account_role", "account_person_role", "entity_role", "entity_person_role",
      "relation",
    ],
    "from_fund": ["fund"], "to_fund": ["fund"],
    "indicator": ["report_indicator"],
    "incorporation_legal_form": ["legal_form"],
    "status": ["account_status"], "personal_account_type": ["account_type"],
    "country": ["countrie"], "nationality": ["countrie"], "residence": ["countrie"],
  ]

  /// `item_types`, `item_type_code` and `item/item-type[2]` as one word: `item_type`.
  private static func stem(_ name: Substring) -> String {
    var word = name.split(separator: "/").last.map(String.init) ?? String(name)
    if let bracket = word.firstIndex(of: "[") { word = String(word[..<bracket]) }
    word = String(word.lowercased().map { $0 == "-" || $0 == " " ? "_" : $0 })
    for ending in ["_codes", "_code"] where word.hasSuffix(ending) {
      word.removeLast(ending.utf8.count)
    }
    if word.hasSuffix("s"), !word.hasSuffix("ss"), !word.hasSuffix("status") { word.removeLast() }
    return word
  }
}
