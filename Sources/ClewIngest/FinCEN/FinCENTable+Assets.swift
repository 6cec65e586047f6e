extension FinCENTable {
  /// `AssetSubtypeID`: products, instruments and payment mechanisms involved (SARX 1.2).
  static let assets = FinCENTable(
    """
    1 Other Financial instrument, product or service
    2 Bonds/Notes
    3 Commercial mortgage
    4 Commercial paper
    5 Credit card
    6 Debit card
    7 Forex transactions
    8 Futures/Options on futures
    9 Hedge fund
    10 Home equity loan
    11 Home equity line of credit
    12 Insurance/Annuity products
    13 Mutual fund
    14 Options on securities
    16 Prepaid access
    17 Residential mortgage
    18 Security futures products
    19 Stocks
    20 Swap, hybrid, or other derivative
    30 Other Financial product
    31 Bank/Cashier's check
    32 Foreign currency
    33 Funds transfer
    34 Gaming instruments
    35 Government payment
    36 Money orders
    37 Personal/Business check
    38 Travelers checks
    39 U.S. Currency
    41 Other Financial instrument or payment mechanism
    46 Deposit account
    47 Microcap Securities
    """)
}
