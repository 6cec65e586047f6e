extension FinCENTable {
  /// `CurrencyTransactionActivityDetailTypeCode` of form 8300: what was paid for (8300X 1.0).
  static let form8300Purposes = FinCENTable(
    """
    1 Personal property purchased
    2 Real property purchased
    3 Personal services provided
    4 Business services provided
    5 Intangible property purchased
    6 Debt obligations paid
    7 Exchange of cash
    8 Escrow or trust funds
    9 Bail received by clerks
    999 Other
    """)
}
