import ClewGraph
import ClewModel

/// Why a chain of owners ends at a party.
package enum TerminalReason: Hashable, Sendable {
  /// A natural person owns and is not owned.
  case naturalPerson
  /// No source names owners, and sources say why: never empty, in the order of the cases.
  case stated([UnknownOwnerReason])
  /// No source says anything about owners of an organisation.
  case notStated
  /// It is not said whether the party is a person or an organisation.
  case unknownKind

  /// True where the party is an owner in its own right: a person, a state, a listed company, a fund
  /// or another body with too many holders to name, a body that need not say. False where somebody
  /// behind it is hidden.
  package var isOwner: Bool {
    switch self {
    case .naturalPerson: true
    case .stated(let reasons):
      reasons.contains { [.listed, .state, .dispersed, .exempt].contains($0) }
    case .notStated, .unknownKind: false
    }
  }
}

extension Holdings {
  /// Why the chain of owners ends at a party; nil where somebody is stated to own it.
  package func terminalReason(of party: Int32) -> TerminalReason? {
    guard !isOwned(party) else { return nil }
    let stated = statedReasons(of: party)
    if !stated.isEmpty { return .stated(stated) }
    return switch kinds[Int(party)] {
    case .person: .naturalPerson
    case .unknown: .unknownKind
    default: .notStated
    }
  }

  /// What the sources say of the owners of a party that they do not name, in the order of the cases;
  /// `notStated` where they say nothing.
  package func reasonsForUnknown(of party: Int32) -> [UnknownOwnerReason] {
    let stated = statedReasons(of: party)
    return stated.isEmpty ? [.notStated] : stated
  }

  private func statedReasons(of party: Int32) -> [UnknownOwnerReason] {
    var (low, high) = (0, ownerStatements.count)
    while low < high {
      let middle = (low + high) / 2
      if ownerStatements[middle].party < party { low = middle + 1 } else { high = middle }
    }
    let stated = ownerStatements[low...].prefix { $0.party == party }.map(\.statement.reason)
    return UnknownOwnerReason.allCases.filter(stated.contains)
  }
}

extension OwnershipRegion {
  /// Steps from the root up to every node, the shortest way; -1 for what only the root leads down to.
  var layers: [Int] {
    var layers = [Int](repeating: -1, count: count)
    layers[Int(root)] = 0
    var order = [root]
    var next = 0
    while next < order.count {
      let company = order[next]
      next += 1
      for entry in column(company) where layers[Int(owner[entry])] < 0 {
        layers[Int(owner[entry])] = layers[Int(company)] + 1
        order.append(owner[entry])
      }
    }
    return layers
  }
}
