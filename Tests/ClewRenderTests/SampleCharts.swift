import ClewModel
import ClewRender

/// Small charts that show every convention, of people and firms that do not exist.
enum SampleCharts {
  static let day = Day(iso: "2025-06-30")!

  static func evidence(_ count: Int) -> [ChartEvidence] {
    (1...count).map { number in
      ChartEvidence(
        number: number, source: "S\(1 + number % 3)",
        path: ["register.csv", "filings/annual-2024.xml", "sanctions.xml"][number % 3],
        locator: "line \(number * 17)", what: "statement \(number) of the record")
    }
  }

  /// Layers, a cycle, a nominee, a band, a listed person, an owner nobody names.
  static let ownership = Chart(
    title: "Who owns Northwind Trading Ltd", caseName: "2025-0117 Harbour", asOf: day,
    handling: "CONFIDENTIAL - FIU USE ONLY - DO NOT DISCLOSE", view: .ownership,
    nodes: [
      ChartNode(
        id: "P1", shape: .organisation, lines: ["Northwind Trading Ltd", "GB 04413322", "London"],
        highlighted: true),
      ChartNode(id: "P2", shape: .organisation, lines: ["Halcyon Holdings SA", "LU B 104 221"]),
      ChartNode(id: "P3", shape: .organisation, lines: ["Meridian Capital Partners BV", "NL"]),
      ChartNode(
        id: "P4", shape: .person, lines: ["Viktor Marchenko", "b. 1961-04"],
        marks: ["listed: ofac, eu", "beneficial owner 52.63%"], highlighted: true),
      ChartNode(
        id: "P5", shape: .person, lines: ["Ana Lucía Ferreira"], marks: ["nominee director of 41"]),
      ChartNode(id: "P6", shape: .organisation, lines: ["Orchid Nominees Ltd", "VG 1880034"]),
      ChartNode(id: "U1", shape: .unknownOwner, lines: ["Unknown", "40% of P6 not stated"]),
      ChartNode(id: "P7", shape: .vessel, lines: ["MV Bright Star", "IMO 9074729"]),
      ChartNode(id: "P8", shape: .organisation, lines: ["شركة النور للتجارة", "AE"]),
    ],
    edges: [
      ChartEdge(
        from: "P2", to: "P1", relation: .ownership, label: ["owns 60%", "since 2019-03-01"],
        width: .thick, evidence: [1, 2], highlighted: true),
      ChartEdge(
        from: "P3", to: "P1", relation: .ownership, label: ["owns 30%"], width: .medium,
        evidence: [3]),
      ChartEdge(
        from: "P4", to: "P2", relation: .ownership, label: ["owns 75% – 100%", "since 2018"],
        width: .thick, evidence: [4], highlighted: true),
      ChartEdge(
        from: "P2", to: "P3", relation: .ownership, label: ["owns 25%"], confidence: .dashed,
        width: .medium, evidence: [5]),
      ChartEdge(
        from: "P3", to: "P2", relation: .ownership, label: ["owns 10%"], confidence: .dashed,
        evidence: [6]),
      ChartEdge(
        from: "P6", to: "P3", relation: .ownership, label: ["owns 75%"], width: .thick,
        evidence: [7]),
      ChartEdge(
        from: "U1", to: "P6", relation: .ownership, label: ["40% unstated"], confidence: .dotted),
      ChartEdge(
        from: "P5", to: "P6", relation: .role, label: ["director", "2016-01-04 to 2023-11-30"],
        evidence: [8]),
      ChartEdge(
        from: "P4", to: "P5", relation: .control, label: ["instructs"], confidence: .dotted,
        evidence: [9]),
      ChartEdge(
        from: "P1", to: "P7", relation: .ownership, label: ["owns 100%"], width: .thick,
        evidence: [10]),
      ChartEdge(
        from: "P8", to: "P3", relation: .control, label: ["controls (votes 51%)"],
        confidence: .dashed, evidence: [11]),
    ],
    evidence: evidence(11),
    notes: ["Shares in P3 add up to 100%; the 40% of P6 that no source states is drawn as unknown."])

  /// Accounts, a wallet, cash and a payment of several parties, in boxes by bank.
  static let flow = Chart(
    title: "Money from the tender account, March 2025", caseName: "2025-0117 Harbour", asOf: day,
    handling: "CONFIDENTIAL - FIU USE ONLY", view: .flow,
    nodes: [
      ChartNode(
        id: "A1", shape: .account, lines: ["Ministry tender account", "DE89 3704 0044 0532 0130 00"],
        highlighted: true),
      ChartNode(id: "A2", shape: .account, lines: ["Northwind Trading Ltd", "GB29 NWBK 6016 1331 9268 19"]),
      ChartNode(id: "A3", shape: .account, lines: ["Orchid Nominees Ltd", "CY17 0020 0128 …"]),
      ChartNode(id: "A4", shape: .account, lines: ["A. L. Ferreira", "PT50 0002 0123 …"]),
      ChartNode(id: "A5", shape: .wallet, lines: ["Wallet", "bc1qxy2kgdygjrsqtzq2n0yrf2493p83kkfjhx0wlh"]),
      ChartNode(id: "A6", shape: .cash, lines: ["Cash withdrawn", "Lisbon, 14 times"]),
      ChartNode(id: "A7", shape: .card, lines: ["Prepaid card", "…4411"]),
      ChartNode(
        id: "T9", shape: .transaction, lines: ["T9: 2 payers, 3 payees", "no direction stated"]),
      ChartNode(id: "A8", shape: .account, lines: ["Halcyon Holdings SA", "LU28 0019 4006 …"]),
    ],
    edges: [
      ChartEdge(
        from: "A1", to: "A2", relation: .money, label: ["EUR 1,250,000.00", "2025-03-03"],
        width: .thick, evidence: [1, 2], highlighted: true),
      ChartEdge(
        from: "A2", to: "A3", relation: .money, label: ["EUR 900,000.00", "3 payments, 2025-03-04/05"],
        width: .thick, evidence: [3, 4, 5], highlighted: true),
      ChartEdge(
        from: "A2", to: "A4", relation: .money, label: ["EUR 48,000.00", "6 × under 10,000"],
        width: .medium, evidence: [6]),
      ChartEdge(
        from: "A3", to: "A5", relation: .money, label: ["EUR 400,000.00"], confidence: .dashed,
        width: .medium, evidence: [7]),
      ChartEdge(
        from: "A3", to: "A8", relation: .money, label: ["EUR 480,000.00", "2025-03-07"],
        width: .medium, evidence: [8]),
      ChartEdge(
        from: "A4", to: "A6", relation: .money, label: ["EUR 41,000.00"], width: .thin, evidence: [9]),
      ChartEdge(from: "A4", to: "A7", relation: .money, label: ["EUR 5,000.00"], evidence: [10]),
      ChartEdge(
        from: "A8", to: "T9", relation: .money, label: ["EUR 80,000.00"], confidence: .dotted,
        evidence: [11], directed: false),
      ChartEdge(
        from: "A8", to: "A2", relation: .money, label: ["EUR 300,000.00", "“loan”, 2025-03-20"],
        confidence: .dashed, width: .medium, evidence: [12]),
    ],
    groups: [
      ChartGroup(label: "Atlantic Bank", members: ["A4", "A6", "A7"]),
      ChartGroup(label: "Bank of the Levant", members: ["A3"]),
    ], evidence: evidence(12))

  /// Firms, directors, addresses and judgements without layers.
  static var network: Chart {
    let firms = (1...9).map { index in
      ChartNode(id: "P\(index)", shape: .organisation, lines: ["Shelf Company \(index) Ltd", "GB"])
    }
    let people = [
      ChartNode(
        id: "P20", shape: .person, lines: ["Ana Lucía Ferreira"], marks: ["director of 9"],
        highlighted: true),
      ChartNode(id: "P21", shape: .person, lines: ["A. L. Ferreira", "b. 1970"]),
      ChartNode(id: "P22", shape: .person, lines: ["Chen Wei 陈伟", "b. 1982-11-02"]),
      ChartNode(id: "X1", shape: .address, lines: ["12 Quay Street, Unit 4", "Bristol BS1 4DA"]),
      ChartNode(
        id: "W3", shape: .listing, lines: ["UN QDi.001"], marks: ["listed: un"]),
      ChartNode(id: "P30", shape: .aircraft, lines: ["Cessna 525", "OE-FXX"]),
      ChartNode(id: "P31", shape: .asset, lines: ["Flat, Rua do Sol 7"]),
      ChartNode(id: "P32", shape: .unknown, lines: ["“Mr Green”"]),
    ]
    var edges = (1...9).map { index in
      ChartEdge(
        from: index.isMultiple(of: 3) ? "P22" : "P20", to: "P\(index)", relation: .role,
        label: ["director"], evidence: [index])
    }
    edges += [2, 3, 5, 7].map { index in
      ChartEdge(
        from: "P\(index)", to: "X1", relation: .role, label: ["seat"], confidence: .dashed,
        evidence: [10], directed: false)
    }
    edges += [
      ChartEdge(
        from: "P20", to: "P21", relation: .same, label: ["same (J4)"], evidence: [11]),
      ChartEdge(
        from: "P22", to: "W3", relation: .listed, label: ["possible, 0.81"], confidence: .dotted,
        evidence: [12]),
      ChartEdge(from: "P1", to: "P30", relation: .ownership, label: ["owns 100%"], evidence: [13]),
      ChartEdge(from: "P21", to: "P31", relation: .holder, label: ["holds"], evidence: [14]),
      ChartEdge(
        from: "P32", to: "P22", relation: .control, label: ["instructs"], confidence: .dotted,
        evidence: [15]),
    ]
    return Chart(
      title: "Around Ana Lucía Ferreira", asOf: day, handling: "RESTRICTED", view: .network,
      nodes: firms + people, edges: edges, evidence: evidence(15))
  }

  /// A formation agent with many companies at its address.
  static func hub(leaves: Int) -> Chart {
    let companies = (1...leaves).map { index in
      ChartNode(id: "P\(index)", shape: .organisation, lines: ["Company \(index)"])
    }
    return Chart(
      title: "A formation agent", asOf: day, view: .ownership,
      nodes: [ChartNode(id: "P0", shape: .organisation, lines: ["Agent & Sons"])] + companies,
      edges: (1...leaves).map { index in
        ChartEdge(from: "P0", to: "P\(index)", relation: .role, label: ["agent"], evidence: [index])
      }, evidence: evidence(leaves))
  }

  /// Names that break careless writers, each a real defect of some tool.
  static let nasty = [
    "AT&T <Holdings> \"quoted\" 'single'", "C:\\new\\lists\\N \\G \\E", "AT&amp;T &#60;b&#62;",
    "line one\nline two", "a\u{1}b\u{7}c\u{1B}[31mred", "شركة النور 123 مساهمة", "株式会社サンプル 陈伟",
    "👩‍👩‍👧 family 🏴‍☠️", "{ record | field }", "--> ]]> <!-- x", "=SUM(A1:A9)", "a|b`c`*d*_e_[f](g)",
    "\u{202E}gnp.exe", "Zoë Łukasz Þór Ñandú", "%s %n \\n $HOME `id`", "ends with backslash \\",
  ]
}
