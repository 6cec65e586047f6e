import ClewModel

/// Reads SDN.XML and CONSOLIDATED.XML: one listing an entry, on the lists and with the facts of the
/// delimited files, so that either format of an edition states the same.
///
/// Schema: sdnList.xsd, namespaces `http://tempuri.org/sdnList.xsd` and, since 2024, `…/exports/XML`
/// of the Sanctions List Service. Nothing in the file names the list: programmes that the SDN list
/// never has alone mark the consolidated one (`OFACList`), looked for in the first 4,096 entries.
/// Memory: one batch.
package struct OFACXMLReader: Reader {
  package static let description = FormatDescription(
    name: "ofac-xml", title: "OFAC SDN.XML and CONSOLIDATED.XML",
    versions: "sdnList.xsd, both namespaces", recognisedBy: "root sdnList",
    yields: "listings with aliases, birth dates, documents, addresses, wallets; candidate links",
    limits: "relations carry no type and no share: the advanced XML states them")

  package static func recognises(_ head: SourceHead) -> Bool { head.xmlRoot?.name == "sdnList" }

  package static func published(_ head: SourceHead) -> TimeSpan? {
    recognises(head) ? head.text(ofElement: "Publish_Date").flatMap(USDate.day) : nil
  }

  package init(options: ReadOptions) throws(IngestError) {}

  package func read(
    _ bytes: ByteStream, header: (SourceHeader) throws -> Void, batch: (Batch) throws -> Void
  ) throws {
    let reader = try XMLReader(bytes, names: Self.names, placed: [Self.entry])
    var loader = OFACXMLLoader()
    var list: OFACList?
    func handOver(isAtEnd: Bool, isCut: Bool = false) throws {
      if list == nil {
        let found = loader.list
        let isWhole = !isCut && (!isAtEnd || loader.isComplete)
        try header(loader.header(list: found, encoding: reader.encoding, isWhole: isWhole))
        list = found
      }
      let full = loader.take(list: list ?? .sdn)
      if !full.isEmpty { try batch(full) }
    }
    do {
      while let event = try reader.next() {
        guard event.kind == .start else { continue }
        try loader.add(event, from: reader)
        if loader.isFull { try handOver(isAtEnd: false) }
      }
    } catch let error as IngestError {
      try handOver(isAtEnd: false, isCut: true)
      throw error
    }
    loader.finish(headed: list)
    try handOver(isAtEnd: true)
  }

  static let names = RecordNames(["sdnList", "sdnEntry", "publshInformation"])
  static let root: Int32 = 0
  static let entry: Int32 = 1
  static let information: Int32 = 2
}
