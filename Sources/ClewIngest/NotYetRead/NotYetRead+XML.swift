extension NotYetRead {
  /// XML formats by the local name of the root and its namespace; prefixes and versions do not count.
  static let xml: [UnreadFormat] =
    fincen + iso20022 + [
      UnreadFormat(
        "xml-schema", "XML schema: a description of data, no data", by: "root schema of W3C",
        yields: "nothing"
      ) { $0.root == "schema" && $0.namespace.hasPrefix("http://www.w3.org/2001/XMLSchema") },
      UnreadFormat(
        "gleif-lei", "GLEIF LEI-CDF (level 1)", versions: "2.1, 3.1", by: "root LEIData",
        yields: "organisations with LEI, addresses, register numbers"
      ) { $0.root == "LEIData" },
      UnreadFormat(
        "gleif-rr", "GLEIF RR-CDF (level 2 relationships)", versions: "1.1, 2.1",
        by: "root RelationshipData", yields: "accounting consolidation between LEIs"
      ) { $0.root == "RelationshipData" },
      UnreadFormat(
        "gleif-repex", "GLEIF reporting exceptions", versions: "1.1, 2.1",
        by: "root ReportingExceptionData", yields: "reasons why a parent is not stated"
      ) { $0.root == "ReportingExceptionData" },
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

  /// FinCEN's batches share one root; the form is in FormTypeCode, wherever it stands.
  private static let fincen: [UnreadFormat] =
    [
      ("SARX", "fincen-sar", "FinCEN suspicious activity report"),
      ("CTRX", "fincen-ctr", "FinCEN currency transaction report"),
      ("8300X", "fincen-8300", "FinCEN form 8300"),
      ("FBARX", "fincen-fbar", "FinCEN report of foreign bank accounts"),
      ("DOEPX", "fincen-doep", "FinCEN designation of exempt person"),
    ].map { code, name, title in
      UnreadFormat(
        name, title, versions: "XML 2.0", by: "root EFilingBatchXML, FormTypeCode \(code)",
        yields: "filings, subjects, accounts"
      ) { $0.root == "EFilingBatchXML" && $0.text.contains(">\(code)<") }
    } + [
      UnreadFormat(
        "fincen-ack", "FinCEN e-filing acknowledgement",
        by: "root EFilingBatchXML or EFilingSubmissionXML, no known form",
        yields: "acceptance and errors of a batch"
      ) { $0.root == "EFilingBatchXML" || $0.root == "EFilingSubmissionXML" }
    ]
}
