extension FinCENTable {
  /// `OrganizationSubtypeID`: the kind of casino or securities firm (SARX 1.2, CTRX 1.2).
  static let organisationSubtypes = FinCENTable(
    """
    101 State licensed casino
    102 Tribal authorized casino
    103 Card club
    503 Subsidiary of financial/bank holding company
    504 Holding company
    508 Futures commission merchant (FCM)
    513 Introducing Broker-Commodity (IB-C)
    514 Investment adviser (IA)
    528 Self regulatory organization (SRO) futures
    529 Self regulatory organization (SRO) securities
    533 Retail foreign exchange dealer
    534 CPO/CTA
    535 Clearing broker-securities
    539 Investment company
    540 Introducing broker-securities
    541 Execution-only broker-securities
    542 Self-clearing broker-securities
    1999 Other gaming institution
    5999 Other securities/futures
    """)
}
