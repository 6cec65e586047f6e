extension FinCENTable {
  /// `ExemptBasisTypeCode`: why a person is exempt from currency reports (DOEPX 1.0).
  static let exemptions = FinCENTable(
    """
    C Listed company
    D Listed Company Subsidiary
    E Eligible non-listed business
    F Payroll Customer
    """)
}
