import ClewModel

/// Reads what the codes of a format's own lists stand for: tables with the header `list,code,label`,
/// and JSON arrays of objects with `code` and `label`.
///
/// goAML's lists are edited by every unit, and a report holds bare codes: labels are shown beside
/// them, and those of roles say what kind of link a code is.
package struct CodeListReader: Reader {
  package static let description = FormatDescription(
    name: "code-list", title: "Code list", versions: "1",
    recognisedBy: "header with list, code, label; or JSON of objects with code and label alone",
    yields: "labels of codes, and what codes of roles mean",
    limits: "JSON that names no list is the list its file is named for; reports read before the "
      + "list keep the kinds they were read with")

  private static let columns: Set<String> = ["list", "code", "label", "fiu", "means"]

  package static func recognises(_ head: SourceHead) -> Bool {
    if NativeTable.names(head, ["list", "code", "label"]) { return true }
    let keys = head.signs.keys
    return head.signs.hasKeys("code", "label") && keys.isSubset(of: columns)
      && head.signs.innerKeys.isEmpty
  }

  package init(options: ReadOptions) throws(IngestError) {}

  package func read(
    _ bytes: ByteStream, header: (SourceHeader) throws -> Void, batch: (Batch) throws -> Void
  ) throws {
    let first = try SourceHead(peeking: bytes)
    if first.firstRow.isEmpty || first.text.first(where: { !$0.isWhitespace }) == "[" {
      try readJSON(bytes, header, batch)
    } else {
      try readTable(bytes, header, batch)
    }
  }

  // MARK: - the table

  private func readTable(
    _ bytes: ByteStream, _ header: (SourceHeader) throws -> Void, _ batch: (Batch) throws -> Void
  ) throws {
    let table = try NativeTable(bytes, columns: Self.columns)
    try header(
      SourceHeader(
        format: Self.description.name, encoding: table.rows.source.encoding.rawValue))
    var full = Batch()
    full.frame = table.frame
    var tally = UnreadTally()
    try table.forEachRow {
      for fact in table.extraFacts() {
        tally.add(path: fact.property.rawValue, at: table.rows.provenance)
      }
      let label = Self.label(
        list: table.text("list"), code: table.text("code"), label: table.text("label"),
        unit: table.text("fiu"), means: table.text("means"), at: table.rows.provenance)
      switch label {
      case .success(let label): full.codeLabels.append(label)
      case .failure(let fault): full.rejections.append(table.rows.rejection(fault.reason))
      }
      if full.codeLabels.count >= 4096 {
        try batch(full)
        full = Batch()
      }
    } refused: {
      full.rejections.append($0)
    }
    full.unread = tally.paths()
    if !full.isEmpty { try batch(full) }
  }

  // MARK: - JSON

  private func readJSON(
    _ bytes: ByteStream, _ header: (SourceHeader) throws -> Void, _ batch: (Batch) throws -> Void
  ) throws {
    try header(SourceHeader(format: Self.description.name, encoding: "utf-8"))
    let named = Self.listName(ofFile: bytes.name)
    let reader = try JSONReader(bytes)
    let tree = RecordTree()
    var full = Batch()
    var tally = UnreadTally()
    var isFramed = false
    reading: while true {
      switch try reader.next(into: tree) {
      case .end: break reading
      case .refused(let reason): full.rejections.append(reader.rejection(reason))
      case .record:
        let root = tree.root
        let label = Self.label(
          list: root.text("list") ?? named, code: root.text("code"), label: root.text("label"),
          unit: root.text("fiu"), means: root.text("means"), at: root.provenance())
        tally.add(tree, path: "")
        switch label {
        case .success(let label): full.codeLabels.append(label)
        case .failure(let fault): full.rejections.append(root.rejection(fault.reason))
        }
      }
      if !isFramed {
        isFramed = true
        full.frame = RepairFrame(
          prefixLength: reader.prefixLength, separator: reader.isArray ? ",\n" : "\n",
          suffix: reader.suffix)
      }
      if full.codeLabels.count >= 4096 {
        try batch(full)
        full = Batch()
      }
    }
    full.unread = tally.paths()
    if !full.isEmpty { try batch(full) }
  }

  /// The last part of a path without its ending: `a.zip!lists/transmode.json` is `transmode`.
  static func listName(ofFile path: String) -> String {
    let last = path.split { $0 == "/" || $0 == "!" || $0 == "\\" }.last ?? ""
    return String(last.split(separator: ".").first ?? "")
  }

  // MARK: - one label

  private struct Fault: Error {
    var reason: String
  }

  /// - Returns: the label with its scheme: the list with whose it is, `goaml:ae/transmode`; a list
  ///   named with its scheme (`fincen/asset`) keeps it. `-` is a code like any other.
  private static func label(
    list: String?, code: String?, label: String?, unit: String?, means: String?,
    at provenance: Provenance
  ) -> Result<CodeLabel, Fault> {
    guard let list, !list.isEmpty else { return .failure(Fault(reason: "list is empty")) }
    guard let code else { return .failure(Fault(reason: "code is empty")) }
    guard let label else { return .failure(Fault(reason: "label is empty")) }
    if let means, CodeWord(means: means) == nil {
      let words = CodeWord.allCases.map(\.rawValue).joined(separator: ", ")
      return .failure(Fault(reason: "means is none of \(words)"))
    }
    let whose = unit.map { "goaml:\($0.lowercased())" } ?? "goaml"
    return .success(
      CodeLabel(
        scheme: list.contains("/") ? list : "\(whose)/\(list)", code: code, label: label,
        means: means?.lowercased(), provenance: provenance))
  }
}
