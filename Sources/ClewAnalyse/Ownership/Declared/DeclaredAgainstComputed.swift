import ClewGraph
import ClewModel

/// What registers declare of the owners of one company beside what the shares say on that day.
///
/// The shares are computed without what is declared of the company itself, so that no declaration
/// bears itself out: `LookThrough` for the product of the chains, `AttributedShare` for chains of
/// majorities, `Control` for control. A register that counts in a way it does not say is taken to
/// agree with either. O(region of the company) for each declared owner.
package struct DeclaredAgainstComputed: Sendable {
  package let subject: Int32
  /// Every declared owner, and every owner that ought to have been declared: by register, what
  /// differs first, then node.
  package let rows: [Row]
  /// What no stated owner accounts for without the declarations.
  package let unknown: Band
  /// True where nothing but the declarations states an owner of the company.
  package let isDeclaredOnly: Bool

  package struct Row: Hashable, Sendable {
    package var owner: Int32
    package var register: DeclaringRegister
    /// nil where nobody declared it.
    package var declared: DeclaredStake?
    package var computed: Computed
    package var outcome: Outcome
  }

  /// What the shares say of an owner.
  package struct Computed: Hashable, Sendable {
    package var lookThrough: Band
    package var lookThroughVotes: Band
    /// Stakes of the owner and of all it controls, whole.
    package var attributed: Band
    package var attributedVotes: Band
    package var control: Verdict

    static let nothing = Computed(
      lookThrough: .none, lookThroughVotes: .none, attributed: .none, attributedVotes: .none,
      control: .no)
  }

  package enum Outcome: Hashable, Sendable {
    case agrees
    /// The declaration is itself the statement of a direct share.
    case statesShareItself
    /// Between `gap.min` and `gap.max` apart. `isWithinUnknown`: what nobody is named for could be
    /// the owner's and make up for it (over all layers where shares are multiplied, else in the
    /// company itself).
    case differs(gap: Band, declaresMore: Bool, isWithinUnknown: Bool)
    /// Shares are stated, and none of them leads to the declared owner.
    case sharesGiveNothing(isWithinUnknown: Bool)
    /// It is declared by a right that no shares can show: to appoint a board, influence, a contract.
    case notShownByShares
    /// Nothing but the declarations states an owner of the company.
    case nothingToCompare
    /// The shares pass the register's threshold, and it names the owner nowhere.
    case notDeclared(Verdict)

    package var word: String {
      switch self {
      case .agrees: "agrees"
      case .statesShareItself: "states-share-itself"
      case .differs: "differs"
      case .sharesGiveNothing: "shares-give-nothing"
      case .notShownByShares: "not-shown-by-shares"
      case .nothingToCompare: "nothing-to-compare"
      case .notDeclared: "not-declared"
      }
    }

    /// Differences come first.
    package var rank: Int {
      switch self {
      case .differs: 0
      case .notDeclared: 1
      case .sharesGiveNothing: 2
      case .notShownByShares: 3
      case .agrees: 4
      case .statesShareItself: 5
      case .nothingToCompare: 6
      }
    }
  }

  package init(of subject: Int32, in world: DeclaredWorld) {
    self.subject = subject
    let declared = Self.declared(of: subject, world)
    let comparison = Comparison(subject, world, declared)
    unknown = comparison.lookThrough.unknown
    isDeclaredOnly = !comparison.hasShares
    var rows = declared.map(comparison.row)
    if comparison.hasShares {
      for register in Self.speaking(of: subject, declared, world) {
        rows += comparison.undeclared(by: register)
      }
    }
    self.rows = rows.sorted(by: Self.precedes)
  }

  private static func declared(of subject: Int32, _ world: DeclaredWorld) -> [DeclaredStake] {
    struct Key: Hashable {
      var owner: Int32
      var register: DeclaringRegister
    }
    var groups: [Key: [LinkRow]] = [:]
    var certain: Set<Int64> = []
    for link in world.snapshot.links
    where link.to == subject && world.holds(link) && world.isDeclaration(link) {
      groups[Key(owner: link.from, register: world.register(of: link.source)), default: []]
        .append(link)
      if world.moment.holds(link) == .yes { certain.insert(link.id) }
    }
    return groups.map {
      DeclaredStake(
        owner: $0.key.owner, register: $0.key.register, links: $0.value, certain: certain)
    }.sorted {
      $0.register != $1.register
        ? $0.register.rawValue < $1.register.rawValue : $0.owner < $1.owner
    }
  }

  /// The registers that say something of the company, so that their silence means something.
  private static func speaking(
    of subject: Int32, _ declared: [DeclaredStake], _ world: DeclaredWorld
  ) -> [DeclaringRegister] {
    var found = Set(declared.map(\.register))
    for row in world.ownerStatements where row.party == subject && !row.statement.isHolder {
      let register = world.register(of: row.source)
      if register == .ukPSC || register == .bods, row.statement.reason != .listed {
        found.insert(register)
      }
    }
    found.remove(.ftm)
    return found.sorted { $0.rawValue < $1.rawValue }
  }

  private static func precedes(_ a: Row, _ b: Row) -> Bool {
    if a.register != b.register { return a.register.rawValue < b.register.rawValue }
    if a.outcome.rank != b.outcome.rank { return a.outcome.rank < b.outcome.rank }
    return a.owner < b.owner
  }
}
