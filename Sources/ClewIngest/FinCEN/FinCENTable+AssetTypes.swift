extension FinCENTable {
  /// `AssetTypeID`: product, or instrument and payment mechanism (SARX 1.2).
  static let assetTypes = FinCENTable(
    """
    5 Financial Product
    6 Financial instrument or payment mechanism
    """)
}
