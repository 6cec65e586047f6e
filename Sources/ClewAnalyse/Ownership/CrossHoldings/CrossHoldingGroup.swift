import ClewGraph
import ClewModel

/// Companies that hold each other in rings, as one box: a strongly connected component of who holds
/// whom. Rings are never listed one by one; a real group can have over a thousand.
package struct CrossHoldingGroup: Hashable, Sendable {
  /// One company of the group. Shares are of that company.
  package struct Member: Hashable, Sendable {
    package var company: Int32
    /// Held directly by members, by itself too.
    package var heldInside: Band
    /// What owners outside the group hold when the group is looked through, and what nobody is
    /// stated to hold; they add up to one but in a group that owns itself.
    package var outside: Band
    package var unknown: Band
    /// What the company owns of itself over others and directly: 1 - 1 / N[n, n].
    package var selfOwnership: Band
  }

  /// What adding up simple chains (no company twice) makes of the largest outside owner.
  package struct SimplePathError: Hashable, Sendable {
    package var owner: Int32
    /// What it holds of `entry` when the group is looked through, on the stated minima.
    package var share: Band
    /// What simple chains alone add up to.
    package var simplePaths: Band
  }

  /// Ascending by company.
  package var members: [Member]
  /// The member that is nearest to the subject.
  package var entry: Int32
  /// Of all shares of all members, each company counting as much as the next: held by members, by
  /// owners outside, and by nobody who is stated.
  package var heldInside: Band
  package var heldOutside: Band
  package var unnamed: Band
  /// nil where the group has more chains than are followed, or no outside owner.
  package var simplePathError: SimplePathError?
  package var method: LookThrough.Method

  /// True where nobody outside can hold anything: every share is in members' hands.
  package var ownsItselfEntirely: Bool { heldInside.min >= Int128(Share.whole) }

  /// Sentences for a reader; `name` gives the words for a party.
  package func text(_ name: (Int32) -> String) -> [String] {
    let shown = members.prefix(8).map { name($0.company) }.joined(separator: ", ")
    let more = members.count > 8 ? " and \(members.count - 8) more" : ""
    var lines = [
      "\(members.count) companies hold each other: \(shown)\(more); of all their shares they hold "
        + "\(Self.percent(heldInside)) themselves, owners outside \(Self.percent(heldOutside)), and "
        + "of \(Self.percent(unnamed)) no owner is stated"
    ]
    if ownsItselfEntirely { lines.append("the group owns itself entirely") }
    if let most = members.max(by: { $0.selfOwnership.min < $1.selfOwnership.min }) {
      lines.append(
        "\(name(most.company)) owns \(Self.percent(most.selfOwnership)) of itself through the group"
      )
    }
    if let error = simplePathError, error.share.max <= Int128(Share.whole),
      error.simplePaths.max < error.share.min
    {
      lines.append(
        "adding up simple chains gives \(name(error.owner)) "
          + "\(ShareText.percent(error.simplePaths.min)) of \(name(entry)) instead of "
          + ShareText.percent(error.share.min))
    }
    switch method {
    case .exact: break
    case .bounded:
      lines.append(
        "the group is too large for exact numbers (\(members.count) companies): shares are bounds")
    case .undefined:
      lines.append("shares in the group add up to more than the whole: they cannot be computed")
    }
    return lines
  }

  private static func percent(_ band: Band) -> String {
    band.max - band.min <= 1
      ? ShareText.percent(band.min)
      : "\(ShareText.percent(band.min)) to \(ShareText.percent(band.max))"
  }
}

extension Holdings {
  /// The groups of cross-holdings above a company, nearest first, then by least member.
  package func crossHoldingGroups(above subject: Int32) -> [CrossHoldingGroup] {
    let region = OwnershipRegion(owning: subject, in: self)
    let layers = region.layers
    let components = region.components
    let groups = (0..<components.count).map { components.members(of: $0) }.filter { $0.count > 1 }
    let nearest = groups.map { group in
      (group: group, entry: group.min { (layers[Int($0)], $0) < (layers[Int($1)], $1) } ?? 0)
    }.sorted {
      let (a, b) = (layers[Int($0.entry)], layers[Int($1.entry)])
      return a != b ? a < b : ($0.group.first ?? 0) < ($1.group.first ?? 0)
    }
    return nearest.map { group, entry in
      CrossHoldingSolver(group.map { region.nodes[Int($0)] }, entry: region.nodes[Int(entry)], self)
        .group()
    }
  }
}
