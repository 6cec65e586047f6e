extension FinCENTable {
  /// `EFilingAccountTypeCode`: the part of the report an account stands in (FBARX 1.2).
  static let foreignAccountParts = FinCENTable(
    """
    141 Part II Separately Owned Accounts
    142 Part III Accounts Jointly Owned
    143 Part IV No Financial Interest Accounts
    144 Part V Consolidated Report Accounts
    """)
}
