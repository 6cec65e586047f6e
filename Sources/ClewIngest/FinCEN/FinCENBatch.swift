import ClewModel

/// Walks a batch of reports: one activity is in memory at a time.
///
/// Elements are matched by local name in any order; prefixes, attributes for checking and the
/// schema's order are not enforced.
struct FinCENBatch {
  private let reader: XMLReader
  private let mapper: FinCENMapper
  private let format: String
  private var activities = 0
  /// What the root states about itself: `ActivityCount`.
  private var statedActivities: String?
  private var rootName = "EFilingBatchXML"
  private var statesForm = false
  private var isStated = false

  /// Names that records are cited by.
  private static let placed = [
    "EFilingBatchXML", "Activity", "Party", "Account", "PartyAssociation",
    "CurrencyTransactionActivityDetail", "TotalCashInReceiveAmountText", "TotalCashOutAmountText",
  ]
  /// Attributes of the root that only let a receiver check what has arrived.
  private static let rootAttributes: Set<String> = [
    "@TotalAmount", "@PartyCount", "@ActivityCount", "@ActivityAttachmentCount",
    "@AttachmentCount", "@AccountCount", "@JointlyOwnedOwnerCount", "@NoFIOwnerCount",
    "@ConsolidatedOwnerCount", "@SeqNum", "@schemaLocation",
  ]

  init(_ stream: ByteStream, form: FinCENForm, format: String) throws {
    let reader = try XMLReader(
      stream, names: RecordNames(Self.placed), placed: Set(Self.placed.indices.map(Int32.init)))
    self.reader = reader
    self.format = format
    mapper = FinCENMapper(form: form) { reader.sourceBytes(from: $0, count: $1) }
  }

  mutating func read(header: (SourceHeader) throws -> Void, batch: (Batch) throws -> Void) throws {
    do {
      while let event = try reader.next() {
        try step(event)
        if mapper.isFull { try handOver(isWhole: false, header, batch) }
      }
    } catch let error as IngestError {
      mapper.batch.unread = mapper.tally.paths()
      try handOver(isWhole: false, header, batch)
      throw error
    }
    checkCount()
    mapper.batch.unread = mapper.tally.paths()
    try handOver(isWhole: true, header, batch)
  }

  private var isOpen = false

  private mutating func step(_ event: XMLEvent) throws {
    switch event.kind {
    case .start where !isOpen: try openRoot(event)
    case .start: try element(event)
    case .text: mapper.tally.add(path: "EFilingBatchXML/#text", at: place(of: event))
    case .end: return
    }
  }

  private func place(of event: XMLEvent) -> Provenance {
    Provenance(offset: event.offset, length: 0, line: event.line, path: "EFilingBatchXML")
  }

  private mutating func openRoot(_ event: XMLEvent) throws {
    let name = reader.names.text(event.name)
    guard name == "EFilingBatchXML" else {
      throw reader.error(
        .unknownFormat, "the root element is <\(name.prefix(40))>, not a FinCEN batch",
        line: event.line, open: [event.name], next: "clew formats lists what is read.")
    }
    isOpen = true
    let tag = reader.sourceBytes(from: event.offset + 1, count: 80)
    let qualified = tag.prefix { $0 > 32 && $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "/") }
    if let text = String(validating: qualified, as: UTF8.self), text.hasSuffix(name) {
      rootName = text
    }
    for attribute in reader.attributes(of: event) {
      let name = reader.names.text(attribute.name)
      var bytes: [UInt8] = []
      reader.append(textOf: attribute, to: &bytes)
      if name == "@ActivityCount" { statedActivities = String(decoding: bytes, as: UTF8.self) }
      guard !Self.rootAttributes.contains(name), !bytes.isEmpty else { continue }
      mapper.tally.add(path: "EFilingBatchXML/\(name)", at: place(of: event))
    }
  }

  private mutating func element(_ event: XMLEvent) throws {
    let name = reader.names.text(event.name)
    if name == "Activity", activities == 0 { frame(before: event) }
    try mapper.tree.read(event, from: reader)
    switch name {
    case "Activity":
      activities += 1
      mapper.activity(number: activities)
    case "FormTypeCode": formType()
    default: mapper.tally.add(mapper.tree, path: "EFilingBatchXML/\(name)")
    }
  }

  /// Rejected activities are a batch again between the bytes before the first activity and the end,
  /// with the form's name where it has not stood before.
  private func frame(before first: XMLEvent) {
    mapper.batch.frame = .xml(before: first, in: reader)
    guard !statesForm, let frame = mapper.batch.frame else { return }
    let prefix = rootName.dropLast("EFilingBatchXML".count)
    let form = "<\(prefix)FormTypeCode>\(mapper.form.rawValue)</\(prefix)FormTypeCode>"
    mapper.batch.frame?.suffix = "\n" + form + frame.suffix
  }

  private mutating func formType() {
    statesForm = true
    let node = mapper.tree.root
    let code = node.text ?? ""
    mapper.tally.add(mapper.tree, path: "EFilingBatchXML/FormTypeCode")
    guard code != mapper.form.rawValue else { return }
    mapper.batch.rejections.append(
      node.rejection(
        "The batch names another form than its activities were read as "
          + "(\(mapper.form.rawValue)): read it with --as.",
        path: "EFilingBatchXML/FormTypeCode"
      ).ofPart)
  }

  /// A batch that is cut between two activities is well-formed; only its own count tells.
  private func checkCount() {
    guard let statedActivities, let count = Int(statedActivities), count != activities else {
      return
    }
    mapper.batch.rejections.append(
      Rejection(
        provenance: Provenance(offset: 0, length: 0, line: 1, path: "EFilingBatchXML"),
        reason: "The batch states \(count) activities (ActivityCount) and holds \(activities).",
        snippet: ""))
  }

  /// - Parameter isWhole: true where the batch has ended: only then is it known that all its reports
  ///   are of one filer.
  private mutating func handOver(
    isWhole: Bool, _ header: (SourceHeader) throws -> Void, _ batch: (Batch) throws -> Void
  ) throws {
    if !isStated {
      isStated = true
      let filer = mapper.filer ?? nil
      try header(
        SourceHeader(
          format: format, encoding: reader.encoding, published: mapper.published,
          reporter: isWhole && !mapper.filersDiffer ? filer : nil,
          edition: filer.map {
            Edition(family: "\(format):\($0)", isWhole: false)
          }))
    }
    let full = mapper.take()
    if !full.isEmpty { try batch(full) }
  }
}
