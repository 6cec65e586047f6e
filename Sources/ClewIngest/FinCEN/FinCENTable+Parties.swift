extension FinCENTable {
  /// `ActivityPartyTypeCode`: what a party is to the report (all five forms).
  static let parties = FinCENTable(
    """
    3 Authorized Official
    4 Business that received cash
    8 Contact for assistance
    11 Exempt party
    12 Exempt Affiliated Bank
    15 Foreign account filer
    16 Individual from whom the cash was received
    17 Person conducting transaction for another
    18 Law enforcement or regulator contact
    19 Name of person contacted at Law enforcement or regulator
    23 Person on whose behalf this transaction was conducted
    30 Reporting financial institution
    33 Subject
    34 Transaction location business
    35 Transmitter
    37 Transmitter Contact
    41 Financial Institution in which account is held
    42 Foreign account principal joint owner (other than filer)
    43 Foreign account owner (other than filer)
    44 Foreign account corporate owner (other than filer)
    45 Exempt Filer Bank
    46 Transaction location branch
    50 Person conducting transaction on own behalf
    56 Third Party Preparer Firm
    57 Third Party Preparer
    58 Common carrier
    """)
}
