import ClewModel

/// The identifiers that OFAC's remarks word as `Label value (Country) issued … expires …`.
enum OFACIdentifiers {
  /// The identifier in an item, nil where the item is none.
  ///
  /// The value is compact (upper case without blanks, hyphens and dots); the qualifier is the ISO
  /// code of the country in brackets, else what the brackets hold. Numbers of registers that count
  /// for a town or a trade only, and labels that do not say what they are, become `identifier` facts
  /// with the label in the qualifier: as company numbers they would join strangers.
  static func facts(_ item: String, kind: PartyKind) -> [Fact]? {
    if let facts = vessel(item, kind: kind) ?? keys(item) { return facts }
    for (label, property) in labels where item.hasPrefix(label) {
      let rest = String(item.dropFirst(label.count))
      guard let (value, place) = parts(rest) ?? tailNumber(label, rest) else { return nil }
      let code = place.map { CountryName.value($0) }
      let isOther =
        property == .otherID || property == .registrationNumber && isCourtNumber(value)
        || property == .nationalID && kind != .person
      guard isOther else { return [Fact(property, value, raw: item, qualifier: code)] }
      let name = label.trimmed
      return [
        Fact(.otherID, value, raw: item, qualifier: code.map { "\(name), \($0)" } ?? name)
      ]
    }
    return nil
  }

  /// Numbers of ships and of shipping companies. `Company Number IMO` and `Identification Number
  /// IMO` are IMO's numbers of companies and owners (Res. MSC.160(78)), never of a ship.
  private static func vessel(_ item: String, kind: PartyKind) -> [Fact]? {
    if let rest = item.after("Vessel Registration Identification ") {
      guard let number = rest.after("IMO ") else {
        return [
          Fact(.otherID, CheckDigits.compact(rest), raw: item, qualifier: "vessel registration")
        ]
      }
      let digits = String(number.filter(\.isNumber))
      guard let valid = CheckDigits.imo(number) else {
        return [Fact(.imo, digits, raw: item, qualifier: "check digit wrong")]
      }
      return [Fact(.imo, valid, raw: item)]
    }
    for label in ["Company Number IMO ", "Identification Number IMO "] {
      guard let number = item.after(label) else { continue }
      if kind == .vessel, let ship = CheckDigits.imo(number) {
        return [Fact(.imo, ship, raw: item)]
      }
      return [
        Fact(.otherID, CheckDigits.compact(number), raw: item, qualifier: "IMO company number")
      ]
    }
    return nil
  }

  /// Keys with a form of their own: BIC, LEI, wallet addresses.
  private static func keys(_ item: String) -> [Fact]? {
    if let rest = item.after("SWIFT/BIC ") {
      let bic = CheckDigits.compact(rest)
      return CheckDigits.bic8(bic) == nil
        ? [Fact(.otherID, bic, raw: item, qualifier: "SWIFT/BIC")] : [Fact(.bic, bic, raw: item)]
    }
    if let rest = item.after("Legal Entity Number "), let (value, _) = parts(rest),
      value.utf8.count == 20
    {
      let isValid = CheckDigits.lei(value) != nil
      return [Fact(.lei, value, raw: item, qualifier: isValid ? nil : "check digits wrong")]
    }
    if let rest = item.after("Digital Currency Address - ") {
      let words = rest.split(separator: " ")
      guard words.count == 2 else { return nil }
      // Case matters in an address: it is kept.
      return [Fact(.walletAddress, String(words[1]), raw: item, qualifier: String(words[0]))]
    }
    return nil
  }

  /// Value and place of ` # J-3113 (Venezuela) issued 1999`; nil where the value holds no digit or is
  /// too long to be a number.
  private static func parts(_ text: String) -> (value: String, place: String?)? {
    var rest = text.trimmed[...]
    while let first = rest.first, first == ":" || first == "#" || first == " " {
      rest = rest.dropFirst()
    }
    if let number = rest.after("No. ") ?? rest.after("No.: ") { rest = number[...] }
    var body = String(rest)
    for word in [" issued ", " expires ", ",issued ", ", issued ", ", expired ", " at "] {
      if let end = body.firstRange(of: word)?.lowerBound { body = String(body[..<end]) }
    }
    let place = body.lastIndex(of: "(").flatMap { open -> String? in
      let inside = body[body.index(after: open)...]
      return inside.firstIndex(of: ")").map { String(inside[..<$0]) }
    }
    var value = body.prefix { $0 != "(" }.trimmed
    while value.hasSuffix(".") || value.hasSuffix(",") { value.removeLast() }
    let compact = CheckDigits.compact(value)
    guard compact.utf8.contains(where: { $0 >= 0x30 && $0 <= 0x39 }), compact.utf8.count <= 40
    else { return nil }
    return (compact, place)
  }

  /// The mark of an aircraft, which many states make of letters alone: `YI-NAA`.
  private static func tailNumber(_ label: String, _ text: String) -> (String, place: String?)? {
    let mark = CheckDigits.compact(text)
    guard label == "Aircraft Tail Number ", (3...7).contains(mark.utf8.count),
      text.trimmed.utf8.allSatisfy({ (65...90).contains($0) || $0 == UInt8(ascii: "-") })
    else { return nil }
    return (mark, nil)
  }

  /// German register numbers (`HRB 12345`) count for one court.
  private static func isCourtNumber(_ value: String) -> Bool {
    ["HRB", "HRA", "GNR", "VR"].contains { value.hasPrefix($0) }
  }

  /// Labels, longer before shorter where one begins another.
  private static let labels: [(String, Property)] = {
    var labels: [(String, Property)] = []
    func add(_ property: Property, _ words: String) {
      labels += words.split(separator: ";").map { ($0.trimmed + " ", property) }
    }
    add(
      .passport,
      """
      Diplomatic Passport; Stateless Person Passport; British National Overseas Passport; \
      Passport Booklet:; Passport Booklet; Passport No.:; Passport No.; Passport
      """)
    add(
      .nationalID,
      """
      Cedula No.; Cedula de Ciudadania; National ID No.:; National ID No.; \
      National Foreign ID Number; C.U.R.P. #; C.U.R.P.; CURP; D.N.I.; Personal ID Card; \
      Citizen's Card Number; Tazkira National ID Card; Kenyan ID No.; Bosnian Personal ID No.; \
      Moroccan Personal ID No.; Turkish Identification Number; Turkish Identificiation Number; \
      Numero de Identidad; LE Number; SSN; C.U.I.; N.I.E.; Identification Number
      """)
    add(
      .taxNumber,
      """
      NIT #; R.F.C. #; R.F.C.; RFC; RUC #; Tax ID No.; V.A.T. Number; US FEIN; \
      Italian Fiscal Code:; Italian Fiscal Code; RIF #; C.U.I.T.; RTN; C.I.F.; \
      Numero Unico de Identificacao Tributaria (NUIT); Romanian Tax Registration; \
      Paraguayan tax identification number; Fiscal Code
      """)
    add(
      .registrationNumber,
      """
      Registration ID; Registration Number; Company Number; UK Company Number; \
      Commercial Registry Number; Business Registration Number; Enterprise Number; \
      Public Registration Number; Certificate of Incorporation Number; \
      United Social Credit Code Certificate (USCCC); Unified Social Credit Code (USCC)
      """)
    add(
      .otherID,
      """
      Folio Mercantil No.; Matricula Mercantil No; Trade License No.; License; C.R. No.; \
      Business Registration Document #; Business Number; Chamber of Commerce Number; \
      Dubai Chamber of Commerce Membership No.; Registered Charity No.; File Number; \
      Government Gazette Number; D-U-N-S Number; Branch Unit Number; Legal Entity Number; \
      Electoral Registry No.; Credencial electoral; I.F.E.; Driver's License No.; \
      Cartilla de Servicio Militar Nacional; Birth Certificate Number; Residency Number; \
      Travel Document Number; VisaNumberID; C.U.I.P.; Chinese Commercial Code; BIK (RU); \
      Immigration No.; Pilot License Number; SRE Permit No.; MMSI; Aircraft Tail Number; \
      Aircraft Manufacturer's Serial Number (MSN); Aircraft Mode S Transponder Code; \
      Aircraft Construction Number (also called L/N or S/N or F/N); Identification Number; \
      Stateless Person ID Card; Serial No.; ISIN; Equity Ticker; Romanian C.R.; \
      Afghan Money Service Provider License Number; Central Registration System Number; \
      Public Security and Immigration No.; Istanbul Chamber of Comm. No.
      """)
    return labels
  }()
}

extension StringProtocol {
  /// What follows `prefix`, nil where the text does not begin with it.
  func after(_ prefix: String) -> String? {
    hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
  }
}
