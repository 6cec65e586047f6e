/// Numbers of company registers in the form in which two sources that mean one company agree.
package enum CompanyNumber {
  /// A number of Companies House in its normal form: upper case, without blanks, eight characters.
  /// Numbers of England and Wales are stated with and without their leading zeros, those of the other
  /// registers (`SC`, `NI`, `OC`, …) with and without the zeros behind their two letters.
  package static func british(_ text: String) -> String {
    let compact = CheckDigits.compact(text)
    let bytes = Array(compact.utf8)
    guard !bytes.isEmpty, bytes.count < 8 else { return compact }
    let letters = bytes.prefix { (65...90).contains($0) }.count
    guard letters == 0 || letters == 2, bytes.count > letters,
      bytes[letters...].allSatisfy({ (48...57).contains($0) })
    else { return compact }
    return compact.prefix(letters) + String(repeating: "0", count: 8 - bytes.count)
      + compact.dropFirst(letters)
  }
}

/// What names a register, so that a number in it is a key.
package enum RegisterCode {
  /// The register of a qualifier in upper case: the country of a register (ISO 3166-1 alpha-2), a
  /// list of org-id.guide (`GB-CHC`: a country and the list), or a code of GLEIF's Registration
  /// Authorities List (`RA000665`); nil for words such as "Registrar of Companies", which many
  /// registers go by, and for the codes by which GLEIF says that there is no register of the list.
  package static func register(_ text: String?) -> String? {
    guard let code = text?.trimmed.uppercased() else { return nil }
    if CheckDigits.isCountry(code) { return code }
    let bytes = Array(code.utf8)
    if bytes.count == 8, code.hasPrefix("RA"), bytes[2...].allSatisfy({ (48...57).contains($0) }) {
      return code == "RA888888" || code == "RA999999" ? nil : code
    }
    guard bytes.count > 4, bytes[2] == UInt8(ascii: "-"), CheckDigits.isCountry(code.prefix(2)),
      bytes[3...].allSatisfy({
        (48...57).contains($0) || (65...90).contains($0) || $0 == UInt8(ascii: "_")
      })
    else { return nil }
    return code
  }
}
