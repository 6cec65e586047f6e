import ClewRender
import Testing

struct TextMetricsTests {
  @Test func knownWidths() {
    #expect(TextMetrics.width(of: "iiii", size: 10) < TextMetrics.width(of: "mmmm", size: 10))
    #expect(
      TextMetrics.width(of: "Ltd", size: 10, bold: true) > TextMetrics.width(of: "Ltd", size: 10))
    // DejaVu Sans: L 557, t 392, d 635.
    #expect(TextMetrics.width(of: "Ltd", size: 1000) == 1584)
    #expect(TextMetrics.width(of: "e\u{301}", size: 1000) == 615)
  }

  @Test func wrappingLosesNothingAndStaysWithin() {
    for text in SampleCharts.nasty.map(ShownText.clean) {
      for width in [12.0, 40, 90] {
        let lines = TextMetrics.wrap(text, width: width, size: 10)
        let kept = lines.joined().filter { $0 != " " }
        #expect(kept == text.filter { $0 != " " && $0 != "\n" })
        for line in lines where line.count > 1 {
          #expect(TextMetrics.width(of: line, size: 10) <= width + 0.001)
        }
      }
    }
    #expect(TextMetrics.wrap("", width: 10, size: 10) == [""])
    #expect(TextMetrics.wrap("a b", width: 100, size: 10) == ["a b"])
  }

  @Test func shownText() {
    #expect(ShownText.clean("a\r\nb\rc") == "a\nb\nc")
    #expect(ShownText.clean("a\u{202E}b\u{1B}[0m\u{0}") == "ab[0m")
    #expect(ShownText.clean("شركة") == "شركة")
    #expect(ShownText.line(" a \n\t b ") == "a b")
  }
}
