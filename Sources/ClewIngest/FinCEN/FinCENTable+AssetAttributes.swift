extension FinCENTable {
  /// `AssetAttributeTypeID`: what a text about products or instruments says (SARX 1.2).
  static let assetAttributes = FinCENTable(
    """
    1 CUSIP Number
    2 Commodity Type Description
    3 Instrument Product Service Type Description
    4 Market Where Traded Code
    """)
}
