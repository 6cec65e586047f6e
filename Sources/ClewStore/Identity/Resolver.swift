import ClewModel

/// Which mentions state the same party: a pure function of keys, attributes and what persons judged.
///
/// Mentions are numbers from 0 in ascending id. Persons are heard first, in the order in which they
/// judged; then the rules by rank and key text, never by the order in which files arrived, so that
/// the same statements give the same parties.
///
/// A key joins all mentions that have it, unless two of them contradict each other or are held
/// different. Then it joins those only that stand in the same relation to all others of the key: of
/// M1 born in May, M2 born in June and M3, M4 without a birth date, it joins M3 with M4 and neither
/// with M1 or M2, because it cannot tell which of the two they are.
package struct Resolver: Sendable {
  /// A key and the mentions that have it, ascending.
  package struct Group: Sendable {
    package var key: IdentityKey
    /// What orders groups of one rule: the key's text, with the digest of the source in place of its
    /// number where the key holds inside one source only.
    package var order: String
    package var members: [Int]

    package init(key: IdentityKey, order: String? = nil, members: [Int]) {
      self.key = key
      self.order = order ?? key.text
      self.members = members
    }
  }

  /// What a person holds about two mentions; undone ones are left out by the caller. The latest on
  /// a pair counts. `unsure` takes back what was said before and joins nothing.
  package struct Held: Sendable {
    package var judgement: Int64
    package var a: Int
    package var b: Int
    package var opinion: Opinion

    package init(judgement: Int64, a: Int, b: Int, opinion: Opinion) {
      self.judgement = judgement
      self.a = a
      self.b = b
      self.opinion = opinion
    }
  }

  /// A judgement of a rule that holds; `a < b`.
  package struct Join: Hashable, Sendable {
    package var a: Int
    package var b: Int
    package var key: IdentityKey

    package init(a: Int, b: Int, key: IdentityKey) {
      self.a = a
      self.b = b
      self.key = key
    }
  }

  /// Why something was not joined.
  package struct Conflict: Hashable, Sendable {
    package enum Cause: Hashable, Sendable {
      /// Mentions that share the key disagree on these attributes.
      case key(IdentityKey, [IdentityAttributes.Attribute])
      /// A person judged two mentions the same that follow as different from earlier judgements.
      case judgement(Int64)
    }
    package var cause: Cause
    /// Ascending.
    package var members: [Int]

    package init(cause: Cause, members: [Int]) {
      self.cause = cause
      self.members = members
    }
  }

  package struct Result: Sendable {
    /// For each mention the lowest one of its party.
    package var party: [Int]
    package var joins: [Join]
    package var conflicts: [Conflict]
  }

  /// More contradicting descriptions under one key than this say that the key itself is worthless:
  /// it then joins nothing.
  package static let mostDescriptions = 1000

  private var forest: IdentityForest
  private var joins: [Join] = []
  private var conflicts: [Conflict] = []

  /// - Complexity: near-linear in mentions and group members; quadratic only in the number of
  ///   contradicting descriptions under one key, at most `mostDescriptions`.
  package static func resolve(
    count: Int, groups: [Group], attributes: [Int: IdentityAttributes], held: [Held]
  ) -> Result {
    var resolver = Resolver(forest: IdentityForest(count: count, attributes: attributes))
    resolver.hear(held)
    let ordered = groups.sorted { a, b in
      a.key.rule != b.key.rule ? a.key.rule < b.key.rule : a.order < b.order
    }
    for group in ordered where group.members.count > 1 { resolver.apply(group) }
    return resolver.result(count: count)
  }

  private init(forest: IdentityForest) { self.forest = forest }

  private mutating func hear(_ held: [Held]) {
    for opinion in forest.hear(held) {
      conflicts.append(
        Conflict(
          cause: .judgement(opinion.judgement),
          members: [min(opinion.a, opinion.b), max(opinion.a, opinion.b)]))
    }
  }

  private mutating func apply(_ group: Group) {
    var membersOfRoot: [Int: [Int]] = [:]
    for member in group.members {
      membersOfRoot[forest.root(of: member), default: []].append(member)
    }
    let roots = membersOfRoot.keys.sorted()
    let relations = relations(among: roots)
    if !relations.disagreements.isEmpty {
      let members = relations.disagreeing.flatMap { membersOfRoot[$0] ?? [] }.sorted()
      conflicts.append(
        Conflict(cause: .key(group.key, relations.disagreements), members: members))
    }
    for kin in relations.classes {
      let members = kin.flatMap { membersOfRoot[$0] ?? [] }.sorted()
      guard let lowest = members.first else { continue }
      for member in members.dropFirst() {
        forest.join(lowest, member)
        joins.append(Join(a: lowest, b: member, key: group.key))
      }
    }
  }

  private func result(count: Int) -> Result {
    var forest = forest
    var lowest: [Int: Int] = [:]
    var party = [Int](repeating: 0, count: count)
    for mention in 0..<count {
      let root = forest.root(of: mention)
      let first = lowest[root] ?? mention
      lowest[root] = first
      party[mention] = first
    }
    return Result(party: party, joins: joins, conflicts: conflicts)
  }
}

extension Resolver {
  /// How the sets that share a key stand to each other.
  fileprivate struct Relations {
    /// Sets that may be joined: all of a class stand in the same relation to every other set.
    var classes: [[Int]]
    var disagreements: [IdentityAttributes.Attribute] = []
    /// Roots that disagree with another on an attribute.
    var disagreeing: [Int] = []
  }

  /// What sets apart one set from the others under a key: descriptions it contradicts, and sets it
  /// is held apart from beyond those.
  private struct Neighbourhood: Hashable {
    var descriptions: Set<Int>
    var roots: Set<Int>
  }

  fileprivate mutating func relations(among roots: [Int]) -> Relations {
    guard roots.count > 1 else { return Relations(classes: [roots]) }
    var numbers: [IdentityAttributes: Int] = [:]
    var descriptions: [IdentityAttributes] = []
    var rootsOfDescription: [Set<Int>] = []
    var descriptionOfRoot: [Int] = []
    for root in roots {
      let description = forest.attributes(ofRoot: root)
      let number = numbers[description] ?? descriptions.count
      if number == descriptions.count {
        numbers[description] = number
        descriptions.append(description)
        rootsOfDescription.append([])
      }
      rootsOfDescription[number].insert(root)
      descriptionOfRoot.append(number)
    }
    guard descriptions.count <= Self.mostDescriptions else {
      return Relations(
        classes: roots.map { [$0] }, disagreements: Self.disagreements(in: descriptions),
        disagreeing: roots)
    }
    var against = [Set<Int>](repeating: [], count: descriptions.count)
    var disagreements = Set<IdentityAttributes.Attribute>()
    for a in descriptions.indices {
      for b in descriptions.indices where b > a {
        let attributes = descriptions[a].contradictions(with: descriptions[b])
        guard !attributes.isEmpty else { continue }
        disagreements.formUnion(attributes)
        against[a].insert(b)
        against[b].insert(a)
      }
    }
    let present = Set(roots)
    var classes: [Neighbourhood: [Int]] = [:]
    var order: [Neighbourhood] = []
    for (position, root) in roots.enumerated() {
      let neighbourhood = neighbourhood(
        of: root, contradicting: against[descriptionOfRoot[position]], among: present,
        rootsOfDescription: rootsOfDescription)
      if classes[neighbourhood] == nil { order.append(neighbourhood) }
      classes[neighbourhood, default: []].append(root)
    }
    return Relations(
      classes: order.compactMap { classes[$0] }, disagreements: disagreements.sorted(),
      disagreeing: zip(roots, descriptionOfRoot).filter { !against[$0.1].isEmpty }.map(\.0))
  }

  /// Equal for two sets exactly where the same other sets are in their way.
  private mutating func neighbourhood(
    of root: Int, contradicting: Set<Int>, among present: Set<Int>, rootsOfDescription: [Set<Int>]
  ) -> Neighbourhood {
    var result = Neighbourhood(descriptions: contradicting, roots: [])
    let apart = forest.rootsHeldApart(fromRoot: root).intersection(present)
    guard !apart.isEmpty else { return result }
    for (number, roots) in rootsOfDescription.enumerated() {
      if contradicting.contains(number) { continue }
      if roots.isSubset(of: apart) {
        result.descriptions.insert(number)
      } else {
        result.roots.formUnion(apart.intersection(roots))
      }
    }
    return result
  }

  private static func disagreements(
    in descriptions: [IdentityAttributes]
  ) -> [IdentityAttributes.Attribute] {
    var common: [IdentityAttributes.Attribute: Set<String>] = [:]
    var found = Set<IdentityAttributes.Attribute>()
    for description in descriptions {
      for (attribute, values) in description.values {
        if let known = common[attribute], known.isDisjoint(with: values) { found.insert(attribute) }
        common[attribute, default: values].formIntersection(values)
      }
    }
    return found.sorted()
  }
}
