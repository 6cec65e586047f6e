import ClewGraph
import ClewModel
import ClewStore
import Testing

@Suite struct SnapshotOwnersTests {
  private let place = Provenance(offset: 0, length: 1, line: 1)

  private func link(
    _ kind: LinkKind, _ from: Int, _ to: Int, _ percent: String? = nil,
    means: ControlMeans = .unstated
  ) -> Link {
    Link(
      kind: kind, means: means, from: .mention(from), to: .mention(to),
      capital: percent.flatMap { Share(percent: $0) }.map { Stake(exactly: $0) }, provenance: place)
  }

  private func holder(_ reason: UnknownOwnerReason, _ text: String) -> Mention {
    Mention(
      ref: "holder \(text)", kind: .unknown, name: "", provenance: place,
      ownerStatements: [OwnerStatement(reason, text: text, isHolder: true)])
  }

  /// 0 is listed. 1 and 2 are two unnamed owners, of 30 % of 0 and of an unstated part of 3. 4 says
  /// for a register that 5 has no owner.
  private func unnamed(_ batch: inout Batch) {
    batch.company("Alder", ref: "A")
    batch.mentions[0].ownerStatements = [
      OwnerStatement(.listed, text: "hasPublicListing", start: TimeSpan(iso: "2020")!)
    ]
    batch.mentions += [holder(.withheld, "protected"), holder(.notFiled, "no answer")]
    batch.company("Cask", ref: "C")
    batch.mentions.append(holder(.nobodyPasses, "nobody"))
    batch.company("Dell", ref: "D")
    batch.links = [
      link(.ownership, 1, 0, "30"), link(.ownership, 2, 3), link(.linked, 4, 5),
      link(.control, 0, 3, means: .board),
    ]
  }

  private func lines(_ snapshot: Snapshot) -> [String] {
    snapshot.ownerStatements.map { row in
      let statement = row.statement
      return "\(snapshot.id(of: row.party)) \(statement.reason.name) \(statement.text)"
        + (statement.isHolder ? " holder" : "")
        + (statement.start.map { " \($0.description)" } ?? "")
    }
  }

  @Test func reasonsStandAtThePartyAndAtWhatAnUnnamedHolderHolds() throws {
    let test = try TestCasefile()
    try test.load("a", published: TimeSpan(iso: "2024-05-06"), unnamed)
    let whole = try test.casefile.snapshot(parts: .ownership)
    #expect(
      lines(whole) == [
        "P1 listed hasPublicListing 2020", "P2 withheld protected holder",
        "P3 not-filed no answer holder", "P4 not-filed no answer",
        "P5 nobody-passes nobody holder", "P6 nobody-passes nobody",
      ])
    #expect(whole.ownerStatements.allSatisfy { $0.statement.known == TimeSpan(iso: "2024-05-06") })
    #expect(whole.links.map(\.means) == [.unstated, .unstated, .unstated, .board])
    #expect(whole.partyCount == 6)
  }

  @Test func aroundAPartyTheyAreThoseOfTheWhole() throws {
    let test = try TestCasefile()
    try test.load("a", unnamed)
    func around(_ id: String) throws -> [String] {
      lines(
        try test.casefile.snapshot(
          parts: .ownership, around: [RecordID(id)!],
          reach: Reach(.upward, kinds: [.ownership, .control])))
    }
    #expect(
      try around("P4") == [
        "P1 listed hasPublicListing 2020", "P2 withheld protected holder",
        "P3 not-filed no answer holder", "P4 not-filed no answer",
      ])
    #expect(try around("P6") == ["P6 nobody-passes nobody"])
  }

  @Test func withdrawnStatementsAreGone() throws {
    let test = try TestCasefile()
    let source = try test.load("a", unnamed)
    try test.load("b", set: "other") { batch in batch.company("Elm", ref: "E") }
    _ = try test.casefile.withdraw(
      source: source, why: "wrong", by: "ada", at: "2026-01-02T00:00:00Z")
    #expect(try test.casefile.snapshot(parts: .ownership).ownerStatements.isEmpty)
  }

  /// Two sources, each with an owner that nobody names, stay two owners.
  @Test func unnamedHoldersAreNeverJoined() throws {
    let test = try TestCasefile()
    for name in ["a", "b"] {
      try test.load(name, set: name) { batch in
        batch.company("Alder", ref: "A", Fact(.lei, "5493001KJTIIGC8Y1R12"))
        batch.mentions.append(holder(.notStated, "unknown"))
        batch.mentions.append(
          Mention(
            kind: .unknown, name: "", provenance: place,
            ownerStatements: [OwnerStatement(.notStated, text: "unknown", isHolder: true)]))
        batch.links = [link(.ownership, 1, 0), link(.ownership, 2, 0)]
      }
    }
    let snapshot = try test.casefile.snapshot(parts: .ownership)
    #expect(snapshot.partyCount == 5)
    #expect(snapshot.ownerStatements.filter(\.statement.isHolder).count == 4)
    #expect(snapshot.ownerStatements.filter { !$0.statement.isHolder }.count == 2)
  }

  /// Going upward a director or a nominee of many companies does not bring those along.
  @Test func aDirectorOfManyCompaniesBringsNoneOfThem() throws {
    let test = try TestCasefile()
    try test.load("a") { batch in
      batch.person("Straw", ref: "S")
      batch.person("Kin", ref: "K")
      for number in 0..<5000 { batch.company("Company \(number)", ref: "C\(number)") }
      batch.links = (0..<5000).map { link(.director, 0, $0 + 2) }
      batch.links.append(link(.family, 1, 0))
    }
    let snapshot = try test.casefile.snapshot(
      parts: .ownership, around: [RecordID("P9")!],
      reach: Reach(
        .upward, kinds: [.ownership, .control, .director, .settlor, .trustee, .family],
        bothWays: [.nominee, .family]))
    #expect(snapshot.partyIDs == [1, 2, 9] && snapshot.links.count == 2)
  }
}
