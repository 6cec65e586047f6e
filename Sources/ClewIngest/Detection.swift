extension Formats {
  /// The reader of a source, by its first bytes alone.
  ///
  /// The order: the format named with `--as`; the readers that recognise the head; the mapping
  /// profile, where one is given; the formats that are known and not read.
  ///
  /// - Parameters:
  ///   - name: a format's name, nil where the content decides.
  ///   - place: how messages call the source.
  /// - Throws: `IngestError`: `.unknownFormat`, or `.notYetRead` for one known by name.
  package static func detect(
    _ head: SourceHead, as name: String? = nil, options: ReadOptions = ReadOptions(),
    place: String = "the source"
  ) throws(IngestError) -> any Reader.Type {
    if let name { return try reader(named: name, place: place) }
    if let reader = readers.first(where: { $0.recognises(head) }) { return reader }
    if options.profile != nil, looksLikeText(head) { return MappedCSV.self }
    if let format = NotYetRead.recognise(head) {
      throw IngestError(
        .notYetRead, what: "this is \(format.title), which is not yet read", place: place,
        next: "See `clew formats` for what is read.")
    }
    throw IngestError(
      .unknownFormat, what: "the format is not known: \(look(head))", place: place,
      next: "Name it with --as FORMAT, or map a table with --profile FILE.yaml; "
        + "`clew formats` lists what is read.")
  }

  /// False for XML, JSON and binary data, which no mapping profile reads.
  private static func looksLikeText(_ head: SourceHead) -> Bool {
    let first = head.text.first { !$0.isWhitespace }
    let isBinary =
      head.encoding == TextEncoding.utf8.rawValue && head.bytes.prefix(1024).contains(0)
    return head.xmlRoot == nil && !isBinary && first != "{" && first != "["
      && !head.bytes.starts(with: Array("%PDF".utf8))
      && !head.bytes.starts(with: [0x50, 0x4B, 3, 4])
  }

  private static func reader(
    named name: String, place: String
  ) throws(IngestError) -> any Reader.Type {
    if let reader = readers.first(where: { $0.description.name == name }) { return reader }
    let names = readers.map { $0.description.name }.sorted().joined(separator: ", ")
    throw IngestError(
      .unknownFormat, what: "there is no format \"\(name)\"", place: place,
      next: "Take one of \(names).")
  }

  /// What a source of no known format looks like.
  private static func look(_ head: SourceHead) -> String {
    if head.bytes.isEmpty { return "the file is empty" }
    if let root = head.xmlRoot {
      let namespace = root.namespace.isEmpty ? "no namespace" : "namespace \(root.namespace)"
      return "XML with the root element \(printable(root.name)), \(printable(namespace))"
    }
    if head.encoding == TextEncoding.utf8.rawValue, head.bytes.prefix(1024).contains(0) {
      return "binary data"
    }
    if let first = head.text.first(where: { !$0.isWhitespace }), first == "{" || first == "[" {
      let keys = head.signs.keys.sorted().prefix(12).map(printable).joined(separator: ", ")
      return keys.isEmpty ? "JSON without keys" : "JSON with the keys \(keys)"
    }
    // What stands in the row may be a person's name: messages do not repeat it.
    guard !head.firstRow.isEmpty else { return "text without a readable first line" }
    let isText = !head.text.prefix(1024).unicodeScalars.contains {
      $0.properties.generalCategory == .control && !"\n\r\t".unicodeScalars.contains($0)
    }
    guard isText else { return "binary data" }
    let count = head.firstRow.count
    return count == 1 ? "text without columns" : "a table whose first row has \(count) cells"
  }

  /// At most 60 characters of one line.
  private static func printable(_ text: String) -> String {
    let line = text.prefix(60).unicodeScalars.map { scalar in
      scalar.properties.generalCategory == .control ? " " : String(scalar)
    }
    return line.joined() + (text.count > 60 ? "…" : "")
  }
}
