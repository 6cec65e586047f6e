import ClewModel

/// Beneficial owners, country by country.
extension Regime {
  package static let beneficialOwnerRegimes = [
    amlr, amld, germany, ukSignificantControl, usDueDiligence, canadaFINTRAC, swissLETA,
  ]

  static let trustRolesOfAll: [LinkKind] = [.settlor, .trustee, .protector, .beneficiary]
  private static let quarter = Share.whole / 4
  /// The day on which Regulation (EU) 2024/1624 begins to apply.
  private static let amlrStart = day(2027, 7, 10)

  /// Regulation (EU) 2024/1624, Articles 51 to 63.
  package static let amlr = Regime(
    id: "bo-eu-amlr", aliases: ["amlr"], title: "EU AML Regulation beneficial owner",
    purpose: .beneficialOwner,
    rules: [
      Rule(
        from: amlrStart, until: nil, threshold: quarter, isInclusive: true,
        test: .beneficialOwner(
          BeneficialOwnerTest(
            measures: [.capital, .votes],
            decides: [
              .init(.product, "Article 52"),
              .init(
                .control, "Article 53",
                means: [
                  .board: "Article 53(3)", .votes: "Article 53(3)", .joint: "Article 53(3)",
                  .agreement: "Article 53(4)",
                ]), .init(.controlled, "Article 54(a)"), .init(.inController, "Article 54(b)"),
            ], trustRoles: trustRolesOfAll, trustGround: "Article 58")),
        aggregation: "holdings of one person add up",
        indirect: "multiplied along a chain, chains added, unless Article 54 applies",
        control: "tested beside ownership (Articles 51 and 53): half plus one, identified on each "
          + "level, board majority, votes in concert, vetoes, nominees",
        fallback: "senior managing officials, with a statement that no owner was identified "
          + "(Article 63(3)-(4)); they are not owners",
        citation: "Regulation (EU) 2024/1624 Articles 51-63", status: .verified,
        caveat: "high-risk categories may get a lower threshold by delegated act",
        checkedOn: checked)
    ])

  /// Directive (EU) 2015/849 Article 3(6)(a).
  package static let amld = Regime(
    id: "bo-eu-amld", aliases: ["amld"], title: "EU AML Directive beneficial owner",
    purpose: .beneficialOwner,
    rules: [
      Rule(
        from: nil, until: amlrStart, threshold: quarter, isInclusive: false,
        test: .beneficialOwner(
          BeneficialOwnerTest(
            measures: [.capital, .votes],
            decides: [
              .init(.controlled, "Article 3(6)(a)(i)"),
              .init(.control, "Article 3(6)(a)(i), other means"),
            ],
            opens: [.init(.product, "multiplication: the method is left open (EBA Q&A 2022_6622)")],
            trustRoles: trustRolesOfAll, trustGround: "Article 3(6)(b)")),
        aggregation: "several entities under the control of the same person add up",
        indirect: "held by entities under the person's control: the text points to control chains, "
          + "not to products",
        control: "ownership or control by other means",
        fallback: "senior managing official after all means are exhausted",
        citation: "Directive (EU) 2015/849 Article 3(6)(a)", status: .verified,
        caveat: "verified in substance; what the EBA answers on the method was not found; "
          + dayNotStated,
        checkedOn: checked)
    ])

  /// Geldwäschegesetz, section 3(2).
  package static let germany = Regime(
    id: "bo-de", aliases: ["gwg"], title: "Germany, wirtschaftlich Berechtigter",
    purpose: .beneficialOwner,
    rules: [
      Rule(
        from: nil, until: amlrStart, threshold: quarter, isInclusive: false,
        test: .beneficialOwner(
          BeneficialOwnerTest(
            measures: [.capital, .votes],
            decides: [
              .init(.controlled, "section 3(2) sentences 1-2"),
              .init(
                .control, "section 3(2), comparable control",
                means: [.consolidation: "section 3(2) with HGB section 290"]),
            ], takesOutOwnShares: true, trustRoles: trustRolesOfAll,
            trustGround: "section 3(3)")),
        aggregation: "the shares of all entities that the person controls add up",
        indirect:
          "more than 25% held by one or several entities that the person controls; control is "
          + "dominant influence (HGB section 290(2)-(4)): more than 50% suffices and is not needed",
        control: "comparable control",
        fallback: "fictitious owner: legal representative, managing partner or partner",
        citation: "GwG section 3(2)-(3)", status: .verified,
        caveat:
          "dominant influence without a majority is not computed; the company's own shares are "
          + "taken out as the Federal Office of Administration does, those of companies above it "
          + "are not; \(dayNotStated)", checkedOn: checked)
    ])

  /// Companies Act 2006, schedule 1A.
  package static let ukSignificantControl = Regime(
    id: "bo-uk-psc", aliases: ["psc"], title: "UK person with significant control",
    purpose: .beneficialOwner,
    rules: [
      Rule(
        from: day(2016, 4, 6), until: nil, threshold: quarter,
        isInclusive: false,
        test: .beneficialOwner(
          BeneficialOwnerTest(
            measures: [.capital, .votes],
            decides: [
              .init(.controlled, "condition 1", votes: "condition 2"),
              .init(
                .control, "condition 2",
                means: [
                  .unstated: "condition 4", .board: "condition 3", .agreement: "condition 4",
                  .influence: "condition 4", .consolidation: "condition 4",
                  .trust: "condition 5", .firm: "condition 5",
                  .joint: "joint arrangement (paragraph 12)",
                ]),
            ], trustRoles: [.trustee], trustGround: "conditions 1 to 5")),
        aggregation: "a joint arrangement makes each party hold the combined shares",
        indirect: "only through a chain of majority stakes (paragraph 18), never multiplied",
        control: "board majority; significant influence or control; trustees or members of a firm "
          + "that meets a condition, with who has significant influence over it",
        fallback: "the statement that there is no such person",
        citation: "Companies Act 2006 schedule 1A paragraphs 2-6, 18", status: .verified,
        caveat:
          "whether a relevant legal entity in the chain is registered instead is not computed",
        checkedOn: checked)
    ])

  /// 31 CFR 1010.230.
  package static let usDueDiligence = Regime(
    id: "bo-us-cdd", aliases: ["fincen", "cdd"], title: "US customer due diligence rule",
    purpose: .beneficialOwner,
    rules: [
      Rule(
        from: day(2018, 5, 11), until: nil, threshold: quarter,
        isInclusive: true,
        test: .beneficialOwner(
          BeneficialOwnerTest(
            measures: [.capital],
            decides: [.init(.product, "ownership prong")], trustRoles: [.trustee],
            trustGround: "ownership prong, trust", alwaysNamesOfficial: true)),
        aggregation: "holdings of one person add up",
        indirect: "directly or indirectly: no formula in the rule, multiplication is custom",
        control: "always exactly one control person besides",
        fallback: "one control person, whether owners are found or not",
        citation: "31 CFR 1010.230", status: .verified, checkedOn: checked)
    ])

  /// Proceeds of Crime (Money Laundering) and Terrorist Financing Regulations.
  package static let canadaFINTRAC = Regime(
    id: "bo-ca-fintrac", aliases: ["fintrac"], title: "Canada beneficial owner",
    purpose: .beneficialOwner,
    rules: [
      Rule(
        from: nil, until: nil, threshold: quarter, isInclusive: true,
        test: .beneficialOwner(
          BeneficialOwnerTest(
            measures: [.capital, .votes],
            decides: [
              .init(.product, "owned, directly or indirectly"),
              .init(.controlled, "controlled, directly or indirectly"),
              .init(.control, "control of the entity"),
            ],
            opens: [.init(.rolling, "layer by layer: the method is left open")],
            trustRoles: [.trustee, .beneficiary, .settlor], trustGround: "trust")),
        aggregation: "holdings of one person add up",
        indirect: "layer by layer to individuals; no formula is given",
        control: "owned or controlled, directly or indirectly",
        fallback: "record the measures taken and identify the chief executive",
        citation: "PCMLTFR; FINTRAC guidance on beneficial ownership",
        status: .verified, caveat: dayNotStated, checkedOn: checked)
    ])

  /// The Swiss transparency act for legal entities.
  package static let swissLETA = Regime(
    id: "bo-ch-leta", aliases: ["leta"], title: "Switzerland, transparency of legal entities",
    purpose: .beneficialOwner,
    rules: [
      Rule(
        from: day(2026, 10, 1), until: nil, threshold: quarter,
        isInclusive: true,
        test: .beneficialOwner(
          BeneficialOwnerTest(
            measures: [.capital, .votes],
            decides: [
              .init(.controlled, "ownership"), .init(.control, "control by other means"),
            ], trustRoles: trustRolesOfAll, trustGround: "trust")),
        aggregation: "alone or in concert: what a group holds counts together",
        indirect: "25% or more of the company itself, more than 50% on every tier above",
        control: "control by other means",
        fallback: "the highest member of the governing body",
        citation: "Federal Act on the Transparency of Legal Entities and its ordinance",
        status: .secondary,
        caveat: "two-year phase-in; listed companies and their 75% subsidiaries are out of scope, "
          + "which is not computed; the top-officer step was not checked",
        checkedOn: checked)
    ])
}
