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

  @Test func sumsAgainstTheLargest() {
    let widths = [100, 50, 49, 13, 12, 0].map { ChartEdge.Width(sum: $0, largest: 100) }
    #expect(widths == [.thick, .thick, .medium, .medium, .medium, .thin])
  }
}
