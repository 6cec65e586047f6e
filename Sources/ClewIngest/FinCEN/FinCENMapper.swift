import ClewModel

/// Turns the activities of one batch into filings, one tree at a time.
///
/// What an activity states is emitted inside it: two reports of one batch share no mention, so that
/// the parties a report states are those within its bytes. Numbers run on over the batch.
final class FinCENMapper {
  let form: FinCENForm
  let tree = RecordTree()
  var batch = Batch()
  var tally = UnreadTally()
  /// The path of the activity in the tree: `EFilingBatchXML/Activity[3]`.
  private(set) var path = ""
  private(set) var mentionCount = 0
  private(set) var accountCount = 0
  private(set) var transactionCount = 0
  /// Whose batch it is: the filer of its first filing. The references of another filer are not
  /// those of this one's family, and are kept as facts only.
  private(set) var filer: String??
  private(set) var filersDiffer = false
  private(set) var published: TimeSpan?
  /// How many reports of the batch that correct nothing have had an internal control number.
  var numbered: [String: Int] = [:]
  static let remembered = 1 << 16
  private var modes: [String: Int32] = [:]
  private var hasCurrency = false

  /// Bytes of the source from an offset on, as far as they are still at hand.
  let sourceBytes: (_ offset: Int64, _ count: Int) -> [UInt8]

  init(form: FinCENForm, sourceBytes: @escaping (Int64, Int) -> [UInt8]) {
    self.form = form
    self.sourceBytes = sourceBytes
  }

  /// Maps the activity in the tree.
  func activity(number: Int) {
    path = "EFilingBatchXML/Activity[\(number)]"
    takeSequenceNumbers()
    let root = tree.root
    var activity = FinCENActivity(firstTransaction: transactionCount)
    FinCENLeaf.state(Self.activityLeaves, of: root, into: &activity.facts)
    for association in root.children("ActivityAssociation") {
      FinCENLeaf.state(Self.associationLeaves, of: association, into: &activity.facts)
    }
    for document in root.children("ActivitySupportDocument") {
      FinCENLeaf.state(
        ["OriginalAttachmentFileName": .text("attachment")], of: document, into: &activity.facts)
    }
    for party in root.children("Party") { self.party(party, in: &activity) }
    relations(of: &activity)
    for account in root.children("Account") { foreignAccount(account, in: &activity) }
    suspicion(root, into: &activity)
    for cash in root.children("CurrencyTransactionActivity") {
      if form == .form8300 {
        receivedCash(cash, in: &activity)
      } else {
        cashTransactions(cash, in: &activity)
      }
    }
    for foreign in root.children("ForeignAccountActivity") {
      FinCENLeaf.state(Self.foreignActivityLeaves, of: foreign, into: &activity.facts)
    }
    for exempt in root.children("DesignationExemptActivity") {
      FinCENLeaf.state(Self.exemptionLeaves, of: exempt, into: &activity.facts)
    }
    if activity.isEmpty {
      batch.rejections.append(
        root.rejection("The activity names no party and states nothing to report.", path: path))
    } else {
      file(activity)
    }
    tally.add(tree, path: "Activity")
  }

  /// `SeqNum` only numbers the elements of a file; what belongs together is nested.
  private func takeSequenceNumbers() {
    for row in tree.names.indices {
      let node = tree.node(row)
      let name = node.name
      if name.hasSuffix("SeqNum"), name == "@SeqNum" || name.hasSuffix("@SeqNum") {
        node.takeAll()
      }
    }
  }

  // MARK: - emission

  func provenance(_ node: RecordNode) -> Provenance { node.provenance(path) }

  func add(_ mention: Mention) -> Int {
    batch.mentions.append(mention)
    mentionCount += 1
    return mentionCount - 1
  }

  func add(_ account: AccountMention) -> Int {
    batch.accounts.append(account)
    accountCount += 1
    return accountCount - 1
  }

  /// A part of an activity cannot be read; the rest is filed.
  func reject(_ node: RecordNode, _ reason: String) {
    batch.rejections.append(node.rejection(reason, path: path).ofPart)
  }

  func append(
    _ money: Money, at time: TimeSpan, from: Int32, to: Int32, mode: String, node: RecordNode,
    detail: TransactionDetail
  ) {
    if !hasCurrency { batch.currencies.append("USD") }
    hasCurrency = true
    let number = modes[mode] ?? Int32(modes.count)
    if modes[mode] == nil {
      modes[mode] = number
      batch.modes.append(mode)
    }
    let provenance = provenance(node)
    var detail = detail
    detail.path = provenance.path
    batch.transactions.append(
      ref: "", reference: "", time: time, from: from, to: to,
      amount: Decimal64(mantissa: money.mantissa, scale: money.scale), currency: 0, mode: number,
      provenance: provenance, detail: detail)
    transactionCount += 1
  }

  private func file(_ activity: FinCENActivity) {
    var activity = activity
    let filer = activity.filer
    if self.filer == nil { self.filer = .some(filer) }
    let isOwn = self.filer == .some(filer)
    if !isOwn { filersDiffer = true }
    if let filed = activity.filed, filed.lo >= published?.lo ?? filed.lo { published = filed }
    let ref = supersede(&activity, isOwn: isOwn)
    batch.filings.append(
      Filing(
        ref: ref, kind: form.kind, filer: filer, filed: activity.filed,
        narrative: activity.narrative, indicators: activity.indicators,
        subjects: activity.subjects,
        transactions: activity.firstTransaction..<transactionCount, facts: activity.facts.facts,
        provenance: provenance(tree.root)))
  }

  // MARK: - handing over

  var isFull: Bool {
    batch.mentions.count + batch.accounts.count + batch.links.count + batch.filings.count
      + batch.rejections.count + batch.transactions.count >= 4096
  }

  func take() -> Batch {
    let full = batch
    batch = Batch()
    return full
  }
}
