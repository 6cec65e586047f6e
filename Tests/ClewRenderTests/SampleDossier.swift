import ClewRender

enum SampleDossier {
  /// A dossier with every kind of block and every nasty text in it.
  static func make(_ renderer: ChartRenderer) async throws -> Dossier {
    let picture = try await renderer.inlineSVG(SampleCharts.ownership)
    let nasty = SampleCharts.nasty
    return Dossier(
      title: "Northwind Trading Ltd & its owners", caseName: "2025-0117 Harbour",
      asOf: SampleCharts.day, handling: "CONFIDENTIAL <FIU> & partners", revision: 42,
      sections: [
        Dossier.Section(
          "Summary",
          [
            .paragraph("Two owners hold 90%.\nThe rest is not stated."), .list(["one", "two"]),
            .chart(
              Dossier.Picture(
                svg: picture.svg, caption: "Ownership as of 2025-06-30",
                words: "Viktor Marchenko owns 75% to 100% of Halcyon Holdings SA.",
                file: "ownership chart.svg")),
          ]),
        Dossier.Section(
          "What is stated",
          [
            .heading("Facts"),
            .facts(
              nasty.map {
                Dossier.StatedFact(
                  property: "name", value: $0, raw: $0, source: "S1", locator: "line 2")
              }),
            .table(
              Table(
                title: "Hits",
                columns: [Table.Column("List"), Table.Column("Score", .right)],
                rows: [[Table.Cell("ofac", .alarm), "0.93"]], footer: ["threshold 0.7"])),
            .paragraph(nasty.joined(separator: "\n")),
          ]),
        Dossier.Section(
          "Sources",
          [
            .evidence([
              Dossier.EvidenceLine(
                number: 1, source: "S1", file: "register.csv", line: 17, element: "a|b",
                what: "owns 60%")
            ]),
            .sources([
              Dossier.SourceLine(
                id: "S1", path: "register.csv", format: "native",
                sha256: String(repeating: "ab", count: 32), asOf: "2025-06-01",
                handling: "RESTRICTED")
            ]),
          ]),
      ])
  }
}
