import ClewModel

/// The `SanctionsEntries` of an advanced file, which stand behind the parties: on which list a
/// profile is, since when, under which programmes and measures. A few numbers for each, the words
/// held once.
struct AdvancedEntries {
  private struct Entry {
    var list: Int32
    var listed: TimeSpan?
    var programmes: [Int32] = []
    /// Property and value of what else it states, as numbers of words.
    var facts: [(property: Int32, value: Int32, qualifier: Int32)] = []
  }

  private var words: [String] = []
  private var numbers: [String: Int32] = [:]
  private var byProfile: [String: [Entry]] = [:]

  /// A profile's membership of one list, all its entries of that list together.
  struct Membership {
    var list: OFACList
    var programmes: [String] = []
    var listed: TimeSpan?
    var facts: [Fact] = []
  }

  /// - Returns: why the entry cannot be read, nil where it can.
  mutating func add(_ node: RecordNode, _ references: AdvancedReferences) -> String? {
    _ = node.attribute("ID")
    guard let profile = node.attribute("ProfileID") else {
      return "the sanctions entry names no profile"
    }
    let list = references.text(.list, node.attribute("ListID"))
    var entry = Entry(list: number(list ?? ""))
    if let list { add("listed-on", list, to: &entry) }
    for event in node.children("EntryEvent") { addEvent(event, references, to: &entry) }
    for measure in node.children("SanctionsMeasure") {
      addMeasure(measure, references, to: &entry)
    }
    for info in node.children("SupportingInfo") {
      _ = info.attribute("ID")
      let type = references.text(.supInfoType, info.attribute("SupInfoTypeID"))
      add("supporting-information", info.text("Text"), qualifier: type, to: &entry)
      add("supporting-information", info.text("DirectURL"), qualifier: type, to: &entry)
    }
    add("limitation", node.text("LimitationsToListing"), to: &entry)
    add(.comment, node.text("Comment"), to: &entry)
    add("entry-change", node.attribute("EntryDeltaFlag"), to: &entry)
    _ = node.attribute("EntryProfileRef")
    for back in node.children("ProfileRelationshipReference") { back.takeAll() }
    byProfile[profile, default: []].append(entry)
    return nil
  }

  private mutating func addEvent(
    _ event: RecordNode, _ references: AdvancedReferences, to entry: inout Entry
  ) {
    _ = event.attribute("ID")
    let type = references.text(.entryEventType, event.attribute("EntryEventTypeID"))
    let date = event.child("Date")
    let day = date.flatMap(AdvancedDate.point)
    if let day {
      let isCreation = type.map { $0.lowercased().contains("creat") } ?? true
      if entry.listed == nil, isCreation { entry.listed = day }
      add("listing-date", day.description, qualifier: type, to: &entry)
    } else if let date {
      let raw = AdvancedDate.raw(date)
      add("listing-date", raw.isEmpty ? nil : raw, qualifier: "as stated", to: &entry)
    }
    let basis = references.value(.legalBasis, event.attribute("LegalBasisID"))
    if let text = basis?.code ?? basis?.text, text.lowercased() != "unknown" {
      add("legal-basis", text, to: &entry)
    }
    add(.comment, event.text("Comment"), to: &entry)
  }

  /// A measure of the type Program names its programme in the comment.
  private mutating func addMeasure(
    _ measure: RecordNode, _ references: AdvancedReferences, to entry: inout Entry
  ) {
    _ = measure.attribute("ID")
    let id = measure.attribute("SanctionsTypeID")
    let type = references.named(.sanctionsType, id)
    let comment = measure.text("Comment")
    var period: String?
    for stated in measure.children("DatePeriod") {
      let time = AdvancedDate(stated, references)
      period = time.words ?? (time.isEmpty ? nil : AdvancedDate.raw(stated))
    }
    let isProgramme =
      type.lowercased() == "program"
      || id == "1" && references.text(.sanctionsType, id) == nil
    if isProgramme, let comment {
      let programme = number(comment)
      if !entry.programmes.contains(programme) { entry.programmes.append(programme) }
      add("programme-period", period, qualifier: comment, to: &entry)
    } else {
      let value = comment.map { "\(type): \($0)" } ?? type
      add("measure", value, qualifier: period, to: &entry)
    }
  }

  private mutating func add(
    _ property: Property, _ value: String?, qualifier: String? = nil, to entry: inout Entry
  ) {
    guard let value else { return }
    let fact = (number(property.rawValue), number(value), qualifier.map { number($0) } ?? -1)
    if !entry.facts.contains(where: { $0 == fact }) { entry.facts.append(fact) }
  }

  private mutating func number(_ text: String) -> Int32 {
    if let number = numbers[text] { return number }
    let number = Int32(words.count)
    words.append(text)
    numbers[text] = number
    return number
  }

  /// The lists a profile is on, the SDN list first; empty where no entry names it.
  func memberships(of profile: String) -> [Membership] {
    var found: [Membership] = []
    for entry in byProfile[profile] ?? [] {
      let list = list(of: entry)
      let index = found.firstIndex { $0.list == list } ?? found.count
      if index == found.count { found.append(Membership(list: list)) }
      for number in entry.programmes where !found[index].programmes.contains(words[Int(number)]) {
        found[index].programmes.append(words[Int(number)])
      }
      found[index].listed = found[index].listed ?? entry.listed
      for fact in entry.facts {
        let fact = Fact(
          Property(rawValue: words[Int(fact.property)]), words[Int(fact.value)],
          qualifier: fact.qualifier < 0 ? nil : words[Int(fact.qualifier)])
        if !found[index].facts.contains(fact) { found[index].facts.append(fact) }
      }
    }
    return found.filter { $0.list == .sdn } + found.filter { $0.list != .sdn }
  }

  /// The list of an entry by its name; where the file does not name it, by its programmes.
  private func list(of entry: Entry) -> OFACList {
    let name = words[Int(entry.list)].uppercased()
    if name.isEmpty {
      return OFACList.isOnlyConsolidated(entry.programmes.map { words[Int($0)] })
        ? .consolidated : .sdn
    }
    return name.hasPrefix("SDN") || name.hasPrefix("SPECIALLY DESIGNATED") ? .sdn : .consolidated
  }

  /// The list that most entries are of, which is that of a profile no entry names.
  var mainList: OFACList {
    var counts: [OFACList: Int] = [:]
    for (_, entries) in byProfile {
      for entry in entries { counts[list(of: entry), default: 0] += 1 }
    }
    return counts[.consolidated, default: 0] > counts[.sdn, default: 0] ? .consolidated : .sdn
  }

  var isEmpty: Bool { byProfile.isEmpty }

  /// Profiles that entries name, sorted.
  var profiles: [String] { byProfile.keys.sorted() }
}
