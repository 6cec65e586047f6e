extension NotYetRead {
  /// Texts with a syntax of their own.
  static let texts: [UnreadFormat] = [
    UnreadFormat(
      "swift-mt", "SWIFT FIN message (MT103, MT202, MT9xx …)",
      by: "blocks {1:F… and {2:I or {2:O", yields: "transactions, agent chains"
    ) { $0.text.contains("{1:") && ($0.text.contains("{2:I") || $0.text.contains("{2:O")) },
    UnreadFormat(
      "mt940", "SWIFT statement text (MT940, MT942, MT950)",
      by: "lines :20:, :25:, :60F:, :61:, :86:", yields: "accounts, transactions, balances"
    ) { $0.lines.prefix(12).contains(where: isStatementTag) },
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

  /// A line that begins with a tag of a statement message: `:61:0709040904CR300,NTRF…`.
  private static func isStatementTag(_ line: String) -> Bool {
    let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].isEmpty else { return false }
    return statementTags.contains(String(parts[1]))
  }

  private static let statementTags: Set<String> = [
    "20", "21", "25", "25P", "28", "28C", "60F", "60M", "61", "62F", "62M", "64", "65", "86",
  ]
}
