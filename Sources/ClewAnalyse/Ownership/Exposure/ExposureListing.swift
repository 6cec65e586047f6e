import ClewGraph
import ClewModel

/// An entry of a list about a party, with the time it stood there.
package struct ExposureListing: Hashable, Sendable {
  package var party: Int32
  package var listing: RecordID
  /// When the entry was made, where the list says; nil holds always.
  package var listed: TimeSpan?
  /// When it was gone from the list; nil where it still stands.
  package var delisted: TimeSpan?
  /// When the entry became known: the day it states, else that of the list it was first read in; nil
  /// for always.
  package var known: TimeSpan?
  /// False for an entry of a list of which the rule takes certain parties only.
  package var isCertain: Bool

  package init(
    party: Int32, listing: RecordID, listed: TimeSpan? = nil, delisted: TimeSpan? = nil,
    known: TimeSpan? = nil, isCertain: Bool = true
  ) {
    self.party = party
    self.listing = listing
    self.listed = listed
    self.delisted = delisted
    self.known = known
    self.isCertain = isCertain
  }

  /// Whether the party is listed: yes, no, or possible inside a partial date and by an entry that
  /// only may count. The period is
  /// `[listed, delisted)`; that an entry is gone counts from the day it could be known.
  package func status(at moment: Moment) -> Verdict {
    let counted = LinkRow(
      id: 0, from: 0, to: 0, kind: .control, start: listed, end: knownEnd(moment), known: known)
    return isCertain ? moment.holds(counted) : min(moment.holds(counted), .possible)
  }

  private func knownEnd(_ moment: Moment) -> TimeSpan? {
    guard let knownBy = moment.knownBy, let delisted, knownBy < delisted.firstDay else {
      return delisted
    }
    return nil
  }
}

extension Exposure.Listed {
  /// Who is listed on a day, in ascending party.
  package static func all(_ listings: [ExposureListing], at moment: Moment) -> [Exposure.Listed] {
    var certainty: [Int32: Bool] = [:]
    for row in listings {
      let status = row.status(at: moment)
      guard status != .no else { continue }
      certainty[row.party] = (certainty[row.party] ?? false) || status == .yes
    }
    return certainty.sorted { $0.key < $1.key }.map { .init($0.key, isCertain: $0.value) }
  }
}

extension Moment {
  /// Whether a link was stated by the day that limits what is known.
  func knowledge(of link: LinkRow) -> Verdict {
    guard let knownBy, let known = link.known else { return .yes }
    if knownBy < known.firstDay { return .no }
    return knownBy < known.lastDay ? .possible : .yes
  }
}
