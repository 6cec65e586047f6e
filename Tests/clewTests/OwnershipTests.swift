import Foundation
import Testing

/// Ownership and exposure through the command line, on worlds that a person can check by hand.
@Suite struct OwnershipCommandTests {
  /// A register from lines such as `P owns T 25`, all in one set; persons are P, Q, R, X, Y.
  func register(_ lines: [String], listed: [String] = [], list: String = "ofac") -> Bench {
    let bench = Bench()
    var parties = "id,name,kind,listed\n"
    var names: Set<String> = []
    for line in lines {
      let words = line.split(separator: " ")
      names.formUnion([String(words[0]), String(words[2])])
    }
    for name in names.sorted() {
      let kind = ["P", "Q", "R", "X", "Y"].contains(name) ? "person" : "organisation"
      parties += "\(name),Name of \(name),\(kind),\(listed.contains(name) ? list : "")\n"
    }
    var links = "from,to,kind,share\n"
    for line in lines {
      let words = line.split(separator: " ")
      links += "\(words[0]),\(words[2]),\(words[1]),\(words.count > 3 ? words[3] : "")\n"
    }
    bench.write(parties, to: "parties.csv")
    bench.write(links, to: "links.csv")
    return bench
  }

  @Test func cyclesAreExact() throws {
    let bench = register(["P owns A 10", "B owns A 90", "A owns B 90", "Q owns B 10"])
    try bench.clew("ingest", ".")
    let answer = try bench.ask("owners", "ref:A")
    let p = try #require(answer.owners.items.first { $0.party.ref.string == "P" })
    #expect(p.lookThrough.min.string == "0.526315789473")
    #expect(p.lookThrough.max.string == "0.526315789474")
    #expect(answer.unknown.min.string == "0")
    #expect(answer.unknown.max.string == "0")
    let b = try #require(answer.owners.items.first { $0.party.ref.string == "B" })
    #expect(b.lookThrough.min.string == "0.9")
    #expect(answer.asOf.string == "2026-06-30")
  }

  @Test func treasurySharesLeaveTheDenominator() throws {
    let bench = register(["T owns T 50", "P owns T 25", "Q owns T 25"])
    try bench.clew("ingest", ".")
    let answer = try bench.ask("owners", "ref:T")
    let p = try #require(answer.owners.items.first { $0.party.ref.string == "P" })
    #expect(p.lookThrough.min.string == "0.5")
    #expect(p.lookThrough.max.string == "0.5")
  }

  @Test func whatNobodyStatesIsAnOwner() throws {
    let bench = register(["P owns T 30", "A owns T 20"])
    try bench.clew("ingest", ".")
    let answer = try bench.ask("owners", "ref:T")
    #expect(answer.unknown.min.string == "0.5")
  }

  @Test(
    arguments: [
      (["P owns T 25"], ["P"], [:]),
      (["P owns T 50"], ["P"], ["T": "yes"]),
      (["P owns T 25", "Q owns T 25"], ["P", "Q"], ["T": "yes"]),
      (["P owns A 50", "A owns T 50"], ["P"], ["A": "yes", "T": "yes"]),
      (["P owns A 50", "P owns T 10", "A owns T 40"], ["P"], ["A": "yes", "T": "yes"]),
      (["P owns A 25", "P owns B 25", "A owns T 50", "B owns T 50"], ["P"], [:]),
      (["P owns A 3", "Q owns A 47"], ["P", "Q"], ["A": "yes"]),
      (["P owns A 50.0000001"], ["P"], ["A": "yes"]),
      (["P owns A 49.9999999"], ["P"], [:]),
    ] as [([String], [String], [String: String])])
  func ofacSteps(lines: [String], listed: [String], expected: [String: String]) throws {
    let bench = register(lines, listed: listed)
    try bench.clew("ingest", ".")
    let answer = try bench.ask("exposure", "--regime", "ofac")
    #expect(answer.regime.string == "san-us-ofac")
    var found: [String: String] = [:]
    for result in answer.results.items where result.verdict.string != "no" {
      found[result.party.ref.string ?? "?"] = result.verdict.string
    }
    #expect(found == expected)
  }

  @Test func sixTwelfthsAreHalfWithinRounding() throws {
    var parties = "id,name,kind,listed\nT,Target,organisation,\n"
    var links = "from,to,kind,share\n"
    for number in 1...6 {
      parties += "N\(number),Number \(number),person,ofac\n"
      links += "N\(number),T,owns,8.333333\n"
    }
    let bench = Bench()
    bench.write(parties, to: "parties.csv")
    bench.write(links, to: "links.csv")
    try bench.clew("ingest", ".")
    let result = try bench.ask("exposure").results[0]
    #expect(result.verdict.string == "possible")
    #expect(result.withinRounding.bool == true)
  }

  @Test func otherListsDoNotBlockUnderOFAC() throws {
    let bench = register(["P owns T 60"], listed: ["P"], list: "eu")
    try bench.clew("ingest", ".")
    #expect(try bench.ask("exposure", "--regime", "ofac").results.items.isEmpty)
    #expect(try bench.ask("exposure", "--regime", "ofac", "--list", "eu").results.items.count == 1)
  }

  @Test func datedLinksHoldInTheirPeriod() throws {
    let bench = Bench()
    bench.write(
      "id,name,kind\nP,Pia,person\nQ,Quentin,person\nT,Target,organisation\n", to: "parties.csv")
    bench.write(
      """
      from,to,kind,share,start,end
      P,T,owns,100,2020-01-01,2024-05-01
      Q,T,owns,100,2024-05-01,

      """, to: "links.csv")
    try bench.clew("ingest", ".")
    let before = try bench.ask("owners", "ref:T", "--as-of", "2024-04-30")
    #expect(before.owners.items.map { $0.party.ref.string } == ["P"])
    let after = try bench.ask("owners", "ref:T", "--as-of", "2024-05-01")
    #expect(after.owners.items.map { $0.party.ref.string } == ["Q"])
  }

  @Test func holdingsGoDownwards() throws {
    let bench = register(["P owns A 60", "A owns T 50"])
    try bench.clew("ingest", ".")
    let answer = try bench.ask("holdings", "ref:P")
    #expect(answer.subject.ref.string == "P")
    let refs = answer.holdings.items.map { $0.party.ref.string }
    #expect(refs == ["A", "T"])
    #expect(answer.holdings[1].lookThrough.min.string == "0.3")
  }

  /// What others hold for certain bounds a band, seen from either end.
  @Test func holdingsAndOwnersAgreeOnBands() throws {
    let bench = Bench()
    bench.write("id,name,kind\nP,Pia,person\nQ,Quentin,person\n", to: "parties.csv")
    bench.write(
      "from,to,kind,share_min,share_max\nP,T,owns,25,50\nQ,T,owns,75,75\n", to: "links.csv")
    try bench.clew("ingest", ".")
    let down = try bench.ask("holdings", "ref:P").holdings[0].lookThrough
    let up = try bench.ask("owners", "ref:T").owners.items.first { $0.party.ref.string == "P" }
    #expect(down.max.string == "0.25" && up?.lookThrough.max.string == "0.25")
  }

  // MARK: - Regimes

  @Test func fourTestsStandSideBySide() throws {
    let bench = register(["P owns A 60", "A owns T 30", "Q owns T 50"])
    try bench.clew("ingest", ".")
    let answer = try bench.ask("owners", "ref:T")
    let p = try #require(answer.owners.items.first { $0.party.ref.string == "P" })
    #expect(p.tests.lookThrough.min.string == "0.18" && p.tests.control.string == "no")
    #expect(p.tests.step.string == "no" && p.tests.rolling.min.string == "0.3")
    #expect(p.tests.rollingPasses.string == "yes")
    #expect(p.verdicts["bo-de"].string == "yes" && p.verdicts["bo-us-cdd"].string == "no")
    #expect(p.verdicts["bo-eu-amlr"].string == "yes" && p.margins["bo-us-cdd"].string == "-0.07")
    let proof = p.proofs["bo-de"][0]
    #expect(proof.links.items.count == 2 && proof.share.min.string == "0.3")
    #expect(proof.through.items.count == 1 && proof.cut.bool == false)
    let q = try #require(answer.owners.items.first { $0.party.ref.string == "Q" })
    #expect(q.tests.step.string == "yes" && q.control.string == "no")
    let regimes = Dictionary(
      uniqueKeysWithValues: answer.regimes.items.map { ($0.id.string ?? "", $0.inForce.bool) })
    #expect(regimes["bo-eu-amlr"] == false && regimes["bo-de"] == true)
    let later = try bench.ask("owners", "ref:T", "--as-of", "2027-07-10").regimes.items
    #expect(later.first { $0.id.string == "bo-eu-amlr" }?.inForce.bool == true)
    #expect(later.first { $0.id.string == "bo-de" }?.inForce.bool == false)
  }

  @Test func regimesAreChosenByIdOrAlias() throws {
    let bench = register(["P owns T 25"])
    try bench.clew("ingest", ".")
    let answer = try bench.ask("owners", "ref:T", "--regime", "gwg,bo-uk-psc", "--regime", "CDD")
    let verdicts = answer.owners[0].verdicts
    #expect(verdicts.keys == ["bo-eu-amlr", "bo-de", "bo-uk-psc", "bo-us-cdd"])
    #expect(verdicts["bo-us-cdd"].string == "yes" && verdicts["bo-de"].string == "no")
    #expect(answer.fallback["bo-de"].found.string == "no")
    #expect(answer.fallback["bo-us-cdd"].besides.bool == true)
    let table = try bench.clew("owners", "ref:T", "--regime", "amlr").output
    #expect(table.contains("bo-eu-amlr") && table.contains("Article 52"))
    #expect(table.contains("applies from 2027-07-10"))
    #expect(!(try bench.clew("owners", "ref:T").output.contains("bo-eu-amlr")))
  }

  @Test func wrongRegimesAndGroupsAreRefused() throws {
    let bench = register(["P owns T 25", "Q owns T 25", "R owns T 5"])
    try bench.clew("ingest", ".")
    for (arguments, code, hint) in [
      (["--regime", "ofac"], "exposure-regime", "clew exposure --regime ofac"),
      (["--regime", "nowhere"], "unknown-regime", "bo-de"),
      (["--group", "ref:P"], "bad-group", "--group"),
      (["--group", "ref:P,ref:Q", "--group", "ref:Q,ref:R"], "bad-group", "one group"),
      (["--group", "ref:P,ref:T"], "bad-group", "owners only"),
    ] {
      let run = try bench.run(
        ["\(Bench.products)/clew", "owners", "ref:T", "--json"] + arguments)
      #expect(run.status == 2)
      let error = try JSONValue(run.output).error
      #expect(error.code.string == code && error.next.string?.contains(hint) == true)
    }
  }

  @Test func groupsAreShownBesideThePlainVerdicts() throws {
    let bench = register(["P owns T 15", "Q owns T 15", "R owns T 70"])
    try bench.clew("ingest", ".")
    let answer = try bench.ask("owners", "ref:T", "--group", "ref:P,ref:Q")
    let p = try #require(answer.owners.items.first { $0.party.ref.string == "P" })
    #expect(p.verdicts["bo-de"].string == "no")
    #expect(p.together.verdicts["bo-de"].string == "yes")
    #expect(p.together.lookThrough.min.string == "0.3")
    let ground = p.together.grounds["bo-de"][0].string
    #expect(ground?.contains("together with") == true && ground?.contains("(group)") == true)
    #expect(answer.groups[0].items.count == 2)
  }

  @Test func rolesAndFallbackAreRead() throws {
    let bench = register([
      "X settlor B", "Y trustee B", "B owns T 30", "D director T", "Q owns A 100", "A owns T 20",
    ])
    try bench.clew("ingest", ".")
    let answer = try bench.ask("owners", "ref:T")
    let settlor = try #require(answer.owners.items.first { $0.party.ref.string == "X" })
    #expect(settlor.verdicts["bo-de"].string == "yes")
    #expect(settlor.verdicts["bo-us-cdd"].string == "no")
    #expect(settlor.grounds["bo-de"][0].string?.hasSuffix("Name of B") == true)
    #expect(settlor.lookThrough.max.string == "0")
    let officials = answer.fallback["bo-us-cdd"].officials
    #expect(officials.items.map { $0.party.ref.string } == ["D"])
    #expect(answer.owners.items.allSatisfy { $0.party.ref.string != "D" })
    #expect(answer.hidden.controller.bool == false)
    #expect(answer.hidden.owner.items.contains { $0.string == "bo-de" })
  }

  @Test func closeLinksReachBothWays() throws {
    let bench = register([
      "P owns T 25", "P owns A 60", "A owns B 40", "Q owns B 60", "T owns C 20", "R owns T 19",
    ])
    try bench.clew("ingest", ".")
    let answer = try bench.ask("owners", "ref:T", "--regime", "ecb-close-links")
    let found = answer.closeLinks.items.map {
      "\($0.party.ref.string ?? "") \($0.kind.string ?? "") \($0.verdict.string ?? "")"
    }
    #expect(found == ["P owner yes", "C holding yes", "A common yes", "B common yes"])
    let b = answer.closeLinks[3]
    #expect(b.third.ref.string == "P" && b.stakes[1].share.min.string == "0.24")
    #expect(b.stakes[1].links.items.count == 2)
    #expect(try bench.ask("owners", "ref:T").closeLinks.isMissing)
  }

  @Test func theTableOfRegimesIsPrinted() throws {
    let bench = Bench()
    let all = try bench.ask("regimes")
    #expect(all.asOf.string == "2026-06-30")
    let ids = all.regimes.items.compactMap { $0.id.string }
    #expect(Set(ids).count == ids.count && ids.contains("san-us-ofac") && ids.contains("bo-de"))
    for regime in all.regimes.items {
      #expect(regime.rule.citation.string?.isEmpty == false && !regime.rules.items.isEmpty)
      #expect(["verified", "secondary", "unverified"].contains(regime.rule.status.string ?? ""))
    }
    let eu = try bench.ask("regimes", "eu", "--as-of", "2024-07-02").regimes[0]
    #expect(eu.id.string == "san-eu" && eu.rule["operator"].string == ">")
    let now = try bench.ask("regimes", "san-eu").regimes[0]
    #expect(now.rule["operator"].string == ">=" && now.rules.items.count == 2)
    let german = try bench.clew("regimes", "gwg").output
    #expect(german.contains("GwG section 3(2)-(3)") && german.contains("> 25%"))
    #expect(try bench.clew("regimes", "nowhere").status == 2)
  }
}

/// The worked cases beside the public data, where they are.
@Suite struct GoldenOwnershipTests {
  static let golden: [UInt8]? = {
    let data =
      ProcessInfo.processInfo.environment["CLEW_TEST_DATA"] ?? "\(Bench.root)/../shared/data"
    return contents(of: "\(data)/../golden/ownership.json")
  }()

  @Test(.enabled(if: golden != nil, "the golden cases are not here"))
  func everyCaseAsPublished() throws {
    let cases = try JSONSerialization.jsonObject(with: Data(Self.golden ?? []))
    for golden in try #require(cases as? [[String: Any]]) {
      let id = golden["id"] as? String ?? "?"
      let expected = golden["expected"] as? [String: Any] ?? [:]
      let listed = (expected["sdn"] ?? expected["designated"]) as? [String] ?? []
      let bench = Bench()
      var names: Set<String> = []
      var links = "from,to,kind,share\n"
      for edge in golden["edges"] as? [[String: Any]] ?? [] {
        let owner = edge["owner"] as? String ?? "?"
        let owned = edge["owned"] as? String ?? "?"
        names.formUnion([owner, owned])
        let share = (edge["share"] as? NSNumber)?.doubleValue ?? 0
        links += "\(owner),\(owned),owns,\(String(format: "%.6g", share * 100))\n"
      }
      var parties = "id,name,kind,listed\n"
      for name in names.sorted() {
        parties += "\(name),Name \(name),unknown,\(listed.contains(name) ? "ofac" : "")\n"
      }
      bench.write(parties, to: "parties.csv")
      bench.write(links, to: "links.csv")
      try bench.clew("ingest", ".")
      if let blocked = expected["ofac_blocked"] as? [String] {
        let answer = try bench.ask("exposure", "--regime", "ofac")
        let found = answer.results.items.filter { $0.verdict.string == "yes" }
          .compactMap { $0.party.ref.string }
        #expect(Set(found) == Set(blocked), "\(id)")
      }
      let shares =
        (expected["lookthrough"] ?? expected["integrated"] ?? expected["effective"])
        as? [String: Double] ?? [:]
      for (pair, share) in shares {
        let ends = pair.split(separator: ">").map(String.init)
        let answer = try bench.ask("owners", "ref:\(ends[1])")
        let row = answer.owners.items.first { $0.party.ref.string == ends[0] }
        let low = Double(row?.lookThrough.min.string ?? "") ?? -1
        #expect(abs(low - share) < 1e-6, "\(id) \(pair)")
      }
      for (controller, controlled) in expected["control"] as? [String: [String]] ?? [:] {
        for company in names where company != controller {
          let answer = try bench.ask("owners", "ref:\(company)")
          let row = answer.owners.items.first { $0.party.ref.string == controller }
          let verdict = row?.control.string ?? "no"
          #expect(
            (verdict == "yes") == controlled.contains(company), "\(id) \(controller) \(company)")
        }
      }
    }
  }
}
