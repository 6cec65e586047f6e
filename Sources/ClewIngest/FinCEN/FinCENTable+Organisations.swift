extension FinCENTable {
  /// `OrganizationTypeID`: the kind of financial institution (SARX 1.2, CTRX 1.2).
  static let organisations = FinCENTable(
    """
    1 Casino/Card club
    2 Depository institution
    3 Insurance company
    4 Money Services Business (MSB)
    5 Securities/Futures
    11 Loan or Finance Company
    12 Housing GSE
    999 Other
    """)
}
