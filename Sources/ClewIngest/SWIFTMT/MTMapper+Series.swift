import ClewModel

/// Messages of several payments: MT101, MT102, MT201, MT203 and MT204.
extension MTMapper {
  /// MT101, orders that a customer gives, and MT102, transfers between banks: one payment for each
  /// sequence that begins with field 21, with what the first sequence states for all.
  func requests(_ fields: inout MTFields) {
    let message = fields.message
    var (head, _) = fields.split { $0.tag == "21" }
    var items = fields.sequences(beginningWith: "21")
    let isOrder = message.type == "101"
    var day = day(&head)
    var settlement: MTFields?
    var total: MTField?
    if !isOrder, let last = items.popLast() {
      // The last sequence of MT102 goes over into the settlement of all.
      let (item, rest) = last.split { $0.tag == "32A" }
      items.append(item)
      settlement = rest
      total = settlement?.take("32A")
      if let total { day = MTDate(String(total.value.prefix(6)))?.day }
    }
    var settled = settlement
    if items.isEmpty {
      fault(fields, "The message states no transfer (a sequence from field 21 on).")
    }
    let common = head
    for item in items {
      var item = item
      guard var draft = draft(&item, on: day) else { continue }
      if isOrder { draft.detail.standing = .instructed }
      draft.ref = usable(item.take("21"))
      var shared = common
      draft.reference = usable(shared.take("20"))
      sequence(&item, sharing: &shared, into: &draft)
      if var own = settlement {
        settle(&own, total, into: &draft)
        settled = own
      }
      append(draft, item)
      head = shared
    }
    count(head)
    if let settled { count(settled) }
  }

  /// Sequence C of MT102: what the banks settle for all payments together. Each of them states it.
  private func settle(_ fields: inout MTFields, _ total: MTField?, into draft: inout MTDraft) {
    if let total {
      let money = MTAmount.money(total.value.dropFirst(6))
      draft.fact(
        "total-settlement-amount", money.map { "\($0.amountText) \($0.currency)" } ?? total.value,
        raw: total.value)
    }
    codes(&fields, of: "settlement", into: &draft)
    reimbursement(&fields, into: &draft)
    _ = information(&fields, into: &draft)
  }

  private func sequence(
    _ item: inout MTFields, sharing shared: inout MTFields, into draft: inout MTDraft
  ) {
    let message = item.message
    instructed(&item, into: &draft)
    let before = draft.detail.roles.count
    let own = orderers(&item, into: &draft)
    let hasInitiator = draft.detail.roles.count > before
    var initiators = MTDraft(time: draft.time, money: draft.money, path: "")
    let common = orderers(&shared, into: &initiators)
    if !hasInitiator { draft.detail.roles += initiators.detail.roles }
    let sharedAgent = shared.take(number: "52")
    let payerAgent = item.take(number: "52") ?? sharedAgent
    let payeeAgent = item.take(number: "57")
    // MT101 goes to the bank that keeps the account or hands it on to that one.
    let keepsPayer = message.type == "101" ? message.receiver : message.sender
    side(
      PaymentRole.debtor, own ?? common, keptBy: keeper(payerAgent, else: keepsPayer),
      into: &draft)
    side(
      PaymentRole.creditor, item.take(number: "59"),
      keptBy: keeper(payeeAgent, else: message.receiver), into: &draft)
    role(PaymentRole.debtorAgent, payerAgent, into: &draft)
    role(PaymentRole.intermediaryAgent(1), item.take(number: "56"), into: &draft)
    role(PaymentRole.creditorAgent, payeeAgent, into: &draft)
    ends(of: message, into: &draft)
    remittance(&item, into: &draft)
    codes(&shared, into: &draft)
    codes(&item, into: &draft)
    tracking(message, ofAnother: false, into: &draft)
  }

  /// MT203: several transfers between banks of one value date.
  func bankTransfers(_ fields: inout MTFields) {
    let message = fields.message
    var (head, _) = fields.split { $0.tag == "20" }
    let items = fields.sequences(beginningWith: "20")
    let day = day(&head)
    let orderer = head.take(number: "52")
    if items.isEmpty {
      fault(fields, "The message states no transfer (a sequence from field 20 on).")
    }
    let common = head
    for item in items {
      var item = item
      var shared = common
      guard var draft = draft(&item, on: day) else { continue }
      draft.ref = usable(item.take("20"))
      let related = usable(item.take("21"))
      if !related.isEmpty { draft.detail.endToEnd = related }
      let agent = item.take(number: "57")
      if orderer == nil {
        draft.add(PaymentRole.debtor, mention: bank(message.sender, message.provenance))
      }
      side(PaymentRole.debtor, orderer, keptBy: keeper(ofOrderer: orderer, message), into: &draft)
      side(
        PaymentRole.creditor, item.take(number: "58"),
        keptBy: keeper(agent, else: message.receiver), into: &draft)
      ends(of: message, into: &draft)
      role(PaymentRole.intermediaryAgent(1), item.take(number: "56"), into: &draft)
      role(PaymentRole.creditorAgent, agent, into: &draft)
      reimbursement(&shared, into: &draft)
      codes(&shared, into: &draft)
      _ = information(&shared, into: &draft)
      _ = information(&item, into: &draft)
      tracking(message, ofAnother: false, into: &draft)
      append(draft, item)
      head = shared
    }
    count(head)
  }

  /// MT201: several transfers of the sender to its own accounts.
  func ownTransfers(_ fields: inout MTFields) {
    var (head, _) = fields.split { $0.tag == "20" }
    let items = fields.sequences(beginningWith: "20")
    let day = day(&head)
    let debited = head.take(number: "53")
    if items.isEmpty {
      fault(fields, "The message states no transfer (a sequence from field 20 on).")
    }
    let common = head
    for item in items {
      var item = item
      var shared = common
      guard var draft = draft(&item, on: day) else { continue }
      ownTransfer(&item, sharing: debited, into: &draft)
      codes(&shared, into: &draft)
      _ = information(&shared, into: &draft)
      append(draft, item)
      head = shared
    }
    count(head)
  }

  /// MT204: the sender debits banks (53a) for a creditor institution (58a). Between banks, like its
  /// twin pacs.010, it settles on its date.
  func bankDebits(_ fields: inout MTFields) {
    let message = fields.message
    let sequences = fields.sequences(beginningWith: "20")
    guard var head = sequences.first, sequences.count > 1 else {
      return fault(fields, "The message states no claim (a second sequence from field 20 on).")
    }
    let day = day(&head)
    let reference = usable(head.take("20"))
    let creditor = head.take(number: "58")
    let agent = head.take(number: "57")
    let common = head
    for item in sequences.dropFirst() {
      var item = item
      var shared = common
      guard var draft = draft(&item, on: day) else { continue }
      draft.ref = usable(item.take("20"))
      draft.reference = reference
      let related = usable(item.take("21"))
      if !related.isEmpty { draft.detail.endToEnd = related }
      side(PaymentRole.debtor, item.take(number: "53"), keptBy: message.receiver, into: &draft)
      if creditor == nil {
        draft.add(PaymentRole.creditor, mention: bank(message.sender, message.provenance))
      }
      side(
        PaymentRole.creditor, creditor, keptBy: keeper(agent, else: message.receiver), into: &draft)
      role(PaymentRole.creditorAgent, agent, into: &draft)
      ends(of: message, into: &draft)
      codes(&shared, into: &draft)
      _ = information(&shared, into: &draft)
      _ = information(&item, into: &draft)
      tracking(message, ofAnother: false, into: &draft)
      append(draft, item)
      head = shared
    }
    count(head)
  }
}
