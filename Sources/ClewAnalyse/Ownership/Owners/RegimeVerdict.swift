import ClewModel

/// What one rule says about one party, and by how much.
package struct RegimeVerdict: Hashable, Sendable {
  package var regime: String
  package var verdict: Verdict
  /// True where only the rounding of stated shares keeps the verdict from being yes or no.
  package var withinRounding: Bool
  /// The least share that counts, less the threshold it is compared with, in units of `Share.whole`:
  /// of the ground of the verdict by which it passes farthest; where no ground passes, of the one
  /// that comes nearest. nil where only stated rights count: they have no margin.
  package var margin: Int128?
  /// The same of the most that the share may be.
  package var marginMax: Int128?
  /// Why, in the order of the rule's own grounds; empty for no.
  package var reasons: [VerdictGround]

  /// The articles or grounds that apply, in order.
  package var grounds: [String] { reasons.map(\.text) }
}

/// One reason why a party counts under a rule, with what proves it.
package struct VerdictGround: Hashable, Sendable {
  package var attribution: BeneficialOwnerTest.Attribution
  /// `Article 52`, `condition 3`.
  package var text: String
  package var verdict: Verdict
  /// What is compared with the threshold; nil where a stated right decides.
  package var share: Band?
  package var threshold: Int128
  package var proof: OwnershipProof
  /// The role in a trust, and the entity that has it where the person stands behind that.
  package var role: Role?

  package struct Role: Hashable, Sendable {
    package var kind: LinkKind
    package var trust: Int32
    package var entity: Int32?
  }

  /// `Article 58, settlor of P7 Rook Trust`; `name` gives the words for a party.
  package func words(_ name: (Int32) -> String) -> String {
    guard let role else { return text }
    let behind = role.entity.map { "behind \(name($0)), " } ?? ""
    let kind = role.kind == .control ? "control" : role.kind.name
    return "\(text), \(behind)\(kind) of \(name(role.trust))"
  }
}
