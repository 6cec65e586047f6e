import ClewModel

/// What is gathered of a report while its records pass by.
struct GoAMLFiling {
  var path: String
  var offset: Int64
  var line: Int32
  var ref: String?
  var kind = ""
  var filer: String?
  /// The number that the unit gave the report this one is about, and that of a rejected one.
  var unitReference: String?
  var rejectedReference: String?
  var filed: TimeSpan?
  var localCurrency: String?
  var reason: [String] = []
  var action: [String] = []
  var reasons: [String] = []
  var indicators: [String] = []
  var subjects: [Filing.Subject] = []
  var firstTransaction: Int
  var facts = FactList()

  /// True for an answer to a request of the unit about an earlier report: additional information, or
  /// a request for information, with or without transactions.
  var isFollowUp: Bool {
    unitReference != nil && ["AIF", "AIFT", "ECDD", "ECDDT"].contains(kind.uppercased())
  }

  /// What was done and why, in the filer's words, each text once.
  var narrative: String {
    var texts: [String] = []
    var seen: Set<String> = []
    for text in reason + action + reasons where seen.insert(text).inserted { texts.append(text) }
    return texts.joined(separator: "\n\n")
  }
}

/// `report`: its header, its parties, its goods.
extension GoAMLMapper {
  func openFiling(path: String, at event: XMLEvent) {
    beginStatements()
    filing = GoAMLFiling(
      path: path, offset: event.offset, line: event.line, firstTransaction: transactionCount)
  }

  /// Emits the filing whose element ends at `offset`.
  func closeFiling(at offset: Int64) {
    denominate()
    guard var filing else { return }
    let provenance = Provenance(
      offset: filing.offset, length: Int32(clamping: offset - filing.offset), line: filing.line,
      path: filing.path)
    if filing.isFollowUp, let number = filing.unitReference {
      filing.facts.add("follows-up", number)
    }
    if let number = filing.rejectedReference {
      batch.retractions.append(
        Retraction(
          target: .filing(ref: number), why: "rejected by the unit and sent again",
          provenance: provenance))
    }
    batch.filings.append(
      Filing(
        ref: filing.ref, kind: filing.kind, filer: filing.filer, filed: filing.filed,
        narrative: filing.narrative, indicators: filing.indicators, subjects: filing.subjects,
        transactions: filing.firstTransaction..<transactionCount, facts: filing.facts.facts,
        provenance: provenance))
    followUps += filing.isFollowUp ? 1 : 0
    self.filing = nil
  }

  /// Maps a header element, which is in the tree.
  /// - Parameter prefix: the path below the report, `activity/`, empty for its own children.
  func header(prefix: String) {
    guard var draft = filing else { return }
    filing = nil
    defer { filing = draft }
    switch element(0) {
    case .entityReference where prefix.isEmpty:
      draft.ref = reference(0)
      if draft.ref == nil { remainder(0, into: &draft.facts) }
    case .reportCode where prefix.isEmpty: draft.kind = tree.text(0)
    case .rentityId where prefix.isEmpty:
      draft.filer = reference(0)
      if draft.filer == nil { remainder(0, into: &draft.facts) }
    case .fiuRefNumber where prefix.isEmpty:
      draft.unitReference = reference(0)
      remainder(0, into: &draft.facts)
    case .prevRejectedRefNumber where prefix.isEmpty:
      draft.rejectedReference = reference(0)
      remainder(0, into: &draft.facts)
    case .rentityBranch: stated(0, .branch, into: &draft.facts)
    case .submissionDate, .reportDate: filedDate(of: &draft)
    case .currencyCodeLocal:
      if draft.localCurrency == nil { draft.localCurrency = value(0) }
      remainder(0, into: &draft.facts)
    case .reason: narrative(&draft.reason, &draft.facts)
    case .action: narrative(&draft.action, &draft.facts)
    case .location: address(0, "location", into: &draft.facts)
    case .reportIndicators:
      tree.forEachChild(of: 0) { child in
        if element(child) == .indicator, tree.isLeaf(child) {
          if tree.hasText(child) { draft.indicators.append(tree.text(child)) }
        } else {
          remainder(child, as: "report_indicators/\(name(child))", into: &draft.facts)
        }
      }
      if tree.hasText(0) { draft.indicators.append(tree.text(0)) }
    case .reportingPerson:
      if let person = person(0, known: false) {
        draft.subjects.append(Filing.Subject(who: .mention(person), role: "reporting-person"))
      }
    case .item: item(0, into: &draft.facts)
    default: remainder(0, as: prefix + name(0), into: &draft.facts)
    }
  }

  private func narrative(_ texts: inout [String], _ facts: inout FactList) {
    if tree.isLeaf(0), let text = value(0) {
      texts.append(text)
    } else {
      remainder(0, into: &facts)
    }
  }

  private func filedDate(of draft: inout GoAMLFiling) {
    let time = value(0).flatMap(Self.dayOrTime)
    if draft.filed == nil, let time {
      draft.filed = time
    } else {
      remainder(0, into: &draft.facts)
    }
  }

  /// Maps a `report_party`, which is in the tree: a subject of the filing.
  func reportParty() {
    guard var draft = filing else { return }
    filing = nil
    defer { filing = draft }
    let path = String(recordPath.dropFirst(draft.path.count + 1))
    let role = value(0, .role)
    var suspected: Bool?
    var reason: String?
    var bodies: [(row: Int, known: Bool)] = []
    tree.forEachChild(of: 0) { child in
      switch element(child) {
      case .role where role != nil: return
      case .isSuspected:
        suspected = GoAMLCodes.isTrue(tree.text(child))
        if suspected == nil { remainder(child, as: "\(path)/is_suspected", into: &draft.facts) }
      case .reason where tree.isLeaf(child):
        if let text = value(child) {
          reason = text
          draft.reasons.append(text)
        } else {
          remainder(child, as: "\(path)/reason", into: &draft.facts)
        }
      case .person, .account, .entity: bodies.append((child, false))
      case .personMyClient, .accountMyClient, .entityMyClient: bodies.append((child, true))
      default: remainder(child, as: "\(path)/\(name(child))", into: &draft.facts)
      }
    }
    for body in bodies {
      let stated = self.body(body.row, known: body.known)
      guard
        let who = stated.mention.map(Filing.Subject.Who.mention)
          ?? stated.account.map(Filing.Subject.Who.account)
      else { continue }
      draft.subjects.append(
        Filing.Subject(who: who, role: role ?? "subject", suspected: suspected, reason: reason))
    }
    if bodies.isEmpty, !tree.isEmpty(0) {
      reject(0, "The report_party names no party: a person, entity or account was expected.")
    }
  }

  /// An item of goods or services on one line, and who it is or was registered to.
  func item(_ row: Int, into facts: inout FactList) {
    let type = value(row, .itemType)
    let currency = value(row, .currencyCode).map { " \($0)" } ?? ""
    let unit = value(row, .sizeUom).map { " \($0)" } ?? ""
    var line: [String] = type.map { [$0] } ?? []
    tree.forEachChild(of: row) { child in
      let element = element(child)
      guard let text = tree.isLeaf(child) ? value(child) : nil else {
        if element == .address {
          address(child, "goods/address", into: &facts)
        } else {
          remainder(child, as: "goods/\(name(child))", qualifier: type, into: &facts)
        }
        return
      }
      switch element {
      case .itemType, .currencyCode, .sizeUom: return
      case .estimatedValue: line.append("estimated at \(text)\(currency)")
      case .disposedValue: line.append("disposed of for \(text)\(currency)")
      case .size: line.append("\(text)\(unit)")
      case .itemMake, .description, .statusComments, .comments: line.append(text)
      case .statusCode: line.append("status \(text)")
      case .registrationDate: line.append("registered \(Self.day(text) ?? text)")
      case .registrationNumber: line.append("registration number \(text)")
      case .identificationNumber: line.append("identification number \(text)")
      case .previouslyRegisteredTo, .presentlyRegisteredTo:
        let words = element == .presentlyRegisteredTo ? "presently" : "previously"
        line.append("\(words) registered to \(text)")
        facts.add(Property(rawValue: "goods/\(name(child))"), text, qualifier: type)
      default: remainder(child, as: "goods/\(name(child))", qualifier: type, into: &facts)
      }
    }
    if tree.hasText(row) { line.append(tree.text(row)) }
    if !line.isEmpty { facts.add(.goods, line.joined(separator: "; ")) }
  }
}
