import ClewModel

/// Messages, their headers and groups.
extension ISOMapper {
  /// `AppHdr`: sender, receiver, service, copies. What repeats the message's own header (its name,
  /// its id, its time) means nothing here.
  func applicationHeader(path: String) {
    let node = tree.root
    header = ISOHeader()
    let sender = Self.business(node.child("Fr"), path: path)
    header.sender = sender?.bic
    if let sender { header.facts.add("sender", sender.bic ?? sender.name) }
    if let receiver = Self.business(node.child("To"), path: path) {
      header.facts.add("receiver", receiver.bic ?? receiver.name)
    }
    header.facts.add("business-service", ISOValue.reference(node.text("BizSvc")))
    if let (time, _) = ISOValue.time(node.child("CreDt")) { published = published ?? time }
    for name in ["BizMsgIdr", "MsgDefIdr"] {
      node.children.first { $0.name == name }?.takeAll()
    }
    for child in node.children where !["Fr", "To"].contains(child.name) {
      guard !tree.taken[child.row] else { continue }
      switch child.name {
      case "CpyDplct": header.facts.add("copy-duplicate", child.text)
      case "PssblDplct": header.facts.add("possible-duplicate", child.text)
      // A signature and the market practice vouch for the message and state nothing of it.
      case "Sgntr", "MktPrctc", "CharSet", "Prty", "BizPrcgDt": child.takeAll()
      case "Rltd": header.facts.keep(child, as: "related-message")
      default: continue
      }
    }
    tally.add(tree, path: path)
  }

  private static func business(_ node: RecordNode?, path: String) -> ISOParty? {
    guard let node else { return nil }
    if let bank = node.child("FIId") { return ISOParty(bank, path: path) }
    return node.child("OrgId").flatMap { ISOParty($0, path: path) }
  }

  // MARK: - messages

  func begin(_ message: ISOMessage, at event: XMLEvent, path: String) {
    self.message = message
    messageDraft = ISODraft()
    groupDraft = ISODraft()
    isGroupSettled = false
    control.messages += 1
    control.records = 0
    control.groups = 0
    control.stated = nil
    control.place = Provenance(offset: event.offset, length: 0, line: event.line, path: path)
  }

  /// A child of the message that is no record: the group header.
  func messagePart(path: String, tallyPath: String) {
    defer { tally.add(tree, path: tallyPath) }
    let node = tree.root
    if node.name == "OrgnlGrpInf" {
      return messageDraft.facts.keep(node, as: "original-group")
    }
    guard node.name == "GrpHdr" else {
      if messageDraft.take(node, path: path) { isGroupSettled = false }
      return
    }
    if message?.kind == .entry { return statementHeader(node, path: path) }
    for child in node.children {
      switch child.name {
      case "NbOfTxs": control.stated = child.text.flatMap(Int.init)
      case "CreDtTm":
        if let (time, _) = ISOValue.time(child) { published = published ?? time }
      // A sum over amounts of any currency.
      case "CtrlSum", "Grpg": child.takeAll()
      case "GrpRtr", "GrpRvsl":
        if ["true", "1"].contains(child.text?.lowercased()) {
          reject(
            "The header returns a whole group without naming its payments.", path: path)
        }
      case "OrgnlGrpInf": messageDraft.facts.keep(child, as: "original-group")
      default: messageDraft.take(child, path: path)
      }
    }
  }

  // MARK: - groups

  func beginGroup(at event: XMLEvent, path: String) {
    control.groups += 1
    isInGroup = true
    if message?.kind != .entry { settle(&messageDraft) }
    groupDraft = messageDraft
    isGroupSettled = false
    guard message?.kind == .entry else { return }
    let place = Provenance(offset: event.offset, length: 0, line: event.line, path: path)
    statement = ISOStatement(place: place)
  }

  /// A child of the group that is no record.
  func groupPart(path: String, tallyPath: String) {
    defer { tally.add(tree, path: tallyPath) }
    let node = tree.root
    if statement != nil { return statementPart(node, path: path) }
    switch node.name {
    // Checked over the whole message.
    case "NbOfTxs", "CtrlSum": node.takeAll()
    default:
      if groupDraft.take(node, path: path) { isGroupSettled = false }
    }
  }

  func endGroup(at event: XMLEvent) {
    if statement != nil { endStatement() }
    statement = nil
    isInGroup = false
    groupDraft = messageDraft
    isGroupSettled = false
  }

  func endMessage(at event: XMLEvent) {
    defer {
      message = nil
      header = ISOHeader()
    }
    guard let message else { return }
    var place = control.place
    place.length = Int32(clamping: event.offset - place.offset)
    if let stated = control.stated, stated != control.records {
      reject(
        "The header states \(stated) transactions; the message holds \(control.records).",
        at: place)
    }
    if message.kind == .entry, control.groups == 0 {
      reject("The message holds no \(message.groups[0]): it reports on no account.", at: place)
    }
    if message.kind != .entry, control.records == 0, control.stated == nil {
      reject("The message holds no \(message.record): it states no payment.", at: place)
    }
  }

  /// A message that states no payment of its own, beside others that do.
  func refuse(_ other: ISONotRead.Message, path: String) {
    control.messages += 1
    reject(
      "This is an ISO 20022 \(other.title) (\(other.code)), which is not read: \(other.yields).",
      path: path)
  }

  // MARK: - records

  /// The record in the tree.
  func record(path: String, tallyPath: String) {
    control.records += 1
    if !isGroupSettled, statement == nil {
      if !isInGroup { groupDraft = messageDraft }
      settle(&groupDraft)
      isGroupSettled = true
    }
    switch message?.kind {
    case .payment: payment(path: path)
    case .paymentReturn: paymentReturn(path: path)
    case .entry: entry(path: path)
    case nil: break
    }
    tally.add(tree, path: tallyPath)
  }
}
