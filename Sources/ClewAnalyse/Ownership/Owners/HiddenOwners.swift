import ClewGraph
import ClewModel

/// Whether what no source accounts for leaves room for an owner or a controller whom nobody names.
///
/// One person is imagined who has all of it: the rest of every column, and every organisation whose
/// owners no source states, or of which nobody says whether it is a person. Shares on a market and a
/// state close that gap. Where a register states that nobody passes its threshold, one person may
/// have up to that threshold there, a quarter and no more; control by other means than shares and
/// votes is ruled out by nothing.
struct HiddenOwners {
  /// Controllers whose own unknown part is looked through at most; with more the answer is yes.
  static let controllerLimit = 32

  private let facts: OwnershipFacts
  private let limits: Limits
  /// The most that the imagined person has of the company when all is looked through.
  let share: Int128
  /// What the person may control.
  private let controlled: Set<Int32>

  init(_ facts: OwnershipFacts) {
    self.facts = facts
    limits = Limits(facts.holdings.ownerStatements)
    share = min(Int128(Share.whole), Self.share(of: facts.lookThrough, facts, limits))
    controlled = Self.controlled(facts, limits)
  }

  /// What one unnamed person can have of a company, as far as sources say why nobody is named.
  private struct Limits {
    /// Nobody: the shares are traded or a state's.
    private var closed: Set<Int32> = []
    /// A quarter: more would pass the register's threshold.
    private var capped: Set<Int32> = []

    init(_ statements: [OwnerStatementRow]) {
      for row in statements where !row.statement.isHolder {
        switch row.statement.reason {
        case .listed, .state: closed.insert(row.party)
        case .nobodyPasses: capped.insert(row.party)
        case .notStated, .notFiled, .exempt, .bearer, .withheld, .dispersed: break
        }
      }
    }

    /// The most of a company, in units of `Share.whole`.
    subscript(company: Int32) -> Int128 {
      if closed.contains(company) { return 0 }
      return capped.contains(company) ? Threshold.quarter.units : Int128(Share.whole)
    }
  }

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
              Self.share(of: LookThrough(of: $0.party, in: facts.holdings), facts, limits))
          }
      case .role: false
      }
    }
  }

  /// The rest of the company's column and the stakes of what the person controls.
  private func stake(_ measure: Measure, withoutOwn: Bool) -> Int128 {
    let subject = facts.subject
    let direct = min(Self.rest(of: subject, measure, facts), limits[subject])
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
    of answer: LookThrough, _ facts: OwnershipFacts, _ limits: Limits
  ) -> Int128 {
    /// As much of a share as one person can have where it is the part of `rest` of a company.
    func taken(_ share: Int128, of rest: Int128, in company: Int32) -> Int128 {
      let limit = limits[company]
      return rest <= limit ? share : (share * limit + rest - 1) / rest
    }
    let rests = answer.unknownParts.reduce(Int128(0)) { sum, part in
      let company = part.company
      return sum
        + taken(part.share.max, of: rest(of: company, .capital, facts), in: company)
    }
    let start = answer.unknownParts.isEmpty ? answer.unknown.max : rests
    let opaque = zip(answer.owners, answer.bands).filter { isOpaque($0.0, facts) }
    return opaque.reduce(start) {
      $0 + taken($1.1.max, of: Int128(Share.whole), in: $1.0)
    }
  }

  /// A party whose owners nobody states: an organisation that is no trust, or of unknown kind.
  private static func isOpaque(_ party: Int32, _ facts: OwnershipFacts) -> Bool {
    switch facts.holdings.kinds[Int(party)] {
    case .organisation, .unknown:
      !facts.holdings.isOwned(party) && !facts.trusts.isTrust(party)
    default: false
    }
  }

  /// What no named owner has of a company, whoever may have it: nothing in a complete list.
  private static func rest(
    of company: Int32, _ measure: Measure, _ facts: OwnershipFacts
  ) -> Int128 {
    guard facts.holdings.isOwned(company) else {
      return isOpaque(company, facts) || company == facts.subject ? Int128(Share.whole) : 0
    }
    let total = facts.holdings.total(of: company, measure)
    return total.isComplete ? 0 : max(0, Int128(Share.whole) - total.min)
  }

  /// Least fixpoint of `> 50 %` of the votes: the rests first, then the most that what is controlled
  /// holds. O(holdings of the region).
  private static func controlled(_ facts: OwnershipFacts, _ limits: Limits) -> Set<Int32> {
    let region = facts.region
    var votes = region.nodes.map { min(rest(of: $0, .votes, facts), limits[$0]) }
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
