import ClewModel

/// Reads the list of persons and groups specified by Malaysia's Minister of Home Affairs under
/// section 66B of the Anti-Money Laundering, Anti-Terrorism Financing and Proceeds of Unlawful
/// Activities Act 2001, as two conversions of the PDF give it: tables of tagged PDF (Malay), and
/// entries with numbered fields (English).
package struct MalaysiaReader: Reader {
  package static let description = FormatDescription(
    name: "moha-list", title: "Malaysian Ministry of Home Affairs list",
    versions: "tagged PDF as XML; xmlResponse with entry and field",
    recognisedBy: "root TaggedPDF-doc or xmlResponse with references KDN.",
    yields: "listings with aliases, birth dates, documents, addresses",
    limits: """
      names of one cell that stand side by side without a, b, c before them stay one alias; the \
      country that issued a passport is not stated
      """)

  package static func recognises(_ head: SourceHead) -> Bool {
    (head.signs.root == "TaggedPDF-doc" || head.signs.root == "xmlResponse")
      && head.text.contains("KDN.")
  }

  /// When the PDF was made, which only the tagged one says.
  package static func published(_ head: SourceHead) -> TimeSpan? {
    head.text(ofElement: "CreateDate").flatMap { TimeSpan(iso: $0) }
  }

  package init(options: ReadOptions) throws(IngestError) {}

  /// What a PDF says about itself, and headings.
  private static let known = [
    "CreateDate", "ModifyDate", "Producer", "CreatorTool", "DocumentID", "InstanceID", "format",
    "li", "LBody", "title", "column", "type", "xmptk",
  ]

  package func read(
    _ bytes: ByteStream, header: (SourceHeader) throws -> Void, batch: (Batch) throws -> Void
  ) throws {
    let walk = try XMLRecordWalk(
      bytes, records: ["TR", "entry"], attributes: Self.known, outside: Self.known)
    try walk.read {
      let made = walk.outside["CreateDate"].flatMap { TimeSpan(iso: $0) }
      try header(
        SourceHeader(
          format: Self.description.name, encoding: walk.encoding, published: made,
          list: MalaysiaEntry.list,
          edition: Edition(family: "list:\(MalaysiaEntry.list)", isWhole: true)))
    } batch: {
      try batch($0)
    } record: { node, current in
      if walk.recordName == "entry" { _ = node.attribute("id") }
      let cells = walk.recordName == "entry" ? Self.fields(node) : Self.cells(node)
      // The first row of each page numbers the columns, that of the first page names them too.
      if cells.count > 1, cells[0].hasPrefix("(1)"), cells[1].hasPrefix("(2)") { return }
      guard var listing = MalaysiaEntry.listing(cells) else {
        node.takeAll()
        let reason =
          "an entry has 13 cells (persons) or 7 (groups), a reference and a name; this one has "
          + "\(cells.count) cells"
        current.rejections.append(node.rejection(reason, path: walk.recordPath))
        return
      }
      listing.provenance = node.provenance(walk.recordPath)
      current.listings.append(listing)
    }
  }

  private static func cells(_ row: RecordNode) -> [String] {
    row.children.filter { $0.name == "TH" || $0.name == "TD" }.map(text)
  }

  /// Fields stand in the order of the numbers in their names.
  private static func fields(_ entry: RecordNode) -> [String] {
    entry.children("field").map { field in
      _ = field.attribute("name")
      return text(field)
    }
  }

  /// All texts of a cell, paragraphs and list items, in order.
  private static func text(_ node: RecordNode) -> String {
    var texts = [node.text].compactMap { $0 }
    for child in node.children where !child.name.hasPrefix("@") { texts.append(text(child)) }
    return texts.filter { !$0.isEmpty }.joined(separator: " ").singleSpaced
  }
}
