extension NotYetRead {
  /// JSON documents and JSON lines, by their keys.
  static let json: [UnreadFormat] = [
    UnreadFormat(
      "json-schema", "JSON schema: a description of data, no data",
      by: "keys $schema, or definitions and title", yields: "nothing"
    ) {
      $0.keys.contains("$schema") || $0.hasKeys("definitions", "title")
        || $0.hasKeys("schemata")
    },
    UnreadFormat(
      "ftm-delta-index", "OpenSanctions index of deltas", by: "keys versions, updated_at",
      yields: "the names of the files that hold the changes"
    ) { $0.hasKeys("versions", "updated_at") },
    UnreadFormat(
      "ftm-nested", "OpenSanctions targets with the entities around them inside",
      by: "keys id, schema, properties, and properties inside again", yields: "the same as ftm"
    ) { $0.hasKeys("id", "schema", "properties") },
    UnreadFormat(
      "ivms101", "IVMS101 (travel rule)", by: "keys originator, beneficiary with person names",
      yields: "parties and wallets of a transfer"
    ) {
      !$0.keys.isDisjoint(with: ["originator", "beneficiary", "Originator", "Beneficiary"])
        && !$0.innerKeys.isDisjoint(with: [
          "originatorPersons", "OriginatorPersons", "beneficiaryPersons", "BeneficiaryPersons",
          "nameIdentifier", "NameIdentifier",
        ])
    },
    UnreadFormat(
      "senzing-json", "Senzing entity records", by: "keys DATA_SOURCE, RECORD_ID",
      yields: "parties and their identifiers"
    ) { $0.hasKeys("DATA_SOURCE", "RECORD_ID") },
    UnreadFormat(
      "stix", "STIX", versions: "2.0, 2.1", by: "keys type, objects with spec_version",
      yields: "identities and relationships"
    ) {
      $0.hasKeys("type", "objects")
        && ($0.innerKeys.contains("spec_version") || $0.keys.contains("spec_version"))
    },
    UnreadFormat(
      "cytoscape-json", "Cytoscape JSON", by: "key elements with nodes", yields: "a graph"
    ) { $0.keys.contains("elements") && $0.innerKeys.contains("nodes") },
    UnreadFormat(
      "node-link-json", "NetworkX node-link JSON", by: "keys nodes and links or edges",
      yields: "a graph"
    ) { $0.keys.contains("nodes") && ($0.keys.contains("links") || $0.keys.contains("edges")) },
    UnreadFormat(
      "fincen-files-json", "ICIJ FinCEN Files, details", by: "key icij_sar_id",
      yields: "flows between banks"
    ) { $0.keys.contains("icij_sar_id") },
    UnreadFormat(
      "json", "JSON of a shape that is not known", by: "a JSON object or array",
      yields: "nothing without a mapping"
    ) { !$0.keys.isEmpty },
  ]
}
