import ClewGraph
import ClewModel

/// One choice of exact shares on a region, solved exactly.
///
/// With A the matrix of shares (owner, company), `visits` is a column of N = (I - A)^-1 and `values`
/// solves v = Aᵀv with some values given. Components are taken in order and each is solved as a
/// whole, so only cross-holdings cost more than one product an entry.
struct ShareSystem {
  /// Why an exact answer is not given.
  enum Failure: Error {
    /// The numbers or the cross-holdings outgrow what exact arithmetic is used for.
    case tooLarge
    /// A column above 100 % makes the sum over all chains endless.
    case overfull
  }

  let region: OwnershipRegion
  /// The share of every entry, in units of `Share.whole`.
  var shares: [Int64]

  /// Bits of a number beyond which the work is given up, and the same for whole systems: limb
  /// products of one inverse.
  static let bitLimit = 4096
  /// What one solve may cost, in the unit of `Fraction.cost`: some hundredths of a second.
  static let costLimit = 600_000
  static let inverseLimit = 30_000_000
  static let entryLimit = 20_000

  /// N[·, root] and, for nodes in cross-holdings, N[n, n].
  struct Visits {
    /// nil in a group that owns itself entirely.
    var visits: [Fraction?]
    /// N[n, n] where it is not one.
    var returns: [Int32: Fraction]
    /// Groups that own themselves entirely, with the share that runs into each.
    var closed: [(members: [Int32], inflow: Fraction)]
  }

  private var components: Components {
    var from: [Int32] = []
    var to: [Int32] = []
    for (entry, company) in region.companies.enumerated() where shares[entry] > 0 {
      from.append(company)
      to.append(region.owner[entry])
    }
    return Components(of: CompressedRows(nodeCount: region.count, from: from, to: to))
  }

  /// The column of N that belongs to the region's root, company by company towards the owners.
  func visits() throws(Failure) -> Visits {
    guard shares.count <= Self.entryLimit else { throw .tooLarge }
    let components = components
    var inflow = [Fraction](repeating: .zero, count: region.count)
    inflow[Int(region.root)] = .one
    var result = Visits(visits: inflow, returns: [:], closed: [])
    var cost = 0
    for component in (0..<components.count).reversed() {
      let members = Array(components.members(of: component))
      if isPlain(members) {
        result.visits[Int(members[0])] = inflow[Int(members[0])]
      } else if let block = try CrossHolding(members, in: self) {
        try block.apply(&inflow, &result)
      } else {
        try close(members, inflow, &result)
        continue
      }
      try passOn(from: members, result, components, &inflow, &cost)
    }
    return result
  }

  /// A single node without shares of its own.
  private func isPlain(_ members: [Int32]) -> Bool {
    guard members.count == 1 else { return false }
    return !region.column(members[0]).contains {
      region.owner[$0] == members[0] && shares[$0] > 0
    }
  }

  private func close(
    _ members: [Int32], _ inflow: [Fraction], _ result: inout Visits
  ) throws(Failure) {
    for member in members where columnSum(member) > Int128(Share.whole) { throw .overfull }
    var total = Fraction.zero
    for member in members {
      total = total + inflow[Int(member)]
      result.visits[Int(member)] = nil
    }
    result.closed.append((members, total))
  }

  private func passOn(
    from members: [Int32], _ result: Visits, _ components: Components,
    _ inflow: inout [Fraction], _ cost: inout Int
  ) throws(Failure) {
    for company in members {
      guard let visits = result.visits[Int(company)], !visits.numerator.isZero else { continue }
      guard visits.bitWidth <= Self.bitLimit else { throw .tooLarge }
      for entry in region.column(company) where shares[entry] > 0 {
        let owner = Int(region.owner[entry])
        guard components.number[owner] != components.number[Int(company)] else { continue }
        inflow[owner] = inflow[owner] + visits * Fraction(units: shares[entry])
        cost += inflow[owner].cost
        guard cost <= Self.costLimit else { throw .tooLarge }
      }
    }
  }

  func columnSum(_ company: Int32) -> Int128 {
    region.column(company).reduce(0) { $0 + Int128(shares[$1]) }
  }

  /// The least solution of v(company) = Σ share × v(owner), where `given` values are fixed and
  /// nodes without owners are worth nothing.
  func values(given: [Int32: Fraction]) throws(Failure) -> [Fraction] {
    let components = components
    var values = [Fraction](repeating: .zero, count: region.count)
    for (node, value) in given { values[Int(node)] = value }
    var cost = 0
    for component in 0..<components.count {
      let members = components.members(of: component).filter { given[$0] == nil }
      if members.isEmpty { continue }
      var income: [Fraction] = []
      let inside = Set(members)
      for company in members {
        var sum = Fraction.zero
        for entry in region.column(company) where shares[entry] > 0 {
          guard !inside.contains(region.owner[entry]) else { continue }
          let value = values[Int(region.owner[entry])]
          if !value.numerator.isZero {
            sum = sum + value * Fraction(units: shares[entry])
            cost += sum.cost
          }
          guard cost <= Self.costLimit else { throw .tooLarge }
        }
        guard sum.bitWidth <= Self.bitLimit else { throw .tooLarge }
        income.append(sum)
      }
      if income.allSatisfy(\.numerator.isZero) { continue }
      if isPlain(members) {
        values[Int(members[0])] = income[0]
      } else {
        guard let block = try CrossHolding(members, in: self) else { throw .overfull }
        for (i, value) in block.values(income).enumerated() { values[Int(members[i])] = value }
      }
    }
    return values
  }
}

/// A group of companies that hold each other, or one that holds its own shares, inverted.
private struct CrossHolding {
  private let members: [Int32]
  private let inverse: [[Natural]]
  private let scale: Natural
  private let determinant: Natural

  /// nil where the group is no nonsingular M-matrix.
  init?(_ members: [Int32], in system: ShareSystem) throws(ShareSystem.Failure) {
    let size = members.count
    guard size <= 64 else { throw .tooLarge }
    var position: [Int32: Int] = [:]
    for (i, member) in members.enumerated() { position[member] = i }
    var common = UInt64(Share.whole)
    var entries: [(owner: Int, company: Int, units: UInt64)] = []
    for (j, company) in members.enumerated() {
      for entry in system.region.column(company) where system.shares[entry] > 0 {
        guard let i = position[system.region.owner[entry]] else { continue }
        let units = UInt64(system.shares[entry])
        common = Natural.gcd(common, units)
        entries.append((i, j, units))
      }
    }
    let whole = UInt64(Share.whole) / common
    let limbs = size * (64 - whole.leadingZeroBitCount) / 64 + 1
    guard size * size * size * limbs * limbs <= ShareSystem.inverseLimit else { throw .tooLarge }
    var diagonal = [Natural](repeating: Natural(whole), count: size)
    var off = [[Natural]](repeating: .init(repeating: .zero, count: size), count: size)
    for (i, j, units) in entries {
      if i != j {
        off[i][j] = Natural(units / common)
      } else {
        guard units / common < whole else { return nil }
        diagonal[i] = Natural(whole - units / common)
      }
    }
    guard let inverse = FractionFree.inverse(diagonal: diagonal, off: off) else { return nil }
    self.members = members
    self.inverse = inverse.rows
    determinant = inverse.determinant
    scale = Natural(whole)
  }

  private func entry(_ i: Int, _ j: Int) -> Fraction {
    Fraction(inverse[i][j] * scale, over: determinant)
  }

  /// Turns what flows into each member into its visits.
  func apply(
    _ inflow: inout [Fraction], _ result: inout ShareSystem.Visits
  ) throws(ShareSystem.Failure) {
    for i in members.indices {
      var sum = Fraction.zero
      for j in members.indices where !inflow[Int(members[j])].numerator.isZero {
        sum = sum + entry(i, j) * inflow[Int(members[j])]
      }
      guard sum.bitWidth <= ShareSystem.bitLimit else { throw .tooLarge }
      result.visits[Int(members[i])] = sum
      result.returns[members[i]] = entry(i, i)
    }
  }

  /// The values of the members, given what each receives from outside the group.
  func values(_ income: [Fraction]) -> [Fraction] {
    members.indices.map { k in
      members.indices.reduce(Fraction.zero) { sum, i in
        income[i].numerator.isZero ? sum : sum + entry(i, k) * income[i]
      }
    }
  }
}
