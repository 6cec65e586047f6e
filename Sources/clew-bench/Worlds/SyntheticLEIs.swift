/// Records of legal entities in the XML of GLEIF's whole file: a namespace on every record, several
/// names and addresses, a geocode.
struct SyntheticLEIs {
  var count: Int
  var seed: UInt64 = 1

  func write(to path: String) throws {
    let file = try TextFile(path: path)
    var seed = Seed(self.seed)
    file.write(
      """
      <?xml version="1.0" encoding="UTF-8"?><lei:LEIData xmlns:lei="http://www.gleif.org/data/schema/leidata/2016">
        <lei:LEIHeader><lei:ContentDate>2026-06-05T08:20:51Z</lei:ContentDate>
          <lei:FileContent>GLEIF_FULL_PUBLISHED</lei:FileContent><lei:RecordCount>\(count)</lei:RecordCount></lei:LEIHeader>
        <lei:LEIRecords>

      """)
    for number in 0..<count { record(file, number, &seed) }
    file.write("  </lei:LEIRecords>\n</lei:LEIData>\n")
    file.close()
  }

  private func record(_ file: TextFile, _ number: Int, _ seed: inout Seed) {
    file.write(
      """
      <lei:LEIRecord xmlns:lei="http://www.gleif.org/data/schema/leidata/2016" xmlns:gleif="http://www.gleif.org/data/schema/golden-copy/extensions/1.0">
         <lei:LEI>BNCH
      """)
    file.write(number, width: 14)
    file.write(Self.checkDigits(number), width: 2)
    file.write(
      """
      </lei:LEI>
         <lei:Entity>
            <lei:LegalName xml:lang="en">Bench Fund &amp; Trading No. \(number)</lei:LegalName>
            <lei:OtherEntityNames>
               <lei:OtherEntityName xml:lang="en" type="PREVIOUS_LEGAL_NAME">Bench Series \(number % 977) Fund</lei:OtherEntityName>
            </lei:OtherEntityNames>
            <lei:LegalAddress xml:lang="en">
               <lei:FirstAddressLine>\(seed.below(999)) Quay Street</lei:FirstAddressLine>
               <lei:City>Hull</lei:City>
               <lei:Country>GB</lei:Country>
               <lei:PostalCode>HU1 \(seed.below(9))AA</lei:PostalCode>
            </lei:LegalAddress>
            <lei:HeadquartersAddress xml:lang="en">
               <lei:FirstAddressLine>c/o Bench Services, \(seed.below(999)) Dock Road</lei:FirstAddressLine>
               <lei:City>Hull</lei:City>
               <lei:Country>GB</lei:Country>
            </lei:HeadquartersAddress>
            <lei:RegistrationAuthority>
               <lei:RegistrationAuthorityID>RA000585</lei:RegistrationAuthorityID>
               <lei:RegistrationAuthorityEntityID>\(10_000_000 + number % 89_999_999)</lei:RegistrationAuthorityEntityID>
            </lei:RegistrationAuthority>
            <lei:LegalJurisdiction>GB</lei:LegalJurisdiction>
            <lei:EntityCategory>GENERAL</lei:EntityCategory>
            <lei:LegalForm><lei:EntityLegalFormCode>H0PO</lei:EntityLegalFormCode></lei:LegalForm>
            <lei:EntityStatus>ACTIVE</lei:EntityStatus>
            <lei:EntityCreationDate>2012-11-29T00:00:00.000Z</lei:EntityCreationDate>
         </lei:Entity>
         <lei:Registration>
            <lei:InitialRegistrationDate>2012-11-29T16:33:00.000Z</lei:InitialRegistrationDate>
            <lei:LastUpdateDate>2026-05-18T15:41:20.212Z</lei:LastUpdateDate>
            <lei:RegistrationStatus>ISSUED</lei:RegistrationStatus>
            <lei:NextRenewalDate>2027-05-18T15:48:53.604Z</lei:NextRenewalDate>
            <lei:ManagingLOU>BNCH0000000000000193</lei:ManagingLOU>
            <lei:ValidationSources>FULLY_CORROBORATED</lei:ValidationSources>
         </lei:Registration>
      </lei:LEIRecord>

      """)
  }

  /// ISO 7064 mod 97-10 of `BNCH` and fourteen digits, the letters as 11, 23, 12, 17.
  private static func checkDigits(_ number: Int) -> Int {
    var remainder = 11_231_217 % 97
    for _ in 0..<14 { remainder = remainder * 10 % 97 }
    remainder = (remainder + number) % 97
    return 98 - remainder * 100 % 97
  }
}
