extension NotYetRead {
  /// XML formats by the local name of the root and its namespace; prefixes and versions do not count.
  static let xml: [UnreadFormat] =
    iso20022 + [
      UnreadFormat(
        "xml-schema", "XML schema: a description of data, no data", by: "root schema of W3C",
        yields: "nothing"
      ) { $0.root == "schema" && $0.namespace.hasPrefix("http://www.w3.org/2001/XMLSchema") },
      UnreadFormat(
        "i2-anx", "i2 Analyst's Notebook chart (ANX)",
        by: "root Chart with ChartItemCollection or type catalogues", yields: "a chart"
      ) {
        $0.root == "Chart"
          && [
            "ChartItemCollection", "EntityTypeCollection", "AttributeClassCollection",
            "StrengthCollection",
          ].contains(where: $0.text.contains)
      },
      UnreadFormat("graphml", "GraphML", by: "root graphml", yields: "a graph") {
        $0.root == "graphml"
      },
      UnreadFormat("gexf", "GEXF (Gephi)", by: "root gexf", yields: "a graph") {
        $0.root == "gexf"
      },
      UnreadFormat("html", "A web page", by: "root html", yields: "nothing") {
        $0.root.lowercased() == "html"
          || $0.lines.first?.lowercased().hasPrefix("<!doctype html") == true
      },
    ]

  /// ISO 20022 messages, bare, or in an envelope with a business application header.
  private static let iso20022: [UnreadFormat] =
    [
      ("pacs", "ISO 20022 interbank payments (pacs.002 to pacs.010)", "transactions, agent chains"),
      ("pain", "ISO 20022 payment initiation (pain)", "payment instructions"),
      ("camt", "ISO 20022 statements and notices (camt)", "accounts, transactions, balances"),
    ].map { area, title, yields in
      UnreadFormat(
        "iso20022-\(area)", title, by: "namespace urn:iso:std:iso:20022:tech:xsd:\(area).…",
        yields: yields
      ) {
        let name = "iso:20022:tech:xsd:\(area)."
        return $0.namespace.contains(name)
          || ["Envelope", "BusMsgEnvlp", "DataPDU", "Document", "Message"].contains($0.root)
            && $0.text.contains(name)
      }
    } + [
      UnreadFormat(
        "iso20022", "Other ISO 20022 message", by: "namespace urn:iso:std:iso:20022:tech:xsd",
        yields: "depends on the message"
      ) { $0.namespace.contains("iso:20022:tech:xsd") || $0.namespace == "urn:swift:xsd:envelope" }
    ]
}
