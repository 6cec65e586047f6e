extension NotYetRead {
  /// Texts with a syntax of their own.
  static let texts: [UnreadFormat] = [
    UnreadFormat("gml", "GML graph", by: "first word graph [", yields: "a graph") { signs in
      signs.lines.prefix(5).contains { $0 == "graph [" || $0 == "graph" }
        && signs.text.contains("node")
    },
    UnreadFormat("dot", "Graphviz DOT", by: "digraph or graph with {", yields: "a graph") {
      let first = $0.lines.first ?? ""
      return (first.hasPrefix("digraph") || first.hasPrefix("strict ") || first.hasPrefix("graph "))
        && $0.text.contains("{")
    },
    UnreadFormat("pajek", "Pajek network", by: "*Vertices", yields: "a graph") {
      $0.lines.first?.lowercased().hasPrefix("*vertices") == true
    },
    UnreadFormat(
      "e-mail", "E-mail message", by: "header lines From:, Date:, Subject:", yields: "nothing"
    ) { signs in
      ["From:", "Date:", "Subject:"].allSatisfy { name in
        signs.lines.contains { $0.hasPrefix(name) }
      }
    },
  ]
}
