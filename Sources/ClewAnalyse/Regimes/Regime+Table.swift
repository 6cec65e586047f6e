import ClewModel

/// The table of regimes, and the other measures of ownership.
extension Regime {
  /// Every rule that is computed: exposure, beneficial owners, other measures, each by its place in
  /// the table.
  package static let all = exposureRegimes + beneficialOwnerRegimes + [control, closeLinks]

  /// The regime of an id or an alias; nil where there is none.
  package static func named(_ name: String) -> Regime? {
    let folded = name.lowercased()
    return all.first { $0.id == folded || $0.aliases.contains(folded) }
  }

  /// The `> 50 %` least fixpoint of the company-control literature.
  package static let control = Regime(
    id: "company-control", aliases: ["control"], title: "Company control", purpose: .other,
    rules: [
      Rule(
        from: nil, until: nil, threshold: half, isInclusive: false, test: .control,
        aggregation: "a holder and everything it controls",
        indirect: "through controlled companies, each with its whole stake",
        control: "stated control counts as such",
        citation: "company control as in the papers of the Bank of Italy (Vadalog)",
        status: .verified, checkedOn: checked)
    ])

  /// Guideline (EU) 2015/510 of the European Central Bank, Article 138.
  package static let closeLinks = Regime(
    id: "ecb-close-links", aliases: ["close-links"], title: "Close links", purpose: .other,
    rules: [
      Rule(
        from: nil, until: nil, threshold: Share.whole / 5, isInclusive: true, test: .closeLinks,
        aggregation: "none: two parties, or a common third one",
        indirect:
          "direct or indirect shares of the capital, multiplied along a chain, chains added",
        control: "does not count here; Article 4(1)(38) of the CRR differs",
        citation: "Guideline (EU) 2015/510 Article 138", status: .unverified, checkedOn: checked)
    ])

  /// The caveat of a rule without a first day.
  static let dayNotStated = "the day it came into force is not stated here"
  static let half = Share.whole / 2
  /// The day on which the wordings were last looked at.
  static let checked = day(2026, 11, 21)

  static func day(_ year: Int, _ month: Int, _ day: Int) -> Day {
    guard let day = Day(year: year, month: month, day: day) else {
      preconditionFailure("a day of the table of regimes is no day")
    }
    return day
  }
}
