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
