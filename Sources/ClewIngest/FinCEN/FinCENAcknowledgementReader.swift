import ClewModel

/// What FinCEN answers to a batch: the number it gave each report, and what it found wrong.
///
/// Each report answered is a filing of kind `ACK` whose reference is its BSA identifier. It says by
/// its position which report of the batch is meant, and names the batch nowhere.
package struct FinCENAcknowledgementReader: Reader {
  package static let description = FormatDescription(
    name: "fincen-ack", title: "FinCEN e-filing acknowledgement", versions: "XML 2.0",
    recognisedBy: "root EFilingBatchXML or EFilingSubmissionXML with the status of a submission",
    yields: "one filing of kind ACK per report: its BSA identifier, status, errors and warnings",
    limits: "the answer does not name its batch: reports are meant by their position in it")

  package init(options: ReadOptions) throws(IngestError) {}

  package static func recognises(_ head: SourceHead) -> Bool {
    FinCENForm.isAcknowledgement(head)
      || head.xmlRoot?.name == "EFilingBatchXML" && FinCENForm.of(head) == nil
        && !head.text.contains("ActivityPartyTypeCode>") && !head.text.contains("FormTypeCode>")
  }

  package func read(
    _ bytes: ByteStream, header: (SourceHeader) throws -> Void, batch: (Batch) throws -> Void
  ) throws {
    let names = ["EFilingBatchXML", "EFilingSubmissionXML", "EFilingActivityXML"]
    let reader = try XMLReader(
      bytes, names: RecordNames(names), placed: Set(names.indices.map(Int32.init)))
    var walk = FinCENAcknowledgement(reader: reader)
    try header(SourceHeader(format: Self.description.name, encoding: reader.encoding))
    do {
      while let event = try reader.next() {
        try walk.step(event)
        if walk.batch.filings.count >= 4096 { try batch(walk.take()) }
      }
    } catch let error as IngestError {
      walk.end()
      try batch(walk.take())
      throw error
    }
    walk.end()
    let last = walk.take()
    if !last.isEmpty { try batch(last) }
  }
}

/// The containers of an acknowledgement and the answers in them.
private struct FinCENAcknowledgement {
  var batch = Batch()
  private let reader: XMLReader
  private let tree = RecordTree()
  private var tally = UnreadTally()
  /// What the batch and the submission state, for every answer below them.
  private var status = FinCENFacts()
  private var open = 0
  private var answers = 0
  private var first = Provenance(offset: 0, length: 0, line: 1, path: "EFilingBatchXML")

  init(reader: XMLReader) { self.reader = reader }

  mutating func step(_ event: XMLEvent) throws {
    switch event.kind {
    case .start:
      let name = reader.names.text(event.name)
      switch name {
      case "EFilingBatchXML" where open == 0, "EFilingSubmissionXML" where open <= 1:
        open += 1
        container(event, name)
      default:
        guard open > 0 else {
          throw reader.error(
            .unknownFormat, "the root element is <\(name.prefix(40))>, not an acknowledgement",
            line: event.line, open: [event.name], next: "clew formats lists what is read.")
        }
        try tree.read(event, from: reader)
        answer(name)
      }
    case .text:
      tally.add(path: "#text", at: Provenance(offset: event.offset, length: 0, line: event.line))
    case .end: open -= 1
    }
  }

  private mutating func container(_ event: XMLEvent, _ element: String) {
    first = Provenance(offset: event.offset, length: 0, line: event.line, path: element)
    let word: Property = element == "EFilingBatchXML" ? "batch-status" : "submission-status"
    for attribute in reader.attributes(of: event) {
      var bytes: [UInt8] = []
      reader.append(textOf: attribute, to: &bytes)
      let text = String(decoding: bytes, as: UTF8.self)
      switch reader.names.text(attribute.name) {
      case "@StatusCode":
        let words = ["A": "accepted", "R": "rejected"]
        status.add(word, words[text] ?? text, raw: text)
      case "@SeqNum", "@schemaLocation": continue
      case let name:
        tally.add(path: "\(element)/\(name)", at: first)
      }
    }
  }

  private mutating func answer(_ name: String) {
    let root = tree.root
    for row in 0..<tree.count where tree.node(row).name.hasSuffix("@SeqNum") {
      tree.node(row).takeAll()
    }
    guard name == "EFilingActivityXML" else {
      // Errors of the whole batch or submission stand beside the answers.
      errors([root], of: &status)
      return tally.add(tree, path: name)
    }
    answers += 1
    var facts = status
    let identifier = root.text("BSAID")
    facts.add("position", String(answers))
    if let code = root.attribute("StatusCode") {
      facts.add(.status, ["A": "accepted", "R": "rejected"][code] ?? code, raw: code)
    }
    errors(root.children("EFilingActivityErrorXML"), of: &facts)
    tally.add(tree, path: name)
    batch.filings.append(
      Filing(
        ref: identifier, kind: "ACK", filer: "FinCEN", facts: facts.facts,
        provenance: root.provenance("EFilingActivityXML[\(answers)]")))
  }

  /// An error or a warning: its text, its code as stated, the place it names.
  private func errors(_ nodes: [RecordNode], of facts: inout FinCENFacts) {
    for node in nodes {
      let level = node.text("ErrorLevelText")
      let place = node.text("ErrorContextText")?.filter { !$0.isWhitespace }
      let element = node.text("ErrorElementNameText")
      let code = node.text("ErrorTypeCode")
      guard let text = node.text("ErrorText") ?? code else { continue }
      let property: Property = level?.hasPrefix("WARN") == true ? "warning" : "error"
      facts.add(property, text, raw: code, qualifier: place ?? element)
    }
  }

  /// An answer without reports, to a batch refused whole, is a filing too.
  mutating func end() {
    if answers == 0, !status.facts.isEmpty {
      batch.filings.append(
        Filing(kind: "ACK", filer: "FinCEN", facts: status.facts, provenance: first))
    }
    batch.unread = tally.paths()
  }

  mutating func take() -> Batch {
    let full = batch
    batch = Batch()
    return full
  }
}
