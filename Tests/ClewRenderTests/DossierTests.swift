import ClewRender
import Testing

struct DossierTests {
  let renderer = try! ChartRenderer(layout: .find())

  @Test func pageIsSelfContained() async throws {
    let page = try await SampleDossier.make(renderer).html()
    #expect(!page.contains("<script"))
    #expect(!page.contains("<link"))
    #expect(!page.contains("@import"))
    let addresses = page.components(between: "://", and: "\"").filter {
      !$0.hasPrefix("www.w3.org/2000/svg")
    }
    #expect(addresses.isEmpty)
    #expect(page.components(between: "class=\"caveat", and: "</p>").count == 2)
    #expect(page.contains("<caption dir=\"auto\">Facts as stated</caption>"))
    #expect(page.contains("scope=\"col\""))
  }

  @Test func textsInThePageAreTheTextsGiven() async throws {
    let page = try await SampleDossier.make(renderer).html()
    let cells = page.components(between: "<td dir=\"auto\">", and: "</td>").map {
      ReadBack.resolved(
        $0.split(separator: "<br>", omittingEmptySubsequences: false).joined(separator: "\n"))
    }
    for text in SampleCharts.nasty { #expect(cells.contains(ShownText.clean(text)), "\(text)") }
  }

  @Test func markdownRowsKeepTheirColumns() async throws {
    let text = try await SampleDossier.make(renderer).markdown()
    let rows = text.split(separator: "\n").filter { $0.hasPrefix("| name |") }
    #expect(rows.count == SampleCharts.nasty.count)
    for row in rows { #expect(Self.bars(in: row) == 6, "\(row)") }
    #expect(text.contains("| name | AT&amp;T &lt;Holdings&gt; \"quoted\" 'single' |"))
    #expect(text.contains("a\\|b\\`c\\`\\*d\\*\\_e\\_\\[f\\](g)"))
    #expect(text.contains("![Ownership as of 2025-06-30](ownership%20chart.svg)"))
    #expect(!text.contains("<Holdings>"))
    #expect(!text.contains("<!--"))
  }

  /// The column separators of a row: bars without a backslash before them.
  static func bars(in row: Substring) -> Int {
    var count = 0
    var escaped = false
    for scalar in row.unicodeScalars {
      if !escaped, scalar == "|" { count += 1 }
      escaped = !escaped && scalar == "\\"
    }
    return count
  }

  @Test func markdownLineStarts() {
    #expect(Markdown.line("# a") == "\\# a")
    #expect(Markdown.line("1. a. b") == "1\\. a. b")
    #expect(Markdown.line("- a - b") == "\\- a - b")
    #expect(Markdown.line("0.93") == "0.93")
    #expect(Markdown.line("Ltd. (UK)") == "Ltd. (UK)")
  }

  @Test func sameValueSameBytes() async throws {
    let (a, b) = (try await SampleDossier.make(renderer), try await SampleDossier.make(renderer))
    #expect(try a.html() == b.html())
    #expect(a.markdown() == b.markdown())
  }

  @Test func unsoundPicturesAreRefused() {
    for svg in [
      "<svg><script>1</script></svg>", "<svg><g></svg>", "<svg a=\"1\" a=\"2\"/>",
      "<svg onload=\"x\"/>", "<svg>&nbsp;</svg>", "<svg>\u{1}</svg>", "<svg/><svg/>", "text", "",
      "<svg><image href=\"x\"/></svg>", "<svg fill=\"url(http://x)\"/>", "<!DOCTYPE svg><svg/>",
      "<svg", "<svg a=\"", "<svg>&", "</svg>", "<svg><a/></svg>",
    ] {
      #expect(SVGCheck.problem(in: svg) != nil, "\(svg)")
      let dossier = Dossier(
        title: "t", asOf: SampleCharts.day, revision: 1,
        sections: [
          Dossier.Section("s", [.chart(Dossier.Picture(svg: svg, caption: "c", file: "c.svg"))])
        ])
      #expect(throws: RenderError.self) { try dossier.html() }
    }
    #expect(SVGCheck.problem(in: "<svg><g id=\"a\">x &amp; y</g><rect/></svg>") == nil)
  }
}
