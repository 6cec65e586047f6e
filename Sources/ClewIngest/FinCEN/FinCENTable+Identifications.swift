extension FinCENTable {
  /// `PartyIdentificationTypeCode`: what a number of a party is (all five forms).
  static let identifications = FinCENTable(
    """
    -2 Unknown
    1 SSN/ITIN
    2 EIN
    4 TIN
    5 Driver's license/State ID
    6 Passport
    7 Alien registration
    9 Foreign
    10 CRD number
    11 IARD number
    12 NFA ID number
    13 SEC number
    14 RSSD number
    28 Transmitter Control Code
    29 Internal Control Number
    31 PTIN
    32 NAIC number
    33 NMLS Id number
    999 Other
    """)
}
