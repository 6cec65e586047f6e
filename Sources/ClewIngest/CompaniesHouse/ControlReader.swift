import ClewModel

/// The snapshot of persons with significant control of Companies House: JSON lines, one a person or a
/// statement that there is none (Companies Act 2006, part 21A; for overseas entities, Economic Crime
/// Act 2022, schedule 2).
package struct ControlReader: Reader {
  package static let description = FormatDescription(
    name: "uk-psc", title: "UK persons with significant control, snapshot",
    versions: "since 2016; overseas entities since 2022",
    recognisedBy: "JSON keys company_number, data",
    yields: "companies, persons with month and year of birth, companies as controllers, bands of "
      + "shares and votes, control, statements why nobody is named, exemptions",
    limits: "no day of birth; bands, no exact shares; one person in two companies is two parties "
      + "unless something joins them; control over a trust or firm that holds shares is control "
      + "without a share; a snapshot comes in parts, so that one never removes what an earlier one "
      + "states and it does not: a person who left the register stays as last stated")

  package static func recognises(_ head: SourceHead) -> Bool {
    head.signs.hasKeys("company_number", "data")
  }

  package init(options: ReadOptions) throws(IngestError) {}

  package func read(
    _ bytes: ByteStream, header: (SourceHeader) throws -> Void, batch: (Batch) throws -> Void
  ) throws {
    let reader = try JSONReader(bytes)
    try header(
      SourceHeader(
        format: Self.description.name, encoding: "utf-8",
        edition: Edition(family: "uk-psc", isWhole: false)))
    let tree = RecordTree()
    var mapper = ControlMapper()
    var tally = UnreadTally()
    mapper.batch.frame = RepairFrame(prefixLength: 0, separator: "\n")
    loop: while true {
      let event: JSONReader.Event
      do {
        event = try reader.next(into: tree)
      } catch {
        mapper.batch.unread = tally.paths()
        try batch(mapper.take())
        throw error
      }
      switch event {
      case .end: break loop
      case .refused(let why): mapper.batch.rejections.append(reader.rejection(why))
      case .record:
        mapper.add(tree.root, reader.provenance)
        tally.add(tree, path: "")
      }
      if mapper.isFull { try batch(mapper.take()) }
    }
    mapper.batch.unread = tally.paths()
    try batch(mapper.take())
  }
}

/// Makes companies, controllers and links of the lines of the snapshot.
struct ControlMapper {
  var batch = Batch()
  /// Mentions handed over so far, and the company mention of every number met.
  private var count = 0
  private var companies: [UInt64: Int32] = [:]
  private var lines: [String: Int64] = [:]

  var isFull: Bool { batch.mentions.count + batch.links.count + batch.rejections.count >= 8192 }

  mutating func take() -> Batch {
    defer { batch = Batch() }
    return batch
  }

  mutating func add(_ line: RecordNode, _ provenance: Provenance) {
    guard let data = line.child("data") else {
      return reject(line, provenance, "the line has no data")
    }
    let kind = data.text("kind") ?? ""
    lines[Self.group(kind), default: 0] += 1
    if kind.hasPrefix("totals#") { return check(data, provenance) }
    guard let number = line.text("company_number") else {
      return reject(line, provenance, "the line names no company")
    }
    let company = company(number, provenance)
    // The tag changes with every change of the record and says nothing by itself.
    data.child("etag")?.takeAll()
    if kind.contains("statement") {
      addStatement(data, number, provenance)
    } else if kind == "exemptions" {
      addExemptions(data, number, provenance)
    } else if let (party, isSecret) = Self.kind(of: kind) {
      addController(data, party, isSecret, company, provenance)
    } else {
      reject(line, provenance, "the kind of the line is not known")
    }
  }

  private mutating func reject(_ line: RecordNode, _ provenance: Provenance, _ reason: String) {
    batch.rejections.append(line.refused(reason, provenance))
  }

  private mutating func emit(_ mention: Mention) -> Int {
    batch.mentions.append(mention)
    count += 1
    return count - 1
  }

  /// The mention of the company, one a source.
  private mutating func company(_ stated: String, _ provenance: Provenance) -> Int {
    let number = CompaniesHouse.number(stated)
    let key = number.utf8.prefix(8).reduce(UInt64(number.utf8.count) << 56) {
      ($0 & 0xFF00_0000_0000_0000) | ($0 << 7 & 0x00FF_FFFF_FFFF_FFFF) | UInt64($1 & 0x7F)
    }
    if number.utf8.count <= 8, let known = companies[key] { return Int(known) }
    let mention = emit(
      Mention(
        ref: number, kind: .organisation, name: "", facts: [CompaniesHouse.fact(stated)],
        provenance: provenance))
    if number.utf8.count <= 8 { companies[key] = Int32(truncatingIfNeeded: mention) }
    return mention
  }

  /// Person or organisation, and whether the law keeps the particulars secret.
  private static func kind(of kind: String) -> (PartyKind, Bool)? {
    let who = kind.split(separator: "-").first ?? ""
    switch who {
    case "individual": return (.person, false)
    case "corporate", "legal": return (.organisation, false)
    case "super": return (.unknown, true)
    default: return nil
    }
  }

  // MARK: - controllers

  private mutating func addController(
    _ data: RecordNode, _ kind: PartyKind, _ isSecret: Bool, _ company: Int,
    _ provenance: Provenance
  ) {
    let ref = data.descendant("links", "self")?.text
    data.child("links")?.takeAll()
    var mention = Mention(
      ref: ref, kind: kind, name: data.text("name") ?? "", provenance: provenance)
    if let type = data.text("kind") { mention.facts.append(Fact("psc-kind", type)) }
    if isSecret {
      // Their particulars are protected (Companies Act 2006, section 790ZF).
      let text = data.text("description") ?? "protected by law"
      mention.facts.append(Fact("unspecified-reason", text))
      mention.ownerStatements.append(OwnerStatement(.withheld, text: text, isHolder: true))
    }
    ControlFacts.add(data, to: &mention)
    let party = emit(mention)
    let start = data.text("notified_on").flatMap { TimeSpan(iso: $0) }
    let end = data.text("ceased_on").flatMap { TimeSpan(iso: $0) }
    let natures = data.texts("natures_of_control")
    let isCeased = data.text("ceased") == "true"
    // All links of a statement have its ref, so that the next statement of it replaces them all.
    for control in ControlNature.links(of: natures) {
      var link = Link(
        ref: ref, kind: control.kind, means: control.means, from: .mention(party),
        to: .mention(company), capital: control.capital, votes: control.votes,
        direct: control.direct, candidate: control.candidate, start: start, end: end,
        role: control.codes.joined(separator: "; "), provenance: provenance)
      if isCeased, end == nil { link.candidate = true }
      batch.links.append(link)
    }
    if natures.isEmpty {
      batch.links.append(
        Link(
          ref: ref, kind: .control, from: .mention(party), to: .mention(company),
          candidate: isCeased && end == nil, start: start, end: end,
          role: "significant control, nature not stated", provenance: provenance))
    }
  }

  // MARK: - statements, exemptions, totals

  private mutating func addStatement(
    _ data: RecordNode, _ number: String, _ provenance: Provenance
  ) {
    let links = data.child("links")
    var mention = Mention(
      ref: links?.text("self"), kind: .organisation, name: "",
      facts: [CompaniesHouse.fact(number)], provenance: provenance)
    let from = data.text("notified_on") ?? ""
    let to = data.text("ceased_on") ?? ""
    let statement = data.text("statement") ?? data.text("kind") ?? ""
    mention.facts.append(
      Fact(
        "psc-statement", statement,
        qualifier: from.isEmpty && to.isEmpty ? nil : to.isEmpty ? from : "\(from)/\(to)"))
    if let reason = ControlStatement.reason(of: statement) {
      mention.ownerStatements.append(
        OwnerStatement(
          reason, text: statement, start: TimeSpan(iso: from), end: TimeSpan(iso: to)))
    }
    for name in ["linked_psc_name", "restrictions_notice_withdrawal_reason"] as [StaticString] {
      if let text = data.text(name) {
        mention.facts.append(Fact(Property(rawValue: "psc-statement-\(name)"), text))
      }
    }
    if let about = links?.text("person_with_significant_control") {
      mention.facts.append(Fact("psc-statement-about", about))
    }
    _ = emit(mention)
  }

  private mutating func addExemptions(
    _ data: RecordNode, _ number: String, _ provenance: Provenance
  ) {
    let links = data.child("links")
    var mention = Mention(
      ref: links?.text("self") ?? "\(CompaniesHouse.number(number)) exemptions",
      kind: .organisation, name: "", facts: [CompaniesHouse.fact(number)], provenance: provenance)
    for exemption in data.child("exemptions")?.children ?? [] {
      let type = exemption.text("exemption_type") ?? exemption.name
      let items = exemption.children("items")
      for item in items {
        let from = item.text("exempt_from") ?? ""
        let to = item.text("exempt_to") ?? ""
        mention.facts.append(
          Fact("psc-exemption", type, qualifier: to.isEmpty ? from : "\(from)/\(to)"))
        mention.ownerStatements.append(
          OwnerStatement(
            ControlStatement.reason(ofExemption: type), text: type, start: TimeSpan(iso: from),
            end: TimeSpan(iso: to)))
      }
      if items.isEmpty {
        mention.facts.append(Fact("psc-exemption", type))
        mention.ownerStatements.append(
          OwnerStatement(ControlStatement.reason(ofExemption: type), text: type))
      }
    }
    _ = emit(mention)
  }

  private static func group(_ kind: String) -> String {
    kind.contains("statement")
      ? "statements_count"
      : kind == "exemptions" ? "exemptions_count" : "persons_of_significant_control_count"
  }

  /// The last line of a snapshot counts the others: a difference is a rejection, so that a cut
  /// snapshot is seen.
  private mutating func check(_ data: RecordNode, _ provenance: Provenance) {
    lines["persons_of_significant_control_count", default: 1] -= 1
    data.child("generated_at")?.takeAll()
    for (name, what) in Self.totals {
      guard let stated = data.text(name).flatMap({ Int64($0) }) else { continue }
      let found = lines[name.description, default: 0]
      guard stated != found else { continue }
      batch.rejections.append(
        Rejection(
          provenance: provenance,
          reason: "the totals state \(stated) \(what), the file holds \(found)", snippet: ""
        ).ofPart)
    }
  }

  private static let totals: [(StaticString, String)] = [
    ("persons_of_significant_control_count", "persons with significant control"),
    ("statements_count", "statements"), ("exemptions_count", "exemptions"),
  ]
}
