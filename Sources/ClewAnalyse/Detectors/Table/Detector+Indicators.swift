/// The indicators: what one account, holder or group does that guidance names as a sign. Guidance
/// gives no numbers but for reporting thresholds: every other number here is ours, and says so.
extension Detector {
  package static let passThrough = Detector(
    id: "pass-through", title: "Pass-through (mule)",
    definition:
      "At least 80% of what an account receives within the window leaves it again within the window "
      + "after, and at least half of that goes to payees it never paid before.",
    isRing: false, window: day, minScore: 15_000,
    source:
      "FATF, Professional Money Laundering (2018), and FFIEC manual, appendix F: rapid movement of "
      + "funds (from memory, wording unverified); all numbers are ours")

  package static let structuring = Detector(
    id: "structuring", title: "Structuring under a reporting threshold",
    definition:
      "Two or more payments just below a reporting threshold T, of at least 0.8 T (ours), by or for "
      + "one holder, in one direction, within the window of the country whose currency it is.",
    isRing: false, window: 7 * day, minScore: 5_000,
    source:
      "FFIEC manual (31 CFR 1010.311 to 314), FINTRAC 24-hour rule, AUSTRAC; 0.8 and the 7 days "
      + "between the payments of one series are ours")

  package static let roundTrip = Detector(
    id: "round-trip", title: "Round trip through a company's own group",
    definition:
      "Money leaves a company and at least 80% of it comes back, later and within the window, to the "
      + "company or to one of its group, over accounts of others or of the group. A group is who is "
      + "held by more than 50% of votes or controlled by one hand.",
    isRing: false, window: 30 * day, minScore: 5_000,
    source:
      "FATF/Egmont trade-based indicators (2021), structural and account groups (secondary); all "
      + "numbers are ours")

  package static let dormancy = Detector(
    id: "dormancy", title: "Rapid movement after dormancy",
    definition:
      "An account without any payment for 180 days receives, within the window, more than ever "
      + "before in a window, and at least half of it leaves within the window.",
    isRing: false, window: 5 * day, minScore: 10_000,
    source:
      "FFIEC manual, appendix F: dormant account with sudden activity (from memory, wording "
      + "unverified); all numbers are ours")

  package static let funnel = Detector(
    id: "funnel", title: "Funnel account",
    definition:
      "At least 3 cash deposits, or deposits by at least 5 payers who never paid it before, within "
      + "the window; at least 70% leaves within 3 days after the last, in cash or to at most 2 "
      + "payees who deposited nothing.",
    isRing: false, window: 7 * day, minScore: 10_000,
    source:
      "FinCEN Advisory FIN-2014-A005 on funnel accounts (from memory, wording unverified); all "
      + "numbers are ours")

  package static let roundAmounts = Detector(
    id: "round-amounts", title: "Repeated round amounts",
    definition:
      "At least 5 payments of whole thousands by one account within the window, standing orders "
      + "left out, and more than its other payments and those of all accounts let expect.",
    isRing: false, window: 30 * day, minScore: 20_000,
    source:
      "FFIEC manual, appendix F: round-dollar transfers (from memory, wording unverified); all "
      + "numbers are ours")
}
