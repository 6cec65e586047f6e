import ClewGraph
import ClewModel

/// What one owner holds of one company on the day asked about: all statements of it taken together.
package struct Holding: Hashable, Sendable {
  /// The owner whose holding it is: the nominator where a nominee holds the legal title.
  package var owner: Int32
  package var owned: Int32
  /// Bounds of the capital share and of the votes in units of `Share.whole`. Where nothing is
  /// stated a maximum is what the other owners' minima leave.
  package var capitalMin: Int64
  package var capitalMax: Int64
  package var votesMin: Int64
  package var votesMax: Int64
  /// Half a unit of the last stated decimal, summed over the statements.
  package var capitalRounding: Int64
  package var votesRounding: Int64
  package var marks: Marks
  /// Its links: positions in `Holdings.linkRows`.
  var linkStart: Int32
  var linkEnd: Int32

  /// What a reader of the result has to know about a holding.
  package struct Marks: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// No source states the capital share.
    package static let shareUnstated = Marks(rawValue: 1)
    /// Two sources state different shares; the bounds span both.
    package static let sourcesDisagree = Marks(rawValue: 2)
    /// A nominee holds the legal title of all or part of it.
    package static let throughNominee = Marks(rawValue: 4)
    /// Votes are stated; else they are taken to be the shares.
    package static let votesStated = Marks(rawValue: 8)
    /// No statement of it is certain on the day: a candidate, or inside a partial date.
    package static let possibleOnly = Marks(rawValue: 16)
    /// A statement of it bears no date.
    package static let undated = Marks(rawValue: 32)
    /// One source states it in several links that hold at once; their shares are added.
    package static let summed = Marks(rawValue: 64)
  }
}

/// The day a question is about, and what was known when.
package struct Moment: Hashable, Sendable {
  package var asOf: Day
  /// Statements that became known later are left out; nil takes all.
  package var knownBy: Day?

  package init(asOf: Day, knownBy: Day? = nil) {
    self.asOf = asOf
    self.knownBy = knownBy
  }

  /// Whether a link holds: yes, no, or possible where the day falls inside a partial date or the
  /// source offers the link as a hint only. The period is `[start, end)`; a link without dates
  /// always holds.
  package func holds(_ link: LinkRow) -> Verdict {
    var verdict: Verdict = link.candidate ? .possible : .yes
    if let start = link.start {
      if asOf < start.firstDay { return .no }
      if asOf < start.lastDay { verdict = .possible }
    }
    if let end = link.end {
      if asOf >= end.lastDay { return .no }
      if asOf >= end.firstDay { verdict = .possible }
    }
    if let knownBy, let known = link.known {
      if knownBy < known.firstDay { return .no }
      if knownBy < known.lastDay { verdict = .possible }
    }
    return verdict
  }
}
