import ClewModel
import ClewRender
import ClewStore

/// The nodes of a chart as they are found, each once, with names and marks from the casefile.
struct ChartNodes {
  private(set) var byID: [RecordID: ChartNode] = [:]
  private let casefile: Casefile

  init(_ casefile: Casefile) { self.casefile = casefile }

  /// Takes parties, accounts and listings with their labels.
  mutating func add(_ ids: some Sequence<RecordID>) throws {
    let fresh = Set(ids).filter { byID[$0] == nil }.sorted()
    let labels = try casefile.labels(for: fresh)
    for id in fresh {
      let label = labels[id] ?? Label(id: id, kind: "unknown", name: "")
      byID[id] = ChartNode(
        id: id.description, shape: Self.shape(label), lines: Self.lines(label),
        marks: id.kind == .party ? try listedMarks(id) : [])
    }
  }

  mutating func mark(_ id: RecordID, _ text: String) {
    guard byID[id]?.marks.contains(text) == false else { return }
    byID[id]?.marks.append(text)
  }

  /// Draws a party as what the answer says it is.
  mutating func reshape(_ id: RecordID, _ shape: ChartNode.Shape) { byID[id]?.shape = shape }

  mutating func judge(_ id: RecordID, _ verdicts: [ChartVerdict]) { byID[id]?.verdicts += verdicts }

  mutating func highlight(_ id: RecordID) { byID[id]?.highlighted = true }

  /// In a fixed order: parties, accounts, the rest, each by id.
  var ordered: [ChartNode] {
    byID.sorted { a, b in
      a.key.kind != b.key.kind
        ? Self.rank(a.key.kind) < Self.rank(b.key.kind) : a.key.number < b.key.number
    }.map(\.value)
  }

  private static func rank(_ kind: RecordID.Kind) -> Int {
    switch kind {
    case .party: 0
    case .account: 1
    default: 2
    }
  }

  private func listedMarks(_ id: RecordID) throws -> [String] {
    Set(try casefile.listings(ofParty: id).map { "listed: \($0.list) \($0.ref)" }).sorted()
  }

  /// Long numbers in groups of four, as IBANs are printed, so that they break between groups.
  private static func inFours(_ text: String) -> String {
    text.split(separator: " ").map { word in
      guard word.count >= 12, word.contains(where: \.isNumber), word.allSatisfy({ $0.isASCII })
      else { return String(word) }
      return word.enumerated().map {
        $0.offset > 0 && $0.offset % 4 == 0 ? " \($0.element)" : "\($0.element)"
      }
      .joined()
    }.joined(separator: " ")
  }

  private static func shape(_ label: Label) -> ChartNode.Shape {
    switch label.id.kind {
    case .listing: return .listing
    case .account:
      switch AccountKind(name: label.kind) {
      case .wallet: return .wallet
      case .card: return .card
      case .cash: return .cash
      default: return .account
      }
    default: return ChartNode.Shape(rawValue: label.kind) ?? .unknown
    }
  }

  private static func lines(_ label: Label) -> [String] {
    var lines = [label.id.kind == .account ? inFours(label.text) : label.text]
    if label.id.kind == .account, let number = label.number, number != label.text {
      lines.append(inFours(number))
    }
    if let ref = label.ref, ref != label.text { lines.append(ref) }
    return lines
  }
}
