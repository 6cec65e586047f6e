import ClewModel
import GRDB

/// A finding of the casefile about its own data: statements that contradict each other, identifiers
/// with wrong check digits.
///
/// It is stored under its kind and sorted evidence, so that a re-run updates it, and removed when it
/// no longer holds: the records it rests on stay.
package struct DataFinding: Hashable, Sendable {
  package enum Kind: String, Sendable, CaseIterable {
    /// Statements that share a strong key and disagree on what identifies a party.
    case identityConflict = "identity-conflict"
    /// A person judged two mentions the same that follow as different from other judgements.
    case judgementConflict = "judgement-conflict"
    /// LEIs, IBANs or IMO numbers whose check digits are wrong.
    case wrongCheckDigits = "wrong-check-digits"
    /// Two statements of one transaction that do not say the same.
    case statementsDiffer = "statements-differ"
    /// Companies that look like one hand is behind them, found by an analysis.
    case frontCluster = "front-cluster"
  }

  /// One named reason; findings about data have no score.
  package struct Term: Hashable, Sendable {
    package var term: String
    package var detail: String

    package init(term: String, detail: String) {
      self.term = term
      self.detail = detail
    }
  }

  /// Raised when what a kind means changes.
  static let version = "1"

  package var kind: Kind
  /// Sorted.
  package var evidence: [RecordID]
  /// The records it is about; the evidence where not stated.
  package var members: [RecordID]
  package var reasons: [Term]
  /// The score as a decimal; 0 for findings about data.
  package var score = "0"
  /// Sets apart findings of one kind that rest on the same evidence; one word or several.
  package var discriminator = ""

  package init(
    kind: Kind, evidence: [RecordID], members: [RecordID]? = nil, reasons: [Term]
  ) {
    self.kind = kind
    self.evidence = evidence.sorted()
    self.members = (members ?? evidence).sorted()
    self.reasons = reasons
  }

  /// Kind, sorted evidence and version as one text.
  package var identity: String {
    let records = evidence.map(\.description).joined(separator: ",")
    let name = discriminator.isEmpty ? "" : " \(discriminator)"
    return "\(kind.rawValue) \(records) v\(Self.version)\(name)"
  }

  /// The evidence named in an identity text.
  static func evidence(inIdentity text: String) -> [RecordID] {
    let parts = text.split(separator: " ")
    guard parts.count >= 3 else { return [] }
    return parts[1].split(separator: ",").compactMap { RecordID($0) }
  }

  /// Stores or updates the finding.
  func store(_ db: Database) throws {
    try db.cachedStatement(
      sql: """
        insert into finding (identity, kind, score, revision, version, body)
        values (?1, ?2, ?6, ?3, ?4, ?5)
        on conflict (identity) do update set revision = ?3, body = ?5, score = ?6
        """
    ).execute(
      arguments: [identity, kind.rawValue, try Casefile.revision(db), Self.version, body, score])
  }

  /// Removes findings of a kind that rest on one of certain records and were not found again.
  static func removeStale(
    _ db: Database, kind: Kind, keeping current: Set<String>, touching: (RecordID) -> Bool
  ) throws {
    let rows = try Row.fetchAll(
      db, sql: "select id, identity from finding where kind = ?", arguments: [kind.rawValue])
    for row in rows {
      let identity: String = row[1]
      guard !current.contains(identity),
        Self.evidence(inIdentity: identity).contains(where: touching)
      else { continue }
      try db.execute(sql: "delete from finding where id = ?", arguments: [row[0] as Int64])
    }
  }

  /// The finding as JSON, keys in a fixed order.
  private var body: String {
    func list(_ ids: [RecordID]) -> String { ids.map { "\"\($0)\"" }.joined(separator: ",") }
    let terms = reasons.map {
      "{\"term\":\(JSONText.quoted($0.term)),\"weight\":0,\"detail\":\(JSONText.quoted($0.detail))}"
    }
    return "{\"kind\":\"\(kind.rawValue)\",\"members\":[\(list(members))],"
      + "\"evidence\":[\(list(evidence))],\"reasons\":[\(terms.joined(separator: ","))]}"
  }
}

/// Text as a JSON string (RFC 8259, section 7).
enum JSONText {
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
