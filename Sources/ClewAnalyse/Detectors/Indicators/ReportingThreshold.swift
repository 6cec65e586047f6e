import ClewModel

/// An amount from which a payment has to be reported, recorded or is forbidden, by country.
///
/// The currency of a payment decides which rows apply to it. Only rows that say so are searched.
package struct ReportingThreshold: Hashable, Sendable {
  package enum Medium: String, Sendable { case cash, transfer, goods }

  /// Over what time payments are added up.
  package enum Window: Hashable, Sendable {
    /// One business day; taken as one calendar day of the booking.
    case businessDay
    /// Consecutive hours.
    case hours(Int64)
    /// Each payment by itself: no law adds them up. Searched over 24 hours and 7 days, both ours.
    case none
  }

  package var id: String
  package var country: String
  package var report: String
  package var currency: String
  /// In whole units.
  package var amount: Int64
  /// Whether the amount itself is reportable.
  package var isInclusive: Bool
  package var medium: Medium
  package var window: Window
  package var aggregation: String
  package var source: String
  package var status: String
  /// False for what is a limit, a record or a suspicion report: nothing to stay below is reported.
  package var isSearched: Bool

  /// `> 10,000 USD`, `>= 10,000 CAD`.
  package var text: String {
    "\(isInclusive ? ">=" : ">") \(Self.grouped(amount)) \(currency)"
  }

  static func grouped(_ amount: Int64) -> String {
    let digits = Array(String(amount))
    var text = ""
    for (position, digit) in digits.enumerated() {
      if position > 0, (digits.count - position).isMultiple(of: 3) { text += "," }
      text.append(digit)
    }
    return text
  }

  /// The lengths of window that are searched, in seconds, each with its words.
  var windows: [(seconds: Int64, isDay: Bool, text: String)] {
    switch window {
    case .businessDay: [(Detector.day, true, "one business day")]
    case .hours(let hours): [(hours * Detector.hour, false, "\(hours) hours")]
    case .none:
      [
        (Detector.day, false, "24 hours (no window in law; ours)"),
        (7 * Detector.day, false, "7 days (no window in law; ours)"),
      ]
    }
  }

  package static let all: [ReportingThreshold] = searched + others

  private static let searched: [ReportingThreshold] = [
    ReportingThreshold(
      id: "us-ctr", country: "US", report: "Currency Transaction Report", currency: "USD",
      amount: 10_000, isInclusive: false, medium: .cash, window: .businessDay,
      aggregation: "all branches, one business day, cash in and cash out apart, if the bank knows "
        + "they are by or for one person",
      source: "FFIEC BSA/AML manual", status: "verified", isSearched: true),
    ReportingThreshold(
      id: "ca-lctr", country: "CA", report: "Large Cash Transaction Report", currency: "CAD",
      amount: 10_000, isInclusive: true, medium: .cash, window: .hours(24),
      aggregation: "consecutive 24 hours, amounts of any size, by conductor, on behalf of, or "
        + "beneficiary",
      source: "FINTRAC, 24-hour rule", status: "verified; aggregation types secondary",
      isSearched: true),
    ReportingThreshold(
      id: "ca-eftr", country: "CA", report: "Electronic Funds Transfer Report (international)",
      currency: "CAD", amount: 10_000, isInclusive: true, medium: .transfer, window: .hours(24),
      aggregation: "consecutive 24 hours; whether a transfer was international is not checked",
      source: "FINTRAC, 24-hour rule", status: "verified; aggregation types secondary",
      isSearched: true),
    ReportingThreshold(
      id: "au-ttr", country: "AU", report: "Threshold Transaction Report", currency: "AUD",
      amount: 10_000, isInclusive: true, medium: .cash, window: .none,
      aggregation: "each transaction on its own (guidance of 2022); splitting is an offence "
        + "(ss 142-143)",
      source: "AUSTRAC", status: "verified; per-transaction rule secondary (Baker McKenzie)",
      isSearched: true),
  ]

  private static let others: [ReportingThreshold] = [
    ReportingThreshold(
      id: "us-monetary-instruments", country: "US", report: "monetary-instrument sales record",
      currency: "USD", amount: 3_000, isInclusive: true, medium: .cash, window: .none,
      aggregation: "3,000 to 10,000 USD in cash", source: "FFIEC BSA/AML manual",
      status: "verified", isSearched: false),
    ReportingThreshold(
      id: "au-cross-border", country: "AU", report: "cross-border movement", currency: "AUD",
      amount: 10_000, isInclusive: true, medium: .goods, window: .none,
      aggregation: "monetary instruments of all kinds since 17 June 2022",
      source: "Baker McKenzie; amount AUSTRAC", status: "secondary; amount verified",
      isSearched: false),
    ReportingThreshold(
      id: "eu-cash-limit", country: "EU", report: "cash limit for goods and services, no report",
      currency: "EUR", amount: 10_000, isInclusive: false, medium: .goods, window: .none,
      aggregation: "one operation or several that appear linked; from 10 July 2027",
      source: "AMLR Art. 80", status: "verified", isSearched: false),
    ReportingThreshold(
      id: "uk-daml", country: "UK", report: "no routine cash report; DAML exemption below",
      currency: "GBP", amount: 3_000, isInclusive: true, medium: .transfer, window: .none,
      aggregation: "per transaction operating an account, or on exit",
      source: "POCA s. 339A, SI 2025/877", status: "verified; no cash report unverified",
      isSearched: false),
    ReportingThreshold(
      id: "ch-precious-metals", country: "CH", report: "cash trade in precious metals",
      currency: "CHF", amount: 15_000, isInclusive: false, medium: .goods, window: .none,
      aggregation: "-", source: "kmu.admin.ch on the bill of 2024",
      status: "verified; final wording unverified", isSearched: false),
  ]
}
