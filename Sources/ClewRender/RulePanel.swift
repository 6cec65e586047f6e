/// The rules of a chart as a table on its sheet: what each asks, whether it is in force, what it
/// finds, and on whose word.
struct RulePanel {
  private static let size = 7.5
  private static let gutter = 10.0
  /// Parts of the width: rule, what it asks, findings, source.
  private static let parts = [0.2, 0.17, 0.34, 0.29]

  let rules: [ChartRule]

  init(_ rules: [ChartRule]) { self.rules = rules }

  func block(width: Double) -> SheetBlock {
    var block = SheetBlock()
    block.append(row(["Rule", "Asks for", "Finds", "Rests on"].map { [$0] }, width, bold: true))
    for rule in rules {
      block.items.append(
        .line(
          [Point(0, block.height + 2), Point(width, block.height + 2)],
          Stroke(colour: .rule, width: 0.4)))
      block.append(
        row(
          [
            [rule.id, rule.title], [rule.threshold, rule.period], rule.findings,
            [rule.citation, rule.status],
          ], width), gap: 2.5)
    }
    return block
  }

  /// Cells side by side, each wrapped in its column; the first line of the first cell is bold.
  private func row(_ cells: [[String]], _ width: Double, bold: Bool = false) -> SheetBlock {
    var row = SheetBlock()
    var left = 0.0
    for (index, (cell, part)) in zip(cells, Self.parts).enumerated() {
      var block = SheetBlock()
      for (number, text) in cell.enumerated() {
        block.write(
          text, width: width * part - Self.gutter, size: Self.size,
          bold: bold || (index == 0 && number == 0))
      }
      row.items += block.at(Point(left, 0))
      row.height = max(row.height, block.height)
      left += width * part
    }
    return row
  }
}
