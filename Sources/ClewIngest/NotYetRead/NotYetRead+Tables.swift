extension NotYetRead {
  /// Tables by the names of their columns, without regard to case, order and blanks around them.
  static let tables: [UnreadFormat] = [
    UnreadFormat(
      "icij-nodes", "ICIJ Offshore Leaks, nodes", by: "columns node_id, name, sourceID",
      yields: "parties and addresses"
    ) {
      $0.hasColumns("node_id", "name")
        && ($0.columns.contains("sourceid") || $0.columns.contains("country_codes"))
        || $0.hasColumns("node_id", "address", "country_codes")
    },
    UnreadFormat(
      "icij-relationships", "ICIJ Offshore Leaks, relationships",
      by: "columns node_id_start, node_id_end", yields: "links"
    ) {
      $0.hasColumns("node_id_start", "node_id_end") || $0.hasColumns("start_id", "type", "end_id")
    },
    UnreadFormat(
      "fincen-files", "ICIJ FinCEN Files, tables", by: "columns icij_sar_id, filer_org_name_id",
      yields: "flows between banks"
    ) { $0.hasColumns("icij_sar_id", "filer_org_name_id") },
    UnreadFormat(
      "fincen-314a", "FinCEN 314(a) subjects",
      by: "column tracking_number with last_name or business_name",
      yields: "names to screen"
    ) {
      $0.columns.contains("tracking_number")
        && ($0.columns.contains("last_name") || $0.columns.contains("business_name"))
    },
    UnreadFormat(
      "csl", "US consolidated screening list", by: "columns entity_number, federal_register_notice",
      yields: "listings"
    ) { $0.hasColumns("source", "entity_number", "federal_register_notice") },
    UnreadFormat(
      "bis-dpl", "US denied persons list", by: "columns Standard_Order, FR_Citation",
      yields: "listings"
    ) { $0.hasColumns("standard_order", "fr_citation", "effective_date") },
    UnreadFormat(
      "uk-ofsi", "UK OFSI consolidated list (until January 2026)",
      by: "first line Last Updated, then Name 6, Group ID", yields: "listings"
    ) { signs in
      signs.firstColumn.hasPrefix("last updated")
        && signs.lines.prefix(3).contains { $0.contains("Name 6") }
    },
    UnreadFormat(
      "uk-sanctions-list", "UK Sanctions List (FCDO)",
      by: "first line Report Date, then Unique ID, OFSI Group ID", yields: "listings"
    ) { signs in
      signs.lines.prefix(3).contains { $0.contains("Unique ID") && $0.contains("OFSI Group ID") }
    },
    UnreadFormat(
      "eu-fsf-csv", "EU consolidated financial sanctions list, CSV", versions: "1.0, 1.1",
      by: "columns Entity_LogicalId, fileGenerationDate", yields: "listings"
    ) {
      $0.columns.contains("entity_logicalid")
        || $0.hasColumns("filegenerationdate", "entity_eu_referencenumber")
    },
    UnreadFormat(
      "opensanctions-simple", "OpenSanctions targets.simple.csv",
      by: "columns id, schema, name, aliases, sanctions", yields: "listings"
    ) { $0.hasColumns("id", "schema", "name", "aliases", "sanctions") },
    UnreadFormat(
      "neo4j-csv", "Neo4j import tables", by: "columns :ID, or :START_ID and :END_ID",
      yields: "a graph"
    ) { signs in
      signs.hasColumns(":start_id", ":end_id")
        || signs.columns.contains { $0.hasSuffix(":id") || $0.hasPrefix(":id(") }
    },
    UnreadFormat(
      "gephi-edges", "Gephi edge table", by: "columns Source, Target with Type, Weight or Id",
      yields: "a graph"
    ) {
      $0.hasColumns("source", "target")
        && !$0.columns.isDisjoint(with: ["type", "weight", "id"])
    },
    UnreadFormat(
      "gephi-nodes", "Gephi node table", by: "first columns Id, Label", yields: "a graph"
    ) { $0.firstColumn == "id" && $0.columns.contains("label") },
  ]
}
