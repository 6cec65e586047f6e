import ClewModel
import ClewStore

extension TransactionRecord {
  /// What kind of statement it is, in words, and what is known of the payment; nil for one that says
  /// that money moved.
  var standingText: String? {
    let word: String
    switch standing {
    case .settled: return nil
    case .instructed: word = "an order"
    case .pending: word = "pending, not booked"
    case .void: word = "for information or refused: it moved no money"
    }
    return isSettled
      ? "\(word); the settled payment is \(canonical)"
      : "\(word); no settled payment of it is known, and no analysis counts it"
  }
}
