import ClewModel

/// Walks the containers of a goAML source and hands its records to the mapper, one a step.
///
/// Containers are passed through wherever they stand: `report`, a `reports` batch, the
/// `reportdata` and `transactions` wrappers of some exporters, `activity`, `report_parties`,
/// `goods_services`. Every other element is a record and is read as a tree.
struct GoAMLWalk {
  private struct Frame {
    var path: String
    var element: GoAMLElement?
    var isReport: Bool
    /// How many children of each name have been seen.
    var seen: [Int32: Int] = [:]
  }

  private let reader: XMLReader
  private let mapper: GoAMLMapper
  private var frames: [Frame] = []
  /// What stands in a batch outside its reports; it is stated with the next filing.
  private var outside = FactList()
  private(set) var root: GoAMLElement?
  private(set) var isAtEnd = false
  private var isFramed = false

  init(reader: XMLReader, mapper: GoAMLMapper) {
    self.reader = reader
    self.mapper = mapper
  }

  /// True for a batch of reports, which may have different filers.
  var isBatch: Bool { root == .reports }

  /// Handles the next record or container; sets `isAtEnd` after the last.
  mutating func step() throws {
    guard let event = try reader.next() else {
      isAtEnd = true
      return
    }
    switch event.kind {
    case .start: try start(event)
    case .text: text(event)
    case .end: end(event)
    }
  }

  private mutating func start(_ event: XMLEvent) throws {
    let element = GoAMLElement(event.name)
    let name = reader.names.text(event.name)
    guard let top = frames.last else {
      guard let element, [.report, .reports, .reportdata].contains(element) else {
        throw reader.error(
          .unknownFormat, "the root element is <\(name.prefix(40))>, not a goAML report",
          line: event.line, open: [event.name], next: "clew formats lists what is read.")
      }
      root = element
      push(event, path: name, element: element, isReport: element == .report)
      return
    }
    let position = top.seen[event.name, default: 0] + 1
    frames[frames.count - 1].seen[event.name] = position
    let path = "\(top.path)/\(name)"
    switch element {
    case .report where mapper.filing == nil:
      push(event, path: "\(path)[\(position)]", element: element, isReport: true)
    case .reportdata where mapper.filing == nil, .transactions, .activity, .reportParties,
      .reportdata:
      push(event, path: position > 1 ? "\(path)[\(position)]" : path, element: element)
    case .goodsServices where top.element == .activity:
      push(event, path: path, element: element)
    default:
      try record(event, element: element, path: path, position: position)
    }
  }

  private mutating func push(
    _ event: XMLEvent, path: String, element: GoAMLElement?, isReport: Bool = false
  ) {
    frames.append(Frame(path: path, element: element, isReport: isReport))
    if isReport { mapper.openFiling(path: path, at: event) }
  }

  private mutating func record(
    _ event: XMLEvent, element: GoAMLElement?, path: String, position: Int
  ) throws {
    if element == .transaction || element == .reportParty { frame(before: event) }
    try mapper.tree.read(event, from: reader)
    guard openImplicitly(for: event) else {
      mapper.recordPath = path
      mapper.remainder(0, as: path, into: &outside)
      return
    }
    let top = frames[frames.count - 1]
    switch element {
    case .transaction:
      mapper.recordPath = "\(path)[\(position)]"
      mapper.transaction()
    case .reportParty:
      mapper.recordPath = "\(path)[\(position)]"
      mapper.reportParty()
    default:
      mapper.recordPath = position > 1 ? "\(path)[\(position)]" : path
      let below = top.path.dropFirst(mapper.filing?.path.count ?? 0).drop { $0 == "/" }
      let isWrapped = top.element == .reportdata || top.element == .transactions
      mapper.header(prefix: below.isEmpty || isWrapped ? "" : "\(below)/")
    }
    state(outside: &outside)
  }

  /// Rejected transactions and parties of one report are a report again between what stands before
  /// the first of them, its header among it, and the tags that are open there. A batch has no such
  /// frame: its records belong under headers of their own.
  private mutating func frame(before first: XMLEvent) {
    guard !isFramed, !isBatch else { return }
    isFramed = true
    mapper.batch.frame = .xml(before: first, in: reader)
  }

  /// A `reportdata` root may hold a report's own elements with no `report` around them.
  private mutating func openImplicitly(for event: XMLEvent) -> Bool {
    if mapper.filing != nil { return true }
    guard let first = frames.firstIndex(where: { $0.element == .reportdata }) else { return false }
    frames[first].isReport = true
    mapper.openFiling(path: frames[first].path, at: event)
    return true
  }

  private func state(outside: inout FactList) {
    guard !outside.facts.isEmpty else { return }
    for fact in outside.facts {
      mapper.filing?.facts.add(fact.property, fact.value, qualifier: fact.qualifier)
    }
    outside = FactList()
  }

  private mutating func text(_ event: XMLEvent) {
    guard let top = frames.last else { return }
    var bytes: [UInt8] = []
    reader.append(textOf: event, to: &bytes)
    outside.add(
      Property(rawValue: "\(top.path)/#text"), String(decoding: bytes, as: UTF8.self))
    if mapper.filing != nil { state(outside: &outside) }
  }

  private mutating func end(_ event: XMLEvent) {
    guard let frame = frames.popLast() else { return }
    if frame.isReport {
      state(outside: &outside)
      mapper.closeFiling(at: event.offset)
    }
    if frames.isEmpty, !outside.facts.isEmpty {
      mapper.rejectOutside(at: event)
    }
  }
}
