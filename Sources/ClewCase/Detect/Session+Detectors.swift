import ClewAnalyse
import ClewModel
import ClewRender

extension Session {
  /// The detectors that are built in, and the thresholds that structuring is measured by.
  package func detectors(_ id: String?) throws -> Answer {
    let shown: [Detector]
    if let id {
      guard let detector = Detector.named(id) else {
        throw Failure(
          code: "unknown-detector", what: "There is no detector '\(id)'.", place: "clew detectors",
          next: "Detectors are \(Detector.all.map(\.id).joined(separator: ", ")).")
      }
      shown = [detector]
    } else {
      shown = Detector.all
    }
    let thresholds =
      shown.contains { $0.id == Detector.structuring.id } ? ReportingThreshold.all : []
    let json = JSON.object([
      "detectors": .array(shown.map(Self.json)), "thresholds": .array(thresholds.map(Self.json)),
    ])
    var table = Table(
      title: shown.count == 1 ? shown[0].title : "Detectors",
      columns: [
        "detector", "what it finds", "ring", "window", "least score", "source",
      ],
      rows: shown.map { detector in
        [
          Table.Cell(detector.id, .id), Table.Cell(detector.definition),
          Table.Cell(detector.isRing ? "yes: bare detect" : "no: by name or --all"),
          Table.Cell(Duration64.text(detector.window)),
          Table.Cell(PatternStory.score(detector.minScore)), Table.Cell(detector.source, .quiet),
        ]
      })
    table.layout = .blocks
    var tables = [table]
    if !thresholds.isEmpty { tables.append(Self.table(thresholds)) }
    return Answer(
      json: json, tables: tables,
      notes: [
        "windows and least scores are defaults: --window, --min-score. Numbers marked as ours come "
          + "from no law or guidance"
      ], records: "detectors")
  }

  private static func json(_ detector: Detector) -> JSON {
    .object([
      "id": .string(detector.id), "title": .string(detector.title),
      "definition": .string(detector.definition), "ring": .bool(detector.isRing),
      "window": .string(Duration64.text(detector.window)),
      "windowSeconds": .int(Int(detector.window)),
      "minScore": .number(PatternStory.score(detector.minScore)),
      "source": .string(detector.source),
    ])
  }

  private static func json(_ threshold: ReportingThreshold) -> JSON {
    .object([
      "id": .string(threshold.id), "country": .string(threshold.country),
      "report": .string(threshold.report), "threshold": .string(threshold.text),
      "aggregation": .string(threshold.aggregation), "searched": .bool(threshold.isSearched),
      "source": .string(threshold.source), "status": .string(threshold.status),
    ])
  }

  private static func table(_ thresholds: [ReportingThreshold]) -> Table {
    Table(
      title: "Reporting thresholds",
      columns: ["threshold", "country", "report", "amount", "added up over", "searched", "source"],
      rows: thresholds.map { row in
        [
          Table.Cell(row.id, .id), Table.Cell(row.country), Table.Cell(row.report),
          Table.Cell(row.text), Table.Cell(row.aggregation),
          Table.Cell(row.isSearched ? "yes" : "no"),
          Table.Cell("\(row.source) (\(row.status))", .quiet),
        ]
      })
  }
}
