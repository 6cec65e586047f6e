/// Identifiers with check digits. A wrong one is a finding and no key.
package enum CheckDigits {
  /// The IBAN in its electronic form if its length and ISO 7064 mod 97-10 check digits are right
  /// (ISO 13616-1; lengths by country as the IBAN registry gives them), else nil.
  package static func iban(_ text: String) -> String? {
    guard text.utf8.count >= 15 else { return nil }
    let compact = compact(text)
    guard (15...34).contains(compact.utf8.count) else { return nil }
    let bytes = Array(compact.utf8)
    guard isLetter(bytes[0]), isLetter(bytes[1]), isDigit(bytes[2]), isDigit(bytes[3]) else {
      return nil
    }
    guard ibanLengths[String(compact.prefix(2))] == bytes.count else { return nil }
    return mod97(bytes[4...] + bytes[..<4]) == 1 ? compact : nil
  }

  /// Characters of an IBAN by country (SWIFT, IBAN Registry).
  private static let ibanLengths: [String: Int] = {
    let table = """
      AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18
      DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23
      IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27
      MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19
      SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30
      """
    var lengths: [String: Int] = [:]
    for entry in table.split(whereSeparator: { $0.isWhitespace }) {
      lengths[String(entry.prefix(2))] = Int(entry.dropFirst(2))
    }
    return lengths
  }()

  /// The LEI in upper case if it has 20 characters and right mod 97-10 check digits (ISO 17442-1).
  package static func lei(_ text: String) -> String? {
    let compact = compact(text)
    let bytes = Array(compact.utf8)
    guard bytes.count == 20, isDigit(bytes[18]), isDigit(bytes[19]) else { return nil }
    return mod97(bytes[...]) == 1 ? compact : nil
  }

  /// The seven digits of an IMO ship number if its check digit is right (IMO Res. A.1117(30)):
  /// the first six times 7 to 2, summed, end in the seventh.
  package static func imo(_ text: String) -> String? {
    let digits = text.utf8.filter(isDigit).map { Int($0 - UInt8(ascii: "0")) }
    guard digits.count == 7 else { return nil }
    let sum = zip(digits, [7, 6, 5, 4, 3, 2]).reduce(0) { $0 + $1.0 * $1.1 }
    return sum % 10 == digits[6] ? digits.map(String.init).joined() : nil
  }

  /// The first eight characters of a BIC (ISO 9362: four of the institution, an ISO 3166 country,
  /// location, optional branch), else nil. A BIC is written in capitals: a name is none.
  package static func bic8(_ text: String) -> String? {
    guard text.utf8.count >= 8 else { return nil }
    let compact = compact(text)
    let bytes = Array(compact.utf8)
    guard bytes.count == 8 || bytes.count == 11, bytes[..<6].allSatisfy(isLetter),
      bytes.allSatisfy({ isLetter($0) || isDigit($0) }),
      !text.utf8.contains(where: { (97...122).contains($0) }),
      countries.contains(String(decoding: bytes[4..<6], as: UTF8.self))
    else { return nil }
    return String(compact.prefix(8))
  }

  /// ISO 3166-1 alpha-2, and XK, which BICs of Kosovo use.
  private static let countries: Set<String> = {
    let table = """
      ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCICKCLCM
      CNCOCRCUCVCWCXCYCZDEDJDKDMDODZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGY
      HKHMHNHRHTHUIDIEILIMINIOIQIRISITJEJMJOJPKEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMF
      MGMHMKMLMMMNMOMPMQMRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONPNRNUNZOMPAPEPFPGPHPKPLPMPNPRPSPTPWPYQARE
      RORSRURWSASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTKTLTMTNTOTRTTTVTWTZUAUGUMUSUYUZ
      VAVCVEVGVIVNVUWFWSXKYEYTZAZMZW
      """
    let letters = Array(table.filter { !$0.isWhitespace })
    return Set(stride(from: 0, to: letters.count, by: 2).map { String(letters[$0..<($0 + 2)]) })
  }()

  /// True for an ISO 3166-1 alpha-2 code in capitals, and XK.
  package static func isCountry(_ code: some StringProtocol) -> Bool {
    countries.contains(String(code))
  }

  /// Upper case without blanks, hyphens and dots.
  package static func compact(_ text: String) -> String {
    let ascii = text.utf8.allSatisfy { $0 < 128 }
    return ascii ? compactASCII(text) : compactUnicode(text)
  }

  /// The same on bytes: most identifiers are ASCII, and there are millions of them.
  private static func compactASCII(_ text: String) -> String {
    String(unsafeUninitializedCapacity: text.utf8.count) { buffer in
      var count = 0
      for byte in text.utf8 {
        let isBlank = byte == 32 || (9...13).contains(byte)
        if isBlank || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") { continue }
        buffer[count] = (97...122).contains(byte) ? byte - 32 : byte
        count += 1
      }
      return count
    }
  }

  private static func compactUnicode(_ text: String) -> String {
    text.uppercased().filter { !$0.isWhitespace && $0 != "-" && $0 != "." }
  }

  private static func isLetter(_ byte: UInt8) -> Bool { byte >= 65 && byte <= 90 }
  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }

  private static func mod97(_ bytes: ArraySlice<UInt8>) -> Int? {
    var remainder = 0
    for byte in bytes {
      if isDigit(byte) {
        remainder = (remainder * 10 + Int(byte) - 48) % 97
      } else if isLetter(byte) {
        remainder = (remainder * 100 + Int(byte) - 55) % 97
      } else {
        return nil
      }
    }
    return remainder
  }
}
