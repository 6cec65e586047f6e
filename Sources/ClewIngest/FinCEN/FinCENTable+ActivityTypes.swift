extension FinCENTable {
  /// `SuspiciousActivityTypeID`: the kind of suspicious activity (SARX 1.2).
  static let activityTypes = FinCENTable(
    """
    1 Structuring
    3 Fraud
    4 Identification documentation
    5 Insurance
    6 Securities/Futures/Options
    7 Terrorist financing
    8 Money laundering
    9 Other suspicious activities
    10 Mortgage Fraud
    11 Cyber event
    12 Gaming activities
    """)
}
