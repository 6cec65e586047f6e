import ClewRender
import Glibc
import Testing

/// Charts through Graphviz, drawn and written.
struct ChartRendererTests {
  let renderer = try! ChartRenderer(layout: .find())

  /// Writes the sample charts where a person can look at them.
  @Test(.enabled(if: getenv("CLEW_GALLERY") != nil))
  func gallery() async throws {
    let folder = String(cString: getenv("CLEW_GALLERY")!)
    var charts = [
      ("ownership", SampleCharts.ownership), ("flow", SampleCharts.flow),
      ("network", SampleCharts.network), ("hub", SampleCharts.hub(leaves: 2000)),
    ]
    var nasty = SampleCharts.hub(leaves: SampleCharts.nasty.count)
    for index in SampleCharts.nasty.indices {
      nasty.nodes[index + 1].lines = [SampleCharts.nasty[index], SampleCharts.nasty[index]]
    }
    charts.append(("nasty", nasty))
    for (name, chart) in charts {
      for format in ChartFormat.allCases {
        let file = try await renderer.render(chart, as: format)
        let output = fopen("\(folder)/\(name).\(format.rawValue)", "w")!
        fwrite(file.bytes, 1, file.bytes.count, output)
        fclose(output)
      }
    }
  }
}
