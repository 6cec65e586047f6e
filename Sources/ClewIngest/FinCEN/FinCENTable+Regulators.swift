extension FinCENTable {
  /// `PrimaryRegulatorTypeCode`: the federal regulator (SARX 1.2, CTRX 1.2, DOEPX 1.0).
  static let regulators = FinCENTable(
    """
    1 Federal Reserve
    2 FDIC
    3 NCUA
    4 OCC
    6 SEC
    7 IRS
    9 CFTC
    13 FHFA
    14 Unknown
    99 Not applicable
    """)
}
