import ClewModel

/// Sanctions: owned or controlled by a listed person.
extension Regime {
  static let exposureRegimes = [ofac, bisAffiliates, eu, uk, switzerland, canada]
  private static let everyQuestion = Set(ControlQuestion.Signal.allCases)

  /// `>= 50%` in the aggregate, step by step, never multiplied (OFAC FAQ 398 to 402).
  package static let ofac = Regime(
    id: "san-us-ofac", aliases: ["ofac"], title: "OFAC 50 percent rule", purpose: .exposure,
    rules: [
      Rule(
        from: day(2014, 8, 13), until: nil, threshold: half, isInclusive: true,
        test: .exposure(
          ExposureTest(
            authorities: [.ofac, .unknown], effects: [.blocking], addsUp: true,
            measures: [.capital], countsControl: false,
            questions: [.director, .statedControl])),
        aggregation: "all listed persons together, across programmes (FAQ 399)",
        indirect: "only through entities themselves 50% or more owned in the aggregate; such an "
          + "entity's whole stake counts; never multiplied (FAQ 401)",
        control: "does not block (FAQ 398): caution, and nothing signed by a blocked person",
        citation: "OFAC revised guidance of 13 August 2014; FAQ 398-402; 31 CFR 583.411",
        status: .verified,
        caveat: "property blocked at 50% or more stays blocked after a later divestment until OFAC "
          + "licenses it or delists the person (FAQ 402): ask for the day it came under US "
          + "jurisdiction",
        checkedOn: checked)
    ])

  /// The BIS Affiliates Rule: suspended, then back by itself.
  package static let bisAffiliates: Regime = {
    func rule(
      _ from: Day?, _ until: Day?, suspended: Bool, _ status: Status, _ caveat: String
    ) -> Rule {
      Rule(
        from: from, until: until, isSuspended: suspended, threshold: half, isInclusive: true,
        test: .exposure(
          ExposureTest(
            authorities: [.bis, .ofac, .unknown], effects: [.export, .blocking], addsUp: true,
            measures: [.capital], countsControl: false, questions: everyQuestion,
            decidingAuthorities: [.bis, .unknown], excludedLists: ["bis-dpl"])),
        aggregation:
          "all listed parties together; the most restrictive owner's licence rule applies",
        indirect: "as OFAC: only through entities themselves 50% or more owned in the aggregate",
        control:
          "a significant minority stake or a shared board is a red flag; a known listed owner "
          + "creates a duty to find the share (Red Flag 29)",
        citation: "15 CFR 744.11, 744.21, 744.8(a)(1) as amended on 29 September 2025; 90 FR 50857",
        status: status, caveat: caveat, checkedOn: checked)
    }
    let start = day(2025, 9, 29)
    let stop = day(2025, 11, 10)
    let back = day(2026, 11, 10)
    let caveat =
      "only certain parties on OFAC's lists count (15 CFR 744.8(a)(1)), which is not computed: such "
      + "a party makes possible and no more; the Denied Persons List is not in the rule"
    return Regime(
      id: "san-us-bis-affiliates", aliases: ["bis"], title: "BIS affiliates rule",
      purpose: .exposure,
      rules: [
        rule(
          start, stop, suspended: false, .secondary,
          caveat),
        rule(
          stop, back, suspended: true, .secondary,
          "suspended from 10 November 2025 through 9 November 2026: the answer is what it would be; "
            + caveat),
        rule(
          back, nil, suspended: false, .unverified,
          "back by itself on 10 November 2026 unless the suspension was extended, which was not "
            + "checked; \(caveat)"),
      ])
  }()

  /// EU Best Practices: `>= 50%` since 3 July 2024, `> 50%` before.
  package static let eu: Regime = {
    func rule(
      _ from: Day?, _ until: Day?, inclusive: Bool, _ citation: String, _ caveat: String
    ) -> Rule {
      Rule(
        from: from, until: until, threshold: half, isInclusive: inclusive,
        test: .exposure(
          ExposureTest(
            authorities: [.eu, .un, .unknown], effects: [.blocking], addsUp: true,
            measures: [.capital, .votes], countsControl: true, questions: everyQuestion,
            presumesFrom: day(2026, 3, 12))),
        aggregation: "all listed persons together, acting in concert or not",
        indirect:
          "through owned or controlled entities, each with its whole stake: that it is a step "
          + "rule is our reading",
        control:
          "any one criterion of the Best Practices, rebuttable; exactly 50% held by one listed "
          + "person is presumed control (C-84/24 EM System, 12 March 2026)",
        citation: citation, status: .secondary, caveat: caveat,
        checkedOn: checked)
    }
    let change = day(2024, 7, 3)
    let caveat = "the Best Practices do not bind; every no leaves a question of control"
    return Regime(
      id: "san-eu", aliases: ["eu"], title: "EU ownership and control", purpose: .exposure,
      rules: [
        rule(
          nil, change, inclusive: false,
          "Council Best Practices before 3 July 2024; Commission FAQ 8 on Regulation 269/2014",
          "\(caveat); \(Self.dayNotStated)"),
        rule(
          change, nil, inclusive: true,
          "Council Best Practices of 3 July 2024; recital 28 of Regulation (EU) 2024/1745; "
            + "Commission FAQ 8 on Regulation 269/2014 (30% + 25%)", caveat),
      ])
  }()

  /// `> 50%` of shares or votes of one person, or a board majority, or control in fact.
  package static let uk = Regime(
    id: "san-uk", aliases: ["uk"], title: "UK owned or controlled", purpose: .exposure,
    rules: [
      Rule(
        from: nil, until: nil, threshold: half, isInclusive: false,
        test: .exposure(
          ExposureTest(
            authorities: [.uk, .un, .unknown], effects: [.blocking], addsUp: false,
            measures: [.capital, .votes], countsControl: true, questions: everyQuestion)),
        aggregation: "each listed person alone; a joint arrangement makes each party hold the "
          + "combined shares (OFSI)",
        indirect: "through a chain of majority stakes, never multiplied",
        control:
          "the right to appoint or remove a board majority; or reasonable to expect that the "
          + "person could have the affairs conducted as they wish",
        citation:
          "Russia (Sanctions) (EU Exit) Regulations 2019 (SI 2019/855) regulation 7, schedule "
          + "1; the same in other UK regimes",
        status: .verified,
        caveat:
          "no aggregation and the control test were read in secondary sources; the wording on "
          + "chains was not checked; \(dayNotStated)",
        checkedOn: checked)
    ])

  /// `> 50%`, cumulated.
  package static let switzerland = Regime(
    id: "san-ch", aliases: ["seco"], title: "SECO ownership and control", purpose: .exposure,
    rules: [
      Rule(
        from: day(2024, 6, 13), until: nil, threshold: half, isInclusive: false,
        test: .exposure(
          ExposureTest(
            authorities: [.ch, .un, .unknown], effects: [.blocking], addsUp: true,
            measures: [.capital, .votes], countsControl: true, questions: everyQuestion)),
        aggregation: "several listed persons are generally cumulated",
        indirect: "direct or indirect: that it is a step rule is our reading",
        control: "one criterion of a list like the EU's suffices, rebuttable",
        citation: "SECO, questions on Article 15 of the Ordinance on measures connected with the "
          + "situation in Ukraine, 13 June and 27 August 2024",
        status: .secondary, caveat: "not seen to follow the EU to 50% or more", checkedOn: checked)
    ])

  /// `>= 50%` of shares, interests or votes of a person, or control.
  package static let canada = Regime(
    id: "san-ca", aliases: ["ca"], title: "Canada deemed ownership", purpose: .exposure,
    rules: [
      Rule(
        from: day(2023, 6, 22), until: nil, threshold: half, isInclusive: true,
        test: .exposure(
          ExposureTest(
            authorities: [.ca, .un, .unknown], effects: [.blocking], addsUp: false,
            measures: [.capital, .votes], countsControl: true, questions: everyQuestion)),
        aggregation: "each listed person alone: the text says \"a person\"",
        indirect: "directly or indirectly; that a chain attributes step by step is our reading",
        control:
          "can change the board's composition or powers, or it is reasonable to conclude that "
          + "the person can direct the activities: any one criterion",
        citation: "Special Economic Measures Act, section 2.1", status: .verified,
        checkedOn: checked)
    ])
}
