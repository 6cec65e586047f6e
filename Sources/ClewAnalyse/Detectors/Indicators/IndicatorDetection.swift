import ClewGraph
import ClewModel

/// Runs indicators over the postings of a snapshot. Rows of their findings are those of the postings.
package struct IndicatorDetection {
  private let index: PostingIndex
  private let holders: Holders
  private let snapshot: Snapshot
  private let question: DetectorQuestion
  private let moment: Moment
  private let places: [UInt32: String]

  /// - Parameters:
  ///   - moment: the day for which groups of companies are taken.
  ///   - places: where transactions took place, by their number, as sources state it.
  package init(
    _ snapshot: Snapshot, at moment: Moment, places: [UInt32: String] = [:],
    _ question: DetectorQuestion
  ) {
    index = PostingIndex(
      snapshot.postings, nodeCount: snapshot.nodeCount, least: question.minAmount)
    holders = Holders(snapshot)
    self.snapshot = snapshot
    self.question = question
    self.moment = moment
    self.places = places
  }

  /// What the named indicators find, those below their least score left out; ranked by score, then
  /// kind, then rows.
  package func run(_ ids: [String]) -> Detection {
    var detection = Detection()
    detection.notSearched = index.leftOut
    for detector in Detector.indicators where ids.contains(detector.id) {
      let part = run(detector)
      let least = question.minScore ?? detector.minScore
      detection.findings += part.findings.filter { $0.score >= least }
      detection.notSearched += part.notSearched
      detection.isExhaustive = detection.isExhaustive && part.isExhaustive
    }
    detection.findings.sort(by: Detection.ranks)
    return detection
  }

  private func run(_ detector: Detector) -> Detection {
    switch detector.id {
    case Detector.passThrough.id: PassThrough(index, holders, question).run()
    case Detector.structuring.id: Structuring(index, holders, question).run()
    case Detector.roundTrip.id:
      RoundTrip(index, holders, CompanyGroups(snapshot, at: moment), question).run()
    case Detector.dormancy.id: Dormancy(index, holders, question).run()
    case Detector.funnel.id: Funnel(index, holders, places: places, question).run()
    case Detector.roundAmounts.id: RoundAmounts(index, holders, question).run()
    default: Detection()
    }
  }
}

extension Detection {
  /// Order of findings: score, then kind, then rows.
  package static func ranks(_ a: PatternFinding, _ b: PatternFinding) -> Bool {
    if a.score != b.score { return a.score > b.score }
    if a.kind != b.kind { return a.kind < b.kind }
    return a.rows.lexicographicallyPrecedes(b.rows)
  }
}
