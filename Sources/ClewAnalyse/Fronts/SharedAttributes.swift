import ClewGraph
import ClewModel

/// The companies of a snapshot and what they share.
struct SharedAttributes {
  /// Organisations, and parties of unknown kind that are owned or directed; ascending.
  let companies: [Int32]
  /// Attributes of two or more companies, by kind, then key.
  let attributes: [SharedAttribute]
  /// Agents of two or more companies and nominees: what they supply tells nothing.
  let agents: Set<Int32>

  private struct Key: Hashable {
    var kind: SharedAttribute.Kind
    var text: String
    var party: Int32
  }

  init(_ snapshot: Snapshot, _ moment: Moment, _ parameters: FrontParameters) {
    let links = snapshot.links.filter {
      Int($0.from) < snapshot.partyCount && Int($0.to) < snapshot.partyCount
        && moment.holds($0) == .yes
    }
    let isCompany = Self.companies(snapshot, links)
    companies = (0..<Int32(snapshot.partyCount)).filter { isCompany[Int($0)] }
    agents = Self.agents(links)
    var found: [Key: (value: String, members: [Int32])] = [:]
    func add(
      _ kind: SharedAttribute.Kind, _ text: String, _ party: Int32, _ value: String,
      to company: Int32
    ) {
      guard isCompany[Int(company)] else { return }
      found[Key(kind: kind, text: text, party: party), default: (value, [])].members
        .append(company)
    }
    var supplied: Set<Key> = []
    for row in snapshot.attributes where !row.key.isEmpty && !Sentinel.matches(row.value) {
      guard let kind = Self.kind(row.property) else { continue }
      if agents.contains(row.party) {
        supplied.insert(Key(kind: kind, text: row.key, party: -1))
      }
      add(kind, row.key, -1, row.value, to: row.party)
    }
    for link in links where link.from != link.to {
      switch link.kind {
      case .director: add(.officer, "", link.from, "", to: link.to)
      case .ownership: add(.owner, "", link.from, "", to: link.to)
      case .agent: add(.agent, "", link.from, "", to: link.to)
      case .address: add(.address, "", link.to, "", to: link.from)
      default: break
      }
    }
    let windows = IncorporationWindows(
      snapshot, days: parameters.windowDays, isCompany: { isCompany[Int($0)] })
    for window in windows.all {
      for member in window.members {
        add(.incorporationDate, window.text, -1, window.text, to: member)
      }
    }
    let total = companies.count
    let agents = agents
    attributes = found.compactMap { key, entry -> (Key, SharedAttribute)? in
      let members = Set(entry.members).sorted()
      guard members.count > 1 else { return nil }
      let isSupplied = supplied.contains(key) || agents.contains(key.party)
      let attribute = SharedAttribute(
        kind: key.kind, value: entry.value, party: key.party < 0 ? nil : key.party,
        members: members, rarity: Logarithm.tenThousandths(total, over: members.count),
        isHub: isSupplied || key.kind == .agent
          || members.count > parameters.cut(key.kind, companies: total))
      return (key, attribute)
    }.sorted { a, b in
      if a.0.kind != b.0.kind { return a.0.kind.rawValue < b.0.kind.rawValue }
      return a.0.text != b.0.text ? a.0.text < b.0.text : a.0.party < b.0.party
    }.map(\.1)
  }

  private static func companies(_ snapshot: Snapshot, _ links: [LinkRow]) -> [Bool] {
    var result = snapshot.partyKinds.map { $0 == .organisation }
    for link in links where link.kind == .ownership || link.kind == .director {
      if snapshot.partyKinds[Int(link.to)] == .unknown { result[Int(link.to)] = true }
    }
    return result
  }

  private static func agents(_ links: [LinkRow]) -> Set<Int32> {
    var customers: [Int32: Set<Int32>] = [:]
    var agents: Set<Int32> = []
    for link in links {
      if link.kind == .agent { customers[link.from, default: []].insert(link.to) }
      if link.kind == .nominee { agents.insert(link.from) }
    }
    for (agent, served) in customers where served.count > 1 { agents.insert(agent) }
    return agents
  }

  private static func kind(_ property: Property) -> SharedAttribute.Kind? {
    switch property {
    case .address: .address
    case .phone: .phone
    case .email: .email
    case .website: .website
    default: nil
    }
  }
}
