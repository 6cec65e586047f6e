extension FinCENTable {
  /// `LateFilingReasonCode`: why a report of foreign accounts is late (FBARX 1.2).
  static let lateFilings = FinCENTable(
    """
    1 Forgot to file
    2 Did not know that I had to file
    3 Thought account balance was below reporting threshold
    4 Did not know that my account qualified as foreign
    5 Account statement not received in time
    6 Account statement lost (replacement requested)
    7 Late receiving missing required account information
    8 Unable to obtain joint spouse signature in time
    9 Unable to access BSA E-Filing System
    999 Other
    """)
}
