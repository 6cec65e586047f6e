import ClewAnalyse
import ClewGraph
import ClewModel
import ClewRender
import ClewStore

/// One finding in words and JSON, and as it is stored.
struct PatternStory {
  let evidence: PatternEvidence
  let value: PatternValue
  /// With ids for names.
  let sentence: String
  let accounts: [Int32]
  /// Holders of the accounts, and members that are parties, ascending.
  let parties: [Int32]
  private let snapshot: Snapshot
  private let places: [Int64: TransactionPlace]
  private let parameters: [(name: String, value: String)]

  init(
    _ evidence: PatternEvidence, _ snapshot: Snapshot, _ holders: Holders,
    _ places: [Int64: TransactionPlace], _ parameters: [(name: String, value: String)]
  ) {
    self.evidence = evidence
    self.snapshot = snapshot
    self.places = places
    self.parameters = parameters
    value = PatternValue(evidence)
    sentence = PatternWords(evidence) { snapshot.id(of: $0).description }.sentence
    let members = evidence.finding.roles.map(\.node)
    accounts = members.filter { Int($0) >= snapshot.partyCount }
    parties = Set(
      members.filter { Int($0) < snapshot.partyCount } + members.flatMap { holders.holders(of: $0) }
    ).sorted()
  }

  static func score(_ tenThousandths: Int64) -> String {
    Decimal64.text(Int128(tenThousandths), scale: 4)
  }

  /// The finding as `detect` prints it.
  func json(id: RecordID?) -> JSON {
    .object([JSON.Member("id", .optional(id?.description))] + members)
  }

  /// The finding as it is stored: the members that are records first, for `show` and for correlation.
  var record: PatternRecord {
    let own = (accounts + parties).map { snapshot.id(of: $0).description }
    let asked = parameters.map { JSON.Member($0.name, .string($0.value)) }
    let body = JSON.object(
      [JSON.Member("members", .strings(own))] + members + [
        JSON.Member("parameters", .object(asked))
      ])
    return PatternRecord(
      kind: evidence.finding.kind, transactions: evidence.legs.map(\.id),
      score: Self.score(evidence.finding.score), body: body.compact)
  }

  private var members: [JSON.Member] {
    let finding = evidence.finding
    let span = evidence.span
    let fields: KeyValuePairs<String, JSON> = [
      "kind": .string(finding.kind), "alsoFits": .strings(finding.alsoFits),
      "score": .number(Self.score(finding.score)), "sentence": .string(sentence),
      "accounts": ids(accounts), "parties": ids(parties),
      "transactions": .array(evidence.legs.map(transaction)),
      "roles": .object(
        finding.roles.map {
          JSON.Member(snapshot.id(of: $0.node).description, .string($0.role.rawValue))
        }),
      "nearMiss": .optional(finding.nearMiss), "start": .optional(span?.first.description),
      "end": .optional(span?.last.description), "amountIn": amounts(value.amountIn),
      "amountOut": amounts(value.amountOut), "retained": amounts(value.retained),
      "shareRetained": .object(
        value.retained.compactMap { sum in
          value.shareRetained(sum.currency).map { JSON.Member(sum.currency, .string($0)) }
        }),
      "reasons": .array(finding.reasons.map(reason)),
    ]
    return fields.map { JSON.Member($0.key, $0.value) }
  }

  private func ids(_ nodes: [Int32]) -> JSON {
    .strings(nodes.map { snapshot.id(of: $0).description })
  }

  private func transaction(_ leg: PatternEvidence.Leg) -> JSON {
    let place = places[leg.id]
    return .object([
      "id": .string("T\(leg.id)"), "ref": .optional(place?.ref),
      "source": .optional(place?.source.description), "locator": .optional(place?.locator),
      "time": .string(leg.time.description), "from": .string(side(leg.from)),
      "to": .string(side(leg.to)), "amount": .string(leg.debit.amountText),
      "currency": .string(leg.debit.currency),
    ])
  }

  func side(_ node: Int32) -> String {
    node == Postings.cash ? "cash" : node < 0 ? "unknown" : snapshot.id(of: node).description
  }

  func place(_ leg: PatternEvidence.Leg) -> TransactionPlace? { places[leg.id] }

  private func amounts(_ sums: [PatternValue.Amount]) -> JSON {
    .object(sums.map { JSON.Member($0.currency, .string($0.text)) })
  }

  private func reason(_ reason: PatternFinding.Reason) -> JSON {
    .object([
      "term": .string(reason.term), "weight": .number(Self.score(reason.weight)),
      "detail": .string(reason.detail), "backgroundRate": .optional(reason.backgroundRate),
    ])
  }
}
