import Foundation
import Testing

/// Names that break naive writers come out right in every kind of output.
@Suite struct NastyNamesTests {
  static let names = [
    #"O'Hara & "Söhne" <GmbH>"#, #"C:\new\lists\N"#, "AT&amp;T {a|b}", "شركة النور", "株式会社\u{3042}",
    "🚢 Shipping", "=cmd()", "a\u{7}b",
  ]

  @Test func everywhere() throws {
    let bench = Bench()
    var parties = "id,name,kind\n"
    var links = "from,to,kind,share\n"
    for (number, name) in Self.names.enumerated() {
      let quoted = name.replacingOccurrences(of: "\"", with: "\"\"")
      parties += "N\(number),\"\(quoted)\",organisation\n"
      if number > 0 { links += "N\(number),N0,owns,5\n" }
    }
    bench.write(parties, to: "parties.csv")
    bench.write(links, to: "links.csv")
    try bench.clew("ingest", ".")
    let owners = try bench.ask("owners", "ref:N0")
    let printed = Set(owners.owners.items.compactMap { $0.party.name.string })
    #expect(printed.isSuperset(of: Self.names[1...6]))
    let csv = try bench.clew("owners", "ref:N0", "--format", "csv").output
    #expect(csv.contains("=cmd()") && !csv.contains("\n=cmd()") && !csv.contains(",=cmd()"))
    for ending in ["svg", "dot", "json"] {
      let run = try bench.clew("chart", "ref:N0", "--view", "ownership", "-o", "chart.\(ending)")
      #expect(run.status == 0, "\(run.errors)")
    }
    let svg = try #require(bench.read("chart.svg"))
    #expect(svg.contains("شركة النور"))
    #expect(svg.contains("🚢"))
    #expect(svg.contains("\u{7}") == false)
    let lint = try bench.run(["xmllint", "--noout", "chart.svg"])
    #expect(lint.status == 0 || lint.status == 127, "\(lint.errors)")
    #expect(try bench.clew("dossier", "ref:N0", "-o", "out").status == 0)
    let html = try #require(bench.read("out/dossier.html"))
    #expect(html.contains("<GmbH>") == false)
    #expect(html.contains("&lt;GmbH&gt;"))
  }
}
