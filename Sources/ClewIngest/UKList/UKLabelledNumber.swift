import ClewModel

/// A number of a company behind the word that says which: `INN: 7700000000`, `SWIFT/BIC KCBKKPP1`.
struct UKLabelledNumber {
  private let label: String
  private let value: String
  private let stated: String

  /// - Returns: nil where the text begins with no label, or no number follows it.
  init?(_ stated: String) {
    self.stated = stated
    let text = stated.singleSpaced
    let word = text.prefix { $0.isLetter || $0 == "/" }
    guard Self.labels.contains(word.uppercased()) else { return nil }
    label = String(word)
    var rest = text[word.endIndex...].drop { !$0.isLetter && !$0.isNumber }
    // `BIC code: …`, `Tax ID No. …`: what belongs to the label is not part of the number.
    while true {
      let next = rest.prefix { $0.isLetter || $0.isNumber }
      guard Self.fillers.contains(next.lowercased()) else { break }
      rest = rest[next.endIndex...].drop { !$0.isLetter && !$0.isNumber }
    }
    let compact = CheckDigits.compact(String(rest))
    guard compact.contains(where: \.isNumber) || CheckDigits.bic8(compact) != nil else {
      return nil
    }
    value = compact
  }

  /// A tax number, BIC or LEI under its own property; a BIC or LEI of another form and the numbers of
  /// other registers as identifiers with the label.
  var fact: Fact {
    let property: Property =
      switch label.uppercased() {
      case "INN", "TIN", "TAX": .taxNumber
      case "BIC", "SWIFT", "SWIFT/BIC", "BIC/SWIFT":
        CheckDigits.bic8(value) == nil ? .otherID : .bic
      case "LEI": CheckDigits.lei(value) == nil ? .otherID : .lei
      default: .otherID
      }
    return Fact(property, value, raw: stated, qualifier: property == .otherID ? label : nil)
  }

  private static let labels: Set<String> = [
    "INN", "TIN", "TAX", "OGRN", "KPP", "BIK", "BIC", "SWIFT", "SWIFT/BIC", "BIC/SWIFT", "LEI",
    "DUNS",
  ]
  private static let fillers: Set<String> = ["code", "id", "identification", "no", "number"]
}
