import ClewModel
import ClewRender
import ClewStore

/// The sources of a casefile by id, for paths and formats.
struct SourceBook {
  private let sources: [RecordID: SourceRecord]

  init(_ casefile: Casefile) throws {
    sources = Dictionary(
      try casefile.sources().map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  subscript(_ id: RecordID) -> SourceRecord? { sources[id] }

  /// `S1 a.csv, line 12`.
  func text(_ place: Place) -> String {
    "\(place.source) \(sources[place.source]?.path ?? ""), \(place.locator)"
  }

  /// The handling caveats of the live sources, each once; nil where there is none.
  var handling: String? {
    let caveats = Set(sources.values.filter(\.isLive).compactMap(\.handling)).sorted()
    return caveats.isEmpty ? nil : caveats.joined(separator: " · ")
  }
}

/// Numbers the places that bear out the lines of a chart, each place once.
struct EvidenceBook {
  let sources: SourceBook
  private(set) var items: [ChartEvidence] = []
  private var numbers: [Place: Int] = [:]

  init(_ sources: SourceBook) { self.sources = sources }

  /// The numbers of some places; `what` says what the record there states.
  mutating func cite(_ places: [Place], _ what: String) -> [Int] {
    var cited: Set<Int> = []
    for place in places {
      if let known = numbers[place] {
        cited.insert(known)
        continue
      }
      let number = items.count + 1
      numbers[place] = number
      items.append(
        ChartEvidence(
          number: number, source: place.source.description,
          path: sources[place.source]?.path ?? "", locator: place.locator, what: what))
      cited.insert(number)
    }
    return cited.sorted()
  }

  /// How sure a line is, from the places that state it.
  ///
  /// Solid where a register or two sources state it, dashed for one source, dotted where it is
  /// indirect or only possible.
  func confidence(_ places: [Place], certain: Bool) -> ChartEdge.Confidence {
    guard certain else { return .dotted }
    let formats = places.compactMap { sources[$0.source]?.format }
    if formats.contains(where: Self.registers.contains) { return .solid }
    return Set(places.map(\.source)).count > 1 ? .solid : .dashed
  }

  /// Formats in which registers are given.
  private static let registers: Set<String> = [
    "native-links", "native-accounts", "native-parties", "uk-psc", "uk-companies", "uk-roe", "bods",
    "gleif-lei", "gleif-rr", "gleif-repex",
  ]
}
