import ClewGraph
import ClewModel

/// One oddity of one company, with how often a whole national register shows it.
package struct FrontIndicator: Hashable, Sendable {
  package enum Kind: String, Sendable, CaseIterable {
    case mailboxAddress = "mailbox-address"
    case outlierDirectorships = "outlier-directorships"
    case nomineeLikeOwner = "nominee-like-owner"
    case incorporationBurst = "incorporation-burst"
    case circularOwnership = "circular-ownership"
    case opaqueTop = "opaque-top"
    case trustControl = "trust-control"

    /// Companies per million of the United Kingdom's register of persons with significant control
    /// that show it: counts of Global Witness, 2019, over 4,316,165 live companies. nil where no
    /// count over a register is known.
    var perMillion: Int? {
      switch self {
      case .mailboxAddress: 52_894
      case .outlierDirectorships: 9919
      case .nomineeLikeOwner: 1555
      case .incorporationBurst: nil
      case .circularOwnership: 113
      case .opaqueTop: 92_563
      case .trustControl: 30_223
      }
    }

    /// The same as a fraction of one.
    package var expectedRate: Decimal64? {
      perMillion.map { Decimal64(mantissa: Int64($0), scale: 6) }
    }

    /// The weight of the indicator where every member shows it: log10(1 / rate) in ten-thousandths;
    /// one where no rate is known.
    var weight: Int64 {
      guard let perMillion else { return 10_000 }
      return Logarithm.tenThousandths(1_000_000, over: perMillion) * 10_000 / 23_026
    }
  }

  package var party: Int32
  package var kind: Kind
  /// Its part of the score, in ten-thousandths: the weight over the number of members.
  package var term: Int64
  package var detail: String
}

/// Computes the indicators of the companies of a snapshot.
struct FrontIndicators {
  private let holdings: Holdings
  /// What was found for each company, in the order of `FrontIndicator.Kind`.
  private var found: [Int32: [(kind: FrontIndicator.Kind, detail: String)]] = [:]

  init(
    _ snapshot: Snapshot, _ moment: Moment, _ shared: SharedAttributes, _ holdings: Holdings,
    _ parameters: FrontParameters
  ) {
    self.holdings = holdings
    readHubs(shared, parameters)
    readBursts(snapshot, shared, parameters)
    readOwnership(shared)
    readTrusts(snapshot, moment)
  }

  /// The indicators of a cluster, by member, then kind.
  func of(_ group: [Int32]) -> [FrontIndicator] {
    group.flatMap { company in
      (found[company] ?? []).map {
        FrontIndicator(
          party: company, kind: $0.kind, term: $0.kind.weight / Int64(group.count),
          detail: $0.detail)
      }
    }
  }

  private mutating func add(
    _ kind: FrontIndicator.Kind, _ company: Int32, _ detail: String
  ) {
    let known = found[company, default: []]
    if !known.contains(where: { $0.kind == kind }) {
      found[company, default: []].append((kind, detail))
    }
  }

  private mutating func readHubs(_ shared: SharedAttributes, _ parameters: FrontParameters) {
    let total = shared.companies.count
    for attribute in shared.attributes where attribute.isHub {
      let count = "\(attribute.members.count) of \(total) companies"
      let kind: FrontIndicator.Kind
      let detail: String
      switch attribute.kind {
      case .address: (kind, detail) = (.mailboxAddress, "address of \(count)")
      case .officer: (kind, detail) = (.outlierDirectorships, "a director of \(count)")
      case .owner: (kind, detail) = (.nomineeLikeOwner, "an owner of \(count)")
      default: continue
      }
      for member in attribute.members { add(kind, member, detail) }
    }
  }

  private mutating func readBursts(
    _ snapshot: Snapshot, _ shared: SharedAttributes, _ parameters: FrontParameters
  ) {
    var born: [Int32: Day] = [:]
    for (day, company) in IncorporationWindows.days(snapshot) where born[company] == nil {
      born[company] = Day(number: day)
    }
    for attribute in shared.attributes where attribute.kind == .address {
      let dated = attribute.members.compactMap { member in born[member].map { ($0, member) } }
        .sorted { $0.0 != $1.0 ? $0.0 < $1.0 : $0.1 < $1.1 }
      var start = 0
      for end in dated.indices {
        while Int(dated[end].0.number) - Int(dated[start].0.number) > parameters.burstDays {
          start += 1
        }
        let count = end - start + 1
        guard count >= parameters.burstCount else { continue }
        for (_, member) in dated[start...end] {
          add(
            .incorporationBurst, member,
            "one of \(parameters.burstCount) or more companies incorporated at one address "
              + "within \(parameters.burstDays) days")
        }
      }
    }
  }

  private mutating func readOwnership(_ shared: SharedAttributes) {
    let rows = CompressedRows(
      nodeCount: holdings.partyCount, from: holdings.all.map(\.owned), to: holdings.all.map(\.owner)
    )
    let components = Components(of: rows)
    let ends = personsAbove(rows, components)
    for company in shared.companies where holdings.isOwned(company) {
      let ring = components.members(of: Int(components.number[Int(company)])).count
      if ring > 1 {
        add(.circularOwnership, company, "in a ring of \(ring) companies that own each other")
      } else if rows.successors(of: company).contains(company) {
        add(.circularOwnership, company, "holds its own shares")
      }
      if !ends[Int(components.number[Int(company)])] {
        add(.opaqueTop, company, "no person is stated at the top of its owners")
      }
    }
  }

  /// Whether a person stands among the direct and indirect owners, by component, owners first.
  private func personsAbove(_ rows: CompressedRows, _ components: Components) -> [Bool] {
    var above = [Bool](repeating: false, count: components.count)
    for component in 0..<components.count {
      above[component] = components.members(of: component).contains { node in
        holdings.kinds[Int(node)] == .person
          || rows.successors(of: node).contains { above[Int(components.number[Int($0)])] }
      }
    }
    return above
  }

  private mutating func readTrusts(_ snapshot: Snapshot, _ moment: Moment) {
    let roles: Set<LinkKind> = [.settlor, .trustee, .protector, .beneficiary]
    for link in snapshot.links where roles.contains(link.kind) && moment.holds(link) == .yes {
      add(.trustControl, link.to, "has a \(link.kind.name)")
    }
  }
}
