import ClewAnalyse
import ClewGraph
import ClewMatch
import ClewModel
import ClewRender
import ClewStore

extension Session {
  /// How attributes that companies may share are folded before they are compared.
  static let attributeKeys: AttributeKeys = [
    .address: { value, _ in telling(AddressKey.key(withoutCountry(value)), withDigit: true) },
    .phone: { value, _ in telling(PhoneKey.key(value)) },
    .email: { value, _ in telling(EmailKey.key(value)) },
    .website: { value, _ in telling(value.lowercased()) },
    .incorporationDate: { value, _ in telling(value) },
  ]

  /// The key, or nil for one that says nothing: unreadable text, an address without any number (a
  /// town alone is no place that two companies share).
  private static func telling(_ key: String, withDigit: Bool = false) -> String? {
    let hasDigit = key.utf8.contains { (48...57).contains($0) }
    return key.isEmpty || (withDigit && !hasDigit) ? nil : key
  }

  /// An address without the country code at its end: some sources put the country there, others in
  /// a column of its own.
  private static func withoutCountry(_ address: String) -> String {
    let parts = address.split(separator: ",", omittingEmptySubsequences: false)
    let last = parts.last?.drop { $0 == " " } ?? ""
    let isCode = last.utf8.count == 2 && last.utf8.allSatisfy { (65...90).contains($0) }
    return isCode && parts.count > 1 ? parts.dropLast().joined(separator: ",") : address
  }

  /// Clusters of companies that look like one hand is behind them.
  package func fronts(minScore: Decimal64?, asOf: Day?) throws -> Answer {
    try writing { casefile in
      let snapshot = try casefile.snapshot(
        parts: [.ownership, .attributes], attributes: Self.attributeKeys)
      let moment = Moment(asOf: asOf ?? surroundings.today)
      var parameters = FrontParameters()
      parameters.minScore = minScore.map { Self.tenThousandths($0) } ?? 0
      let fronts = FrontClusters(snapshot, at: moment, parameters)
      var named: Set<Int32> = []
      for cluster in fronts.clusters {
        named.formUnion(cluster.members + cluster.controllers)
        named.formUnion(cluster.joinedBy.compactMap(\.party))
      }
      let names = try PartyNames(named, snapshot, casefile)
      let ids = try casefile.store(
        fronts.clusters.map { $0.finding(snapshot, names) }, journal: journalEntry())
      return FrontsReport(
        fronts: fronts, ids: ids, moment: moment, snapshot: snapshot, names: names
      ).report()
    }
  }

  private static func tenThousandths(_ score: Decimal64) -> Int64 {
    let wide = Int128(score.mantissa) * 10_000 / Decimal64.power(of: score.scale)
    return Int64(clamping: wide)
  }
}

/// Front clusters in words, tables and JSON.
struct FrontsReport {
  let fronts: FrontClusters
  /// The findings they are stored as, in the same order.
  let ids: [RecordID]
  let moment: Moment
  let snapshot: Snapshot
  let names: PartyNames

  func report() -> Answer {
    var notes = [
      "a score is a sum of printed terms, for triage; it proves nothing. Expected rates are those "
        + "of a whole national register (Global Witness 2019)"
    ]
    if fronts.clusters.isEmpty { notes.append("no cluster among \(fronts.companies) companies") }
    var answer = Answer(
      json: json, tables: zip(ids, fronts.clusters).map(table), notes: notes,
      records: "clusters")
    answer.findings = fronts.clusters.count
    return answer
  }

  private var json: JSON {
    .object([
      "clusters": .array(zip(ids, fronts.clusters).map(cluster)),
      "asOf": .string(moment.asOf.description), "companies": .int(fronts.companies),
      "revision": .int(Int(snapshot.revision)),
    ])
  }

  private func cluster(_ id: RecordID, _ cluster: FrontCluster) -> JSON {
    .object([
      "id": .string(id.description), "score": .number(Self.score(cluster.score)),
      "members": .strings(cluster.members.map { snapshot.id(of: $0).description }),
      "names": .strings(cluster.members.map { names.label($0).text }),
      "joinedBy": .array(
        cluster.joinedBy.map { attribute in
          .object([
            "attribute": .string(attribute.kind.rawValue), "value": .string(value(attribute)),
            "members": .strings(attribute.members.map { snapshot.id(of: $0).description }),
            "rarity": .number(Self.score(attribute.rarity)),
          ])
        }),
      "indicators": .array(
        cluster.indicators.map { indicator in
          .object([
            "party": .string(snapshot.id(of: indicator.party).description),
            "indicator": .string(indicator.kind.rawValue),
            "term": .number(Self.score(indicator.term)), "detail": .string(indicator.detail),
            "expectedRate": indicator.kind.expectedRate.map { .number($0.description) } ?? .null,
          ])
        }),
      "controllers": .strings(cluster.controllers.map { snapshot.id(of: $0).description }),
    ])
  }

  private func value(_ attribute: SharedAttribute) -> String {
    attribute.party.map(names.text) ?? attribute.value
  }

  /// Ten-thousandths as a decimal.
  private static func score(_ value: Int64) -> String {
    Decimal64.text(Int128(value), scale: 4)
  }

  private func table(_ id: RecordID, _ cluster: FrontCluster) -> Table {
    let joined = cluster.joinedBy.map { attribute -> [Table.Cell] in
      [
        Table.Cell("shared \(attribute.kind.rawValue)"), Table.Cell(Self.score(attribute.rarity)),
        Table.Cell(value(attribute)),
        Table.Cell(attribute.members.map(names.text).joined(separator: ", ")),
      ]
    }
    let odd = cluster.indicators.map { indicator -> [Table.Cell] in
      let rate = indicator.kind.expectedRate.map { "; expected rate \($0)" } ?? ""
      return [
        Table.Cell(indicator.kind.rawValue), Table.Cell(Self.score(indicator.term)),
        Table.Cell(indicator.detail + rate), Table.Cell(names.text(indicator.party)),
      ]
    }
    let controllers = cluster.controllers.map(names.text).joined(separator: ", ")
    return Table(
      title: "\(id): \(cluster.members.count) companies, score \(Self.score(cluster.score))",
      columns: ["term", .right("score"), "what", "who"], rows: joined + odd,
      footer: controllers.isEmpty ? [] : ["controlled by \(controllers)"])
  }
}

extension FrontCluster {
  /// The cluster as it is stored: under its members, with every term of its score.
  func finding(_ snapshot: Snapshot, _ names: PartyNames) -> DataFinding {
    var finding = DataFinding(
      kind: .frontCluster, evidence: members.map { snapshot.id(of: $0) },
      reasons: reasons(names.text).map {
        DataFinding.Term(term: $0.term, detail: "\($0.weight): \($0.detail)")
      })
    finding.score = Decimal64.text(Int128(score), scale: 4)
    return finding
  }
}
