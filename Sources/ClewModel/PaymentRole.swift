/// The words for the roles of a payment beside its two sides (`from`, `to`), the same for ISO 20022
/// and SWIFT MT, so that one payment in either makes one graph.
///
/// The tags are those of MT103 and MT202; the elements those of pacs.008 and pacs.009 (ISO 20022
/// message definitions; SWIFT, CBPR+ translation rules). `agent` words are followed by a number where
/// the message gives an order: `intermediary-agent-1`.
package enum PaymentRole {
  /// `Dbtr` and `Cdtr`: 50a and 59a; 52a and 58a between banks.
  package static let debtor = "from"
  package static let creditor = "to"
  package static let ultimateDebtor = "ultimate-debtor"
  package static let ultimateCreditor = "ultimate-creditor"
  /// `InitgPty`, 50C or 50L: who instructs.
  package static let initiatingParty = "initiating-party"
  /// `InstgAgt` and `InstdAgt`: sender and receiver of the message.
  package static let instructingAgent = "instructing-agent"
  package static let instructedAgent = "instructed-agent"
  /// `PrvsInstgAgt1` … `3`: field 72 with /INS/.
  package static func previousInstructingAgent(_ number: Int) -> String {
    "previous-instructing-agent-\(number)"
  }
  /// `DbtrAgt`: 52a of MT103.
  package static let debtorAgent = "debtor-agent"
  /// `InstgRmbrsmntAgt`, `InstdRmbrsmntAgt`, `ThrdRmbrsmntAgt`: 53a, 54a, 55a.
  package static let instructingReimbursementAgent = "instructing-reimbursement-agent"
  package static let instructedReimbursementAgent = "instructed-reimbursement-agent"
  package static let thirdReimbursementAgent = "third-reimbursement-agent"
  /// `IntrmyAgt1` … `3`: 56a for the first.
  package static func intermediaryAgent(_ number: Int) -> String {
    "intermediary-agent-\(number)"
  }
  /// `CdtrAgt`: 57a.
  package static let creditorAgent = "creditor-agent"
  /// The customer transfer below a cover payment (`UndrlygCstmrCdtTrf`; sequence B of MT202COV).
  package static let underlyingDebtor = "underlying-debtor"
  package static let underlyingCreditor = "underlying-creditor"
  package static let underlyingDebtorAgent = "underlying-debtor-agent"
  package static let underlyingCreditorAgent = "underlying-creditor-agent"
}
