import Testing

/// The answers to the Saltmarsh case that `samples/README.md` works out by hand, numbers 8 to 13.
@Suite struct SamplesTests {
  static let first = [
    "samples/register", "samples/filings", "samples/cedar", "samples/watchlist",
  ]
  static let later = [
    "samples/codes", "samples/payments", "samples/sar", "samples/registers", "samples/lists",
  ]

  /// A casefile with all the samples, read in the order of `samples/README.md`.
  private func saltmarsh() throws -> Bench {
    let bench = Bench()
    _ = try bench.run(["ln", "-s", "\(Bench.root)/samples", "samples"])
    for paths in [
      Self.first, statement("blackthorn.csv", by: "meridian-statement"),
      statement("meridian-journal.csv", by: "meridian-journal"), Self.later,
      [
        "samples/workbook/tidewall.xlsx", "--profile", "samples/profiles/sluice-workbook.yaml",
      ],
    ] {
      let run = try bench.run(["\(Bench.products)/clew", "ingest"] + paths)
      #expect(run.status == 0, "\(run.errors)")
    }
    return bench
  }

  private func statement(_ file: String, by profile: String) -> [String] {
    ["samples/statements/\(file)", "--profile", "samples/profiles/\(profile).yaml"]
  }

  private func share(_ owners: JSONValue, _ ref: String) -> (min: String?, max: String?) {
    let row = owners.owners.items.first { $0.party.ref.string == ref }
    return (row?.lookThrough.min.string, row?.lookThrough.max.string)
  }

  @Test func onePaymentIsStatedByFiveSources() throws {
    let bench = try saltmarsh()
    let shown = try bench.clew("show", "M/2026/881").output
    let line = try #require(shown.split(separator: "\n").first { $0.hasPrefix("stated by") })
    #expect(line.split(separator: "(T").count - 1 == 5)
    let pearls = try bench.clew("show", "M/2026/886").output
    let others = try #require(pearls.split(separator: "\n").first { $0.hasPrefix("stated by") })
    #expect(others.split(separator: "(T").count - 1 == 3)
    let tidewall = try bench.ask("profile", "ref:acc-tidewall")
    #expect(tidewall.count.int == 6)
  }

  @Test func theCourierIsInThreeFilings() throws {
    let bench = try saltmarsh()
    let courier = try bench.clew("show", "XQ4417093").output
    let filings = courier.split(separator: "\n").filter { $0.hasPrefix("in filing") }
    #expect(Set(filings.compactMap { $0.split(separator: " ").dropFirst(2).first }).count == 3)
    #expect(try bench.ask("find", "float of a survey vessel").results.items.count == 1)
    #expect(try bench.clew("show", "5510044170").output.contains("closed"))
  }

  @Test func sharesAreExactAndInBands() throws {
    let bench = try saltmarsh()
    try bench.clew("judge", "ref:tannable", "QP2200417", "same", "--why", "birth date agrees")
    let chartering = try bench.ask("owners", "ref:kvk-99990455", "--as-of", "2026-06-15")
    for (ref, look) in [
      ("tannable", "0.6025"), ("dravec", "0.1875"), ("halvane", "0.12"), ("tidewall", "0.6"),
    ] {
      let stated = share(chartering, ref)
      #expect(stated.min == look && stated.max == look, "\(ref): \(stated)")
    }
    #expect(chartering.unknown.max.string == "0.09")
    let surveys = try bench.ask(
      "owners", "LANTERNLIGHT SURVEYS LIMITED", "--as-of", "2026-06-15")
    let dravec = try #require(surveys.owners.items.first { $0.party.ref.string == "dravec" })
    #expect(dravec.control.string == "yes")
    #expect(dravec.lookThrough.min.string?.hasPrefix("0.5") == true)
    #expect(dravec.lookThrough.max.string?.hasPrefix("0.74") == true)
    #expect(!surveys.owners.items.contains { $0.party.name.string?.contains("Ashlark") == true })
  }

  @Test func theNewerEditionCountsWhicheverIsReadFirst() throws {
    for order in [["un-2026-05-04", "un-2026-06-08"], ["un-2026-06-08", "un-2026-05-04"]] {
      let bench = Bench()
      for name in order {
        try bench.clew("ingest", "\(Bench.root)/samples/lists/\(name).xml")
      }
      let changes = try bench.clew("lists", "un", "--changes").output
      #expect(changes.contains("1 added, 1 removed, 1 changed"))
      for entry in ["SMi.001", "SMi.002", "SMi.003"] { #expect(changes.contains(entry)) }
      #expect(!changes.contains("SMe.001"), "the entry that is the same is no change")
    }
  }

  @Test func whatIsLeftIsOneRecordAndOneField() throws {
    let bench = try saltmarsh()
    let left = try bench.ask("rejections")
    #expect(left.rejections.items.count == 1)
    #expect(left.unread.items.map { $0.path.string } == ["entity/recordDetails/notary"])
    #expect(left.unread[0].count.int == 2)
  }
}
