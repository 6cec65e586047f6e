import ClewGraph

extension OwnershipFindings {
  /// Groups of two or more parties that own each other: strongly connected components, never the
  /// single rings in them.
  static func circularOwnership(_ holdings: Holdings) -> [OwnershipFinding] {
    let components = Components(
      of: CompressedRows(
        nodeCount: holdings.partyCount, from: holdings.all.map(\.owned),
        to: holdings.all.map(\.owner)))
    var found: [OwnershipFinding] = []
    for component in 0..<components.count {
      let members = components.members(of: component)
      guard members.count > 1 else { continue }
      let inside = Set(members)
      let inner = members.flatMap { member in
        holdings.column(member).map { holdings.all[$0] }.filter { inside.contains($0.owner) }
      }
      found.append(
        OwnershipFinding(
          .circular, parties: members.sorted(), links: inner.flatMap { holdings.links(of: $0) },
          isPossibleOnly: inner.contains { $0.marks.contains(.possibleOnly) }))
    }
    return found
  }
}
