/// An ordinary reason for a payment, told from structure, time and amount alone.
///
/// One file each; the first that holds, in this order, names the payment.
package enum Habit: UInt8, Sendable, CaseIterable {
  /// No habit explains the payment: it is one of those that patterns are searched among.
  case none
  /// Both sides have one holder.
  case ownAccounts
  /// The two sweep daily.
  case treasurySweep
  /// The two meet again and again.
  case repeatedPair
  /// Many are paid in one run, by one who collects from many.
  case marketplacePayout
  /// Many are paid in one run.
  case payroll
  /// Many are collected from in one run, as direct debits are.
  case collection
  /// A month's rent, with those of the other tenants.
  case rent
  /// The payee collects from many, all the time.
  case merchant

  package var title: String {
    switch self {
    case .none: "no habit"
    case .ownAccounts: "transfer between accounts of one holder"
    case .treasurySweep: "treasury sweep"
    case .repeatedPair: "accounts that pay each other regularly"
    case .marketplacePayout: "marketplace payout"
    case .payroll: "payroll or another payment run"
    case .collection: "direct debit or another collection run"
    case .rent: "rent"
    case .merchant: "purchase from a merchant or a fee to a collector"
    }
  }
}
