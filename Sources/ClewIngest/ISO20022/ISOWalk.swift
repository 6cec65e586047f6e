import ClewModel

/// Walks a document of ISO 20022: through whatever envelope to its headers and messages, and in a
/// message from record to record.
///
/// Envelopes are not named: `Envelope`, `DataPDU`, `BusMsg`, a bank's own root around many documents.
/// What they say outside headers and messages is counted as not taken.
struct ISOWalk {
  let reader: XMLReader
  let mapper: ISOMapper
  private var open: [Int32] = []
  /// How many elements are open at the message's root, and at its group.
  private var messageDepth: Int?
  private var groupDepth: Int?
  /// How often each child of an open container has come, for its path.
  private var counts: [[Int32: Int]] = [[:]]
  private var steps: [String] = []
  /// The open elements as the source names them, with their prefixes.
  private var qualified: [String] = []
  private var isFramed = false
  private(set) var isAtEnd = false

  init(reader: XMLReader, mapper: ISOMapper) {
    self.reader = reader
    self.mapper = mapper
  }

  /// Where exact places are needed in any encoding: what records are cited by.
  static let placed = [
    "AppHdr", "Document", "GrpHdr", "CdtTrfTxInf", "DrctDbtTxInf", "TxInf", "Ntry", "TxDtls",
    "PmtInf", "CdtInstr", "Stmt", "Rpt", "Ntfctn", "Acct", "Bal", "Ownr", "MsgRcpt", "Dbtr",
    "DbtrAcct", "DbtrAgt", "DbtrAgtAcct", "Cdtr", "CdtrAcct", "CdtrAgt", "CdtrAgtAcct", "UltmtDbtr",
    "UltmtCdtr", "InitgPty", "InstgAgt", "InstdAgt", "IntrmyAgt1", "IntrmyAgt2", "IntrmyAgt3",
    "PrvsInstgAgt1", "PrvsInstgAgt2", "PrvsInstgAgt3", "InstgRmbrsmntAgt", "InstdRmbrsmntAgt",
    "ThrdRmbrsmntAgt",
  ]

  /// Takes one step: a record, a part of a header, or a tag of what lies around.
  mutating func step() throws {
    guard let event = try reader.next() else {
      isAtEnd = true
      if mapper.control.messages == 0 {
        mapper.reject(
          "The document holds no ISO 20022 message.",
          at: Provenance(offset: 0, length: 0, line: 1))
      }
      return
    }
    switch event.kind {
    case .start: try start(event)
    case .end: end(event)
    case .text:
      let name = steps.map { $0.prefix { $0 != "[" } }.joined(separator: "/")
      mapper.tally.add(
        path: name,
        at: Provenance(offset: event.offset, length: 0, line: event.line, path: path()))
    }
  }

  private mutating func start(_ event: XMLEvent) throws {
    let name = reader.names.text(event.name)
    guard let messageDepth, let message = mapper.message else {
      return try startOutside(event, name)
    }
    let isInGroup = groupDepth == open.count
    if open.count == messageDepth, message.groups.contains(name) {
      push(event, name)
      groupDepth = open.count
      return mapper.beginGroup(at: event, path: path())
    }
    let path = path(of: event.name, name)
    try mapper.tree.read(event, from: reader)
    let groups = steps.suffix(from: messageDepth).map { $0.prefix { $0 != "[" } + "/" }
    let tally = "\(message.roots[0])/\(groups.joined())\(name)"
    if name == message.record, isInGroup || message.kind != .entry {
      if message.groups.isEmpty { frameRecords() }
      mapper.record(path: path, tallyPath: tally)
    } else if isInGroup {
      mapper.groupPart(path: path, tallyPath: tally)
    } else {
      mapper.messagePart(path: path, tallyPath: tally)
    }
  }

  private mutating func startOutside(_ event: XMLEvent, _ name: String) throws {
    if name == "AppHdr" {
      let path = path(of: event.name, name)
      try mapper.tree.read(event, from: reader)
      return mapper.applicationHeader(path: path)
    }
    if let message = ISOMessage.ofRoot(name) {
      push(event, name)
      messageDepth = open.count
      return mapper.begin(message, at: event, path: path())
    }
    if let other = ISONotRead.ofRoot(name) {
      let path = path(of: event.name, name)
      try mapper.tree.read(event, from: reader)
      return mapper.refuse(other, path: path)
    }
    push(event, name)
  }

  private mutating func end(_ event: XMLEvent) {
    if groupDepth == open.count {
      mapper.endGroup(at: event)
      groupDepth = nil
    } else if messageDepth == open.count {
      mapper.endMessage(at: event)
      messageDepth = nil
    }
    if !open.isEmpty {
      open.removeLast()
      steps.removeLast()
      qualified.removeLast()
      counts.removeLast()
    }
  }

  // MARK: - paths

  private mutating func push(_ event: XMLEvent, _ name: String) {
    steps.append(step(event.name, name))
    open.append(event.name)
    counts.append([:])
    let tag = reader.sourceBytes(from: event.offset, count: 256).dropFirst()
      .prefix { $0 > 32 && $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "/") }
    qualified.append(String(decoding: tag, as: UTF8.self))
  }

  /// Says how rejected payments are a message again: behind what stands before the first of them, the
  /// elements that are open closed. Not where they stand in groups, each with a side of its own, nor in
  /// an encoding whose tags are not those bytes.
  private mutating func frameRecords() {
    guard !isFramed, reader.encoding == "utf-8" else { return }
    isFramed = true
    let closing = qualified.reversed().map { "</\($0)>" }.joined()
    mapper.batch.frame = RepairFrame(
      prefixLength: mapper.tree.place(of: 0).offset, separator: "\n", suffix: "\n\(closing)\n")
  }

  /// `Ntry[3]`: numbered from the first, because it is not known whether another will come.
  private mutating func step(_ number: Int32, _ name: String) -> String {
    let count = counts[counts.count - 1][number, default: 0] + 1
    counts[counts.count - 1][number] = count
    let isRepeated = count > 1 || Self.repeated.contains(name)
    return isRepeated ? "\(name)[\(count)]" : name
  }

  private static let repeated: Set<String> = [
    "CdtTrfTxInf", "DrctDbtTxInf", "TxInf", "Ntry", "PmtInf", "CdtInstr", "Stmt", "Rpt", "Ntfctn",
  ]

  private func path() -> String { steps.joined(separator: "/") }

  private mutating func path(of number: Int32, _ name: String) -> String {
    let last = step(number, name)
    return steps.isEmpty ? last : path() + "/" + last
  }
}
