import ClewModel

/// What the casefile knows of parties, accounts and transactions beside their payments. Keys are
/// nodes of the snapshot; ids ascend.
package struct KnownActors: Sendable {
  /// Parties judged the same as a listing with a blocking effect.
  package var listed: [Int32: [RecordID]] = [:]
  /// Parties and accounts that are subjects of filings that count.
  package var filed: [Int32: [RecordID]] = [:]
  /// Transactions that a source flags as suspicious, by number.
  package var flagged: Set<Int64> = []
  /// Parties and accounts in stored findings of kinds that are not searched now.
  package var earlier: [Int32: [RecordID]] = [:]

  package init() {}
}
