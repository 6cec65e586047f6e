extension FinCENTable {
  /// `AccountTypeCode`: what a foreign account is (FBARX 1.2).
  static let foreignAccounts = FinCENTable(
    """
    1 Bank
    2 Securities
    999 Other
    """)
}
