import ClewModel

/// Reads the consolidated list of the United Nations Security Council in XML: one listing for each
/// INDIVIDUAL and each ENTITY.
///
/// Schema: https://www.un.org/sc/resources/sc-sanctions.xsd. Elements are matched by name in any
/// order; editions differ from the schema (an alias with a note, a birth place with a street) and
/// from each other.
package struct UNReader: Reader {
  package static let description = FormatDescription(
    name: "un-consolidated", title: "United Nations Security Council consolidated list",
    versions: "XML as published 2018 to 2026 (sc-sanctions.xsd)",
    recognisedBy: "root CONSOLIDATED_LIST",
    yields: "listings with aliases, birth dates, documents, addresses, nationalities, positions",
    limits: """
      relations stand in prose only and stay comments; measures are not stated per entry: Guinea-Bissau \
      and Libyan entries under paragraph 15 alone are travel bans and only watched, others block
      """)

  package static func recognises(_ head: SourceHead) -> Bool { head.signs.root == rootName }

  private static let rootName = "CONSOLIDATED_LIST"

  /// The attribute `dateGenerated` of the root.
  package static func published(_ head: SourceHead) -> TimeSpan? {
    head.text(ofAttribute: "dateGenerated").flatMap { TimeSpan(iso: $0) }
  }

  package init(options: ReadOptions) throws(IngestError) {}

  package func read(
    _ bytes: ByteStream, header: (SourceHeader) throws -> Void, batch: (Batch) throws -> Void
  ) throws {
    let walk = try XMLRecordWalk(
      bytes, records: ["INDIVIDUAL", "ENTITY"], attributes: ["dateGenerated"])
    var generated: TimeSpan?
    try walk.read {
      generated = walk.rootAttributes["dateGenerated"].flatMap { TimeSpan(iso: $0) }
      try header(
        SourceHeader(
          format: Self.description.name, encoding: walk.encoding, published: generated,
          list: UNEntry.list, edition: Edition(family: "list:\(UNEntry.list)", isWhole: true)))
    } batch: {
      try batch($0)
    } record: { node, current in
      let isPerson = walk.recordName == "INDIVIDUAL"
      do throws(UNEntry.Fault) {
        let entry = try UNEntry(node, isPerson: isPerson, generated: generated)
        var listing = entry.listing
        listing.provenance = node.provenance(walk.recordPath)
        current.listings.append(listing)
      } catch {
        node.takeAll()
        current.rejections.append(node.rejection(error.reason, path: walk.recordPath))
      }
    }
  }
}
