extension FinCENTable {
  /// `InstrumentProductServiceTypeCode`: what counts as cash on form 8300 (8300X 1.0).
  static let form8300Instruments = FinCENTable(
    """
    16 Foreign Currency
    26 Money Order(s)
    34 Traveler's Check(s)
    35 U.S. Currency
    39 Cashier's Check(s)
    40 Bank Draft(s)
    """)
}
