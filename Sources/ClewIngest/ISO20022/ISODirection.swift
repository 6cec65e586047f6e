import ClewModel

/// Which way the money of a transaction went, seen from the account of the statement.
struct ISODirection {
  /// The side that the account of the statement is on, and the other.
  let ownRole: String
  let otherRole: String
  /// Which of the stated parties is the counterpart.
  private let counterpart: String
  private let conflict: String?

  /// The direction is `CdtDbtInd`: of the transaction, else of the entry. Where the two differ and the
  /// transaction names the statement's own account on the side that the entry says, the entry is
  /// right. The counterpart is the debtor of a credit and the creditor of a debit; in a reversal the
  /// parties keep the roles of the booking that is reversed. The own account on the counterpart's
  /// place shows that the roles are turned round.
  init(_ share: ISOShare, entry: ISOEntry, own: AccountMention?, _ draft: ISODraft) {
    func isOwn(_ role: String) -> Bool { ISOAccount.isSame(draft.actors[role]?.account, own) }
    let (debtor, creditor) = (PaymentRole.debtor, PaymentRole.creditor)
    let ownIsDebtor = isOwn(debtor) && !isOwn(creditor)
    let ownIsCreditor = isOwn(creditor) && !isOwn(debtor)
    let ofEntry = entry.isDebit ?? false
    var isDebit = share.isDebit ?? ofEntry
    let differs = isDebit != ofEntry
    if differs, ofEntry ? ownIsDebtor : ownIsCreditor { isDebit = ofEntry }
    conflict =
      differs ? "transaction \(ofEntry ? "CRDT" : "DBIT"), entry \(ofEntry ? "DBIT" : "CRDT")" : nil
    ownRole = isDebit ? debtor : creditor
    otherRole = isDebit ? creditor : debtor
    var expected = entry.isReversal ? ownRole : otherRole
    let remaining = expected == debtor ? creditor : debtor
    let isTurned = expected == debtor ? ownIsDebtor : ownIsCreditor
    let isMissing = draft.actors[expected] == nil && entry.isReversal
    if isTurned || isMissing { expected = remaining }
    counterpart = expected
  }

  /// Puts the counterpart on its side and whoever the transaction names as the holder of the
  /// statement's account on the other. A party that is named there with another account (a payment on
  /// behalf of somebody) stays the `debtor` or `creditor` it is called, beside the side.
  func place(_ draft: inout ISODraft, statement: ISOStatement, into facts: inout ISOFacts) {
    facts.add("direction-conflict", conflict)
    let other = draft.actors[counterpart]
    let holder = counterpart == ownRole ? otherRole : ownRole
    var own = draft.actors[holder]
    if let account = own?.account, !ISOAccount.isSame(account, statement.account) {
      draft.actors[holder == PaymentRole.debtor ? "debtor" : "creditor"] = own
      own = nil
    }
    own?.account = nil
    if counterpart == ownRole { draft.swapAgents() }
    draft.actors[otherRole] = other
    draft.actors[ownRole] = own
  }
}
