import ClewModel

/// Documents and numbers of entities on the EU list.
enum EUIdentification {
  /// The document as a fact with the issuing country; all that is stated about it is in `raw`.
  ///
  /// A document known to be false joins nobody: it is kept as `identifier`, like types that are no
  /// key. Expired, lost and revoked documents were their holder's and stay what they are.
  static func facts(_ detail: EUDetail, isPerson: Bool) -> [Fact] {
    let code = detail.value("identificationTypeCode")
    let description = detail.text("identificationTypeDescription")
    let number = detail.text("number")
    let latin = detail.text("latinNumber")
    let flags = [
      detail.flag("diplomatic") ? "diplomatic" : nil,
      detail.flag("knownExpired") ? "known to be expired" : nil,
      detail.flag("knownFalse") ? "known to be false" : nil,
      detail.flag("reportedLost") ? "reported lost" : nil,
      detail.flag("revokedByIssuer") ? "revoked by issuer" : nil,
    ].compactMap { $0 }
    let country = detail.country
    let name = detail.countryName
    let stated =
      [
        [description ?? code, number, latin.map { "(\($0))" }].compactMap { $0 }.joined(
          separator: " "),
        name ?? country, detail.text("region"), detail.text("issuedBy").map { "issued by \($0)" },
        detail.text("issueDate").map { "issued \($0)" },
        detail.text("validFrom").map { "valid from \($0)" },
        detail.text("validTo").map { "valid to \($0)" },
        detail.text("nameOnDocument").map { "in the name of \($0)" },
      ].compactMap { $0 }.filter { !$0.isEmpty } + flags
    let remarks = EUFacts.remarks(detail, about: description ?? "document")
    guard let value = latin ?? number else {
      let isBare = stated.count <= 1
      return (isBare ? [] : [Fact("document", stated.joined(separator: ", "))]) + remarks
    }
    let compact = CheckDigits.compact(value)
    var property = Self.property(code, isPerson: isPerson)
    if detail.flag("knownFalse") { property = .otherID }
    if property == .bic, CheckDigits.bic8(compact) == nil { property = .otherID }
    let kind =
      (flags.contains("known to be false") ? "false " : "") + (description ?? code ?? "number")
    let qualifier: String? =
      switch property {
      case .otherID: country.map { "\(kind), \($0)" } ?? kind
      case .imo: CheckDigits.imo(compact) == nil ? "check digit wrong" : nil
      case .bic: nil
      default: country
      }
    return [
      Fact(property, compact, raw: stated.joined(separator: ", "), qualifier: qualifier)
    ] + remarks
  }

  /// The Commission's codes; codes that are not here stay `identifier` with their description.
  private static func property(_ code: String?, isPerson: Bool) -> Property {
    switch code?.lowercased() {
    case "passport": .passport
    case "id", "ssn": isPerson ? .nationalID : .otherID
    case "fiscalcode", "taxid", "tin", "vat": .taxNumber
    case "regnumber": isPerson ? .otherID : .registrationNumber
    case "swiftbic", "bic", "swift": .bic
    case "imo": .imo
    default: .otherID
    }
  }
}
