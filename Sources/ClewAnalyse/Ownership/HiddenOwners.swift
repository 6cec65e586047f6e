import ClewGraph
import ClewModel

/// Whether what no source accounts for leaves room for an owner or a controller whom nobody names.
///
/// One person is imagined who has all of it: the rest of every column, and every organisation whose
/// owners no source states. A source that says why no owner is named (shares on a market, a state, so
/// many holders that none passes) closes that gap.
struct HiddenOwners {
  /// Controllers whose own unknown part is looked through at most; with more the answer is yes.
  static let controllerLimit = 32

  private let facts: OwnershipFacts
  private let closed: Set<Int32>
  /// The most that the imagined person has of the company when all is looked through.
  let share: Int128
  /// What the person may control.
  private let controlled: Set<Int32>

  init(_ facts: OwnershipFacts) {
    self.facts = facts
    closed = Set(
      facts.holdings.ownerStatements.filter { Self.closing.contains($0.statement.reason) }
        .map(\.party))
    share = Self.share(of: facts.lookThrough, facts, closed)
    controlled = Self.controlled(facts, closed)
  }

  private static let closing: Set<UnknownOwnerReason> = [
    .listed, .state, .nobodyPasses, .dispersed,
  ]

  /// True where the imagined person controls the company.
  var couldControl: Bool { controlled.contains(facts.subject) }

  /// True where the person would be a beneficial owner under a rule, or possibly one.
  func couldOwn(_ law: BeneficialOwnership.Law) -> Bool {
    let threshold = law.rule.asked
    func reaches(_ units: Int128) -> Bool {
      RoundedShare(band: Band(min: 0, max: units)).passes(threshold, rounded: false) != .no
    }
    return (law.test.decides + law.test.opens).contains { ground in
      switch ground.attribution {
      case .product, .rolling: reaches(share)
      case .control: couldControl
      case .controlled:
        law.test.measures.contains { reaches(stake($0, withoutOwn: law.test.takesOutOwnShares)) }
      case .inController:
        facts.controllers.count > Self.controllerLimit
          || facts.controllers.contains {
            reaches(
              Self.share(of: LookThrough(of: $0.party, in: facts.holdings), facts, closed))
          }
      case .role: false
      }
    }
  }

  /// The rest of the company's column and the stakes of what the person controls.
  private func stake(_ measure: Measure, withoutOwn: Bool) -> Int128 {
    let subject = facts.subject
    let direct = Self.rest(of: subject, measure, facts, closed)
    let sum = facts.holdings.column(subject).map { facts.holdings.all[$0] }
      .filter { controlled.contains($0.owner) && $0.owner != subject }
      .reduce(direct) { $0 + Int128($1.bounds(measure).max) }
    let own = Int128(facts.ownStake?.bounds(measure).max ?? 0)
    guard withoutOwn, own > 0, own < Int128(Share.whole), sum < Int128(Share.whole) else {
      return sum
    }
    return sum * Int128(Share.whole) / (Int128(Share.whole) - own)
  }

  private static func share(
    of answer: LookThrough, _ facts: OwnershipFacts, _ closed: Set<Int32>
  ) -> Int128 {
    let rests = answer.unknownParts.filter { !closed.contains($0.company) }
      .reduce(Int128(0)) { $0 + $1.share.max }
    let start = answer.unknownParts.isEmpty ? answer.unknown.max : rests
    let opaque = zip(answer.owners, answer.bands).filter { isOpaque($0.0, facts, closed) }
    return opaque.reduce(start) { $0 + $1.1.max }
  }

  /// An organisation whose owners nobody states, and which is no trust.
  private static func isOpaque(
    _ party: Int32, _ facts: OwnershipFacts, _ closed: Set<Int32>
  ) -> Bool {
    facts.holdings.kinds[Int(party)] == .organisation && !facts.holdings.isOwned(party)
      && !facts.trusts.isTrust(party) && !closed.contains(party)
  }

  private static func rest(
    of company: Int32, _ measure: Measure, _ facts: OwnershipFacts, _ closed: Set<Int32>
  ) -> Int128 {
    guard !closed.contains(company) else { return 0 }
    guard facts.holdings.isOwned(company) else {
      return isOpaque(company, facts, closed) || company == facts.subject
        ? Int128(Share.whole) : 0
    }
    return max(0, Int128(Share.whole) - facts.holdings.minimum(of: company, measure))
  }

  /// Least fixpoint of `> 50 %` of the votes: the rests first, then the most that what is controlled
  /// holds. O(holdings of the region).
  private static func controlled(_ facts: OwnershipFacts, _ closed: Set<Int32>) -> Set<Int32> {
    let region = facts.region
    var votes = region.nodes.map { rest(of: $0, .votes, facts, closed) }
    var isIn = votes.map { $0 > Threshold.majority.units }
    var stack = (0..<Int32(region.count)).filter { isIn[Int($0)] }
    while let owner = stack.popLast() {
      for entry in facts.graph.held(by: owner) {
        let company = Int(facts.graph.companies[Int(entry)])
        votes[company] += Int128(facts.holdings.all[Int(region.holding[Int(entry)])].votesMax)
        if !isIn[company], votes[company] > Threshold.majority.units {
          isIn[company] = true
          stack.append(Int32(company))
        }
      }
    }
    return Set(region.nodes.indices.filter { isIn[$0] }.map { region.nodes[$0] })
  }
}
