import ClewModel

/// What an activity states about itself: its dates, what it is to earlier ones, its narrative.
extension FinCENMapper {
  static let activityLeaves: [String: FinCENLeaf] = [
    "FilingDateText": .date("filing-date"),
    "ApprovalOfficialSignatureDateText": .date("signed"),
    "EFilingPriorDocumentNumber": .text("prior-document-number"),
    "FilingInstitutionNotetoFinCEN": .text(.comment),
    "MultipleSubjectsIndicator": .flag("multiple-subjects", "yes"),
    "SuspiciousTransactionIndicator": .flag("suspicious-transaction", "yes"),
    "TransactionOnBehalfMultiplePersonsIndicator": .flag("on-behalf-of-several", "yes"),
    "PreparerFilingSignatureIndicator": .flag("signed-by-preparer", "yes"),
    "ThirdPartyPreparerIndicator": .flag("third-party-preparer", "yes"),
    "DesignatedMoreThanOneBankIndicator": .flag("designated-by-several-banks", "yes"),
  ]

  static let associationLeaves: [String: FinCENLeaf] = [
    "InitialReportIndicator": .flag(.filingType, "initial"),
    "CorrectsAmendsPriorReportIndicator": .flag(.filingType, "corrects"),
    "ContinuingActivityReportIndicator": .flag(.filingType, "continuing"),
    "JointReportIndicator": .flag(.filingType, "joint"),
    "FinCENDirectBackFileIndicator": .flag(.filingType, "back-filed at FinCEN's direction"),
    "InitialDesignationIndicator": .flag(.filingType, "initial"),
    "ExemptionAmendedIndicator": .flag(.filingType, "corrects"),
    "ExemptionRevokedIndicator": .flag(.filingType, "revoked"),
  ]

  /// The reference of a filing, and what it does to an earlier one.
  ///
  /// A report has no number of its own until FinCEN gives it one (the BSA identifier, known from
  /// the acknowledgement): its reference is the filer's internal control number. A correction takes
  /// back the report that it names by that identifier, and takes the place of the one with its own
  /// control number. A continuing report follows its predecessor and replaces nothing: because
  /// filers number a matter rather than a report, its reference has the number it follows behind
  /// its own. (FinCEN SAR XML Schema User Guide 1.6, EFilingPriorDocumentNumber.)
  ///
  /// - Parameter isOwn: false for a report of another filer than the batch's first, whose numbers
  ///   mean nothing to this family: it has no reference and takes nothing back.
  func supersede(_ activity: inout FinCENActivity, isOwn: Bool) -> String? {
    let prior = activity.facts.facts.first { $0.property == "prior-document-number" }?.value
    let number = prior.flatMap { FinCENValue.identifier($0) }
    if let internalNumber = activity.internalNumber {
      activity.facts.add("internal-control-number", internalNumber)
    }
    let isContinuing = activity.states("continuing")
    if activity.states("corrects") {
      if isOwn, let number {
        batch.retractions.append(
          Retraction(
            target: .filing(ref: number), why: "corrected by a later report",
            provenance: provenance(tree.root)))
      }
    } else if let number {
      activity.facts.add(.followsUp, number)
    }
    guard isOwn, let own = activity.internalNumber else { return nil }
    let ref = isContinuing ? "\(own)+\(number ?? "continuing")" : own
    return activity.states("corrects") ? ref : distinct(ref)
  }

  /// Another report of the batch with a number that an earlier one has, and that corrects nothing,
  /// leaves that one as it is: its reference has its place among them behind it.
  private func distinct(_ ref: String) -> String {
    if numbered.count >= Self.remembered { numbered.removeAll() }
    let count = numbered[ref, default: 0] + 1
    numbered[ref] = count
    return count > 1 ? "\(ref)#\(count)" : ref
  }

  /// The blocks of the narrative in the order of their numbers.
  ///
  /// A narrative is cut after every 4,000 characters, wherever that falls: a full block goes on in
  /// the next one without a break, unless the next begins with white space in the source.
  func narrative(_ root: RecordNode, into activity: inout FinCENActivity) {
    var blocks: [(number: Int, text: String, isSpaced: Bool)] = []
    for block in root.children("ActivityNarrativeInformation") {
      let number = block.text("ActivityNarrativeSequenceNumber")
      guard let node = block.child("ActivityNarrativeText"), let text = node.text else { continue }
      let isSpaced = beginsWithSpace(node)
      if let number, let order = Int(number), (1...99).contains(order) {
        blocks.append((order, text, isSpaced))
      } else {
        if let number { activity.facts.add("ActivityNarrativeSequenceNumber", number) }
        blocks.append((100 + blocks.count, text, isSpaced))
      }
    }
    let inOrder = blocks.enumerated().sorted {
      ($0.element.number, $0.offset) < ($1.element.number, $1.offset)
    }
    var whole = ""
    var isFull = true
    for (_, block) in inOrder {
      let joint = isFull ? (block.isSpaced ? " " : "") : "\n"
      whole += whole.isEmpty ? block.text : joint + block.text
      isFull = block.text.unicodeScalars.count >= Self.fullBlock
    }
    activity.narrative = whole
  }

  private static let fullBlock = 4000

  /// Whether white space stands behind the start tag; as far as the source is still at hand.
  private func beginsWithSpace(_ node: RecordNode) -> Bool {
    let bytes = sourceBytes(tree.offsets[node.row], 400)
    guard let end = bytes.firstIndex(of: UInt8(ascii: ">")), end + 1 < bytes.count else {
      return false
    }
    return bytes[end + 1] == 32 || (9...13).contains(bytes[end + 1])
  }
}
