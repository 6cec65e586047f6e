extension FinCENTable {
  /// `CurrencyTransactionActivityDetailTypeCode` of a CTR: what the cash was for (CTRX 1.2).
  static let cashTransactions = FinCENTable(
    """
    12 Negotiable instrument(s) purchased
    13 Negotiable instrument(s) cashed
    14 Currency exchange in
    15 Currency exchange out
    18 Purchase(s) of casino chips, tokens, and other gaming instruments
    21 Currency wager(s) (including money plays)
    23 Currency received from wire transfer(s) out
    25 Bills inserted into gaming devices
    28 Redemption(s) of casino chips, tokens, TITO tickets, and other gaming instruments
    30 Advance(s) on credit (including markers)
    31 Payment(s) on wager(s)/bet(s) (Including race book, slot jackpot(s) and OTB or sports pool)
    32 Currency paid from wire transfer(s) in
    33 Travel and complimentary expenses and gaming incentives
    34 Payment for tournament, contest or other promotions
    46 Payment(s)
    48 Currency from prepaid access
    49 Currency to prepaid access
    53 Foreign currency in
    54 Foreign currency out
    55 Deposit(s)
    56 Withdrawal(s)
    997 Other cash in
    998 Other cash out
    """)
}
