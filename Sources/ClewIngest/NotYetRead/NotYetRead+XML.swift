extension NotYetRead {
  /// XML formats by the local name of the root and its namespace; prefixes and versions do not count.
  static let xml: [UnreadFormat] =
    iso20022 + [
      UnreadFormat(
        "xml-schema", "XML schema: a description of data, no data", by: "root schema of W3C",
        yields: "nothing"
      ) { $0.root == "schema" && $0.namespace.hasPrefix("http://www.w3.org/2001/XMLSchema") },
      UnreadFormat(
        "un-consolidated", "United Nations Security Council consolidated list",
        by: "root CONSOLIDATED_LIST", yields: "listings"
      ) { $0.root == "CONSOLIDATED_LIST" },
      UnreadFormat(
        "eu-fsf", "EU consolidated financial sanctions list", versions: "1.1",
        by: "root export, namespace of FSD", yields: "listings"
      ) { $0.root == "export" && $0.namespace.hasPrefix("http://eu.europa.ec/fpi/fsd/export") },
      UnreadFormat(
        "ofac-xml", "OFAC SDN.XML and CONSOLIDATED.XML", by: "root sdnList", yields: "listings"
      ) { $0.root == "sdnList" },
      UnreadFormat(
        "ofac-advanced", "OFAC advanced XML (SDN_ADVANCED, CONS_ADVANCED)",
        by: "root Sanctions with DistinctParties or an OFAC namespace",
        yields: "listings and typed relations"
      ) {
        $0.root == "Sanctions"
          && ($0.namespace.contains("ADVANCED_XML") || $0.namespace.contains("un.org/sanctions")
            || $0.text.contains("ReferenceValueSets"))
      },
      UnreadFormat(
        "uk-sanctions-xml", "UK sanctions list, XML",
        by: "root Designations or ArrayOfFinancialSanctionsTarget", yields: "listings"
      ) { $0.root == "Designations" || $0.root == "ArrayOfFinancialSanctionsTarget" },
      UnreadFormat(
        "moha-list", "Malaysian Ministry of Home Affairs list",
        by: "root TaggedPDF-doc or xmlResponse", yields: "listings"
      ) { $0.root == "TaggedPDF-doc" || $0.root == "xmlResponse" },
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
