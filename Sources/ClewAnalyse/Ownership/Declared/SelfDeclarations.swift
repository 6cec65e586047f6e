import ClewGraph
import ClewModel

extension OwnershipFindings {
  /// Parties that a register names as their own owner, and links of control to oneself. A share of
  /// oneself in a table of shareholders is none: companies hold their own shares.
  static func selfDeclarations(_ world: DeclaredWorld) -> [OwnershipFinding] {
    let controls = world.holding { $0.from == $0.to && $0.kind == .control ? $0.to : nil }
    let owns = world.holding { link -> Int32? in
      link.from == link.to && link.kind == .ownership && world.isDeclaration(link) ? link.to : nil
    }
    func findings(
      _ kind: OwnershipFinding.Kind, _ groups: [Int32: [LinkRow]]
    ) -> [OwnershipFinding] {
      groups.map { party, links in
        OwnershipFinding(
          kind, parties: [party], links: links.map(\.id),
          isPossibleOnly: world.isPossibleOnly(links))
      }
    }
    return findings(.controlsItself, controls) + findings(.declaresItself, owns)
  }
}
