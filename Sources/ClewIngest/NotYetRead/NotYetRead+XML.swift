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
}
