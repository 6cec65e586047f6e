import ClewModel
import ClewRender
import Testing

struct ChartWidthTests {
  @Test func sharesByThreshold() {
    let widths = ["50", "49.999", "25", "24.9", "0"].map {
      ChartEdge.Width(share: Share(percent: $0))
    }
    #expect(widths == [.thick, .medium, .medium, .thin, .thin])
    #expect(ChartEdge.Width(share: nil) == .thin)
  }

  @Test func amountsWithinTheirCurrency() {
    let amounts = [("100", "EUR"), ("50.00", "EUR"), ("12.5", "EUR"), ("12", "EUR"), ("1", "BTC")]
      .map { Money(decimal: $0.0, currency: $0.1)! }
    #expect(ChartEdge.Width.classes(of: amounts) == [.thick, .thick, .medium, .thin, .thick])
    #expect(ChartEdge.Width.classes(of: []) == [])
  }
}
