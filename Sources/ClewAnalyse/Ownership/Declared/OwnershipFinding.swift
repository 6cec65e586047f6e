import ClewModel

/// Something in the statements about owners that cannot be right, or that a person has to look at,
/// with the records that say so.
package struct OwnershipFinding: Hashable, Sendable {
  package var kind: Kind
  /// The parties it is about: the company first, then the owner, where there are both.
  package var parties: [Int32]
  /// The links that say so, ascending.
  package var links: [Int64]
  /// Figures and dates that its sentence takes, in the order of the sentence.
  package var values: [String]
  /// True where it holds only if a partial date or a merely possible link is read in one way.
  package var isPossibleOnly: Bool

  init(
    _ kind: Kind, parties: [Int32], links: [Int64], values: [String] = [],
    isPossibleOnly: Bool = false
  ) {
    self.kind = kind
    self.parties = parties
    self.links = links.sorted()
    self.values = values
    self.isPossibleOnly = isPossibleOnly
  }

  package enum Kind: String, Hashable, Sendable, CaseIterable {
    case capitalAboveWhole = "capital-above-100"
    case votesAboveWhole = "votes-above-100"
    case declaresItself = "declares-itself"
    case controlsItself = "controls-itself"
    case circular = "circular-ownership"
    case nobodyButOwner = "nobody-but-owner"
    case sourcesDiffer = "sources-differ"
    case endedAndOpen = "ended-and-open"
    case endedBeforeBegun = "ended-before-begun"
    case begunAfterStated = "begun-after-stated"
    case goneBeforeBegun = "owner-gone-before-begun"
    case ownerGone = "owner-gone"
    case companyGone = "company-gone"
    case bornAfterStated = "born-after-stated"
    case underTwo = "under-2"
    case minor = "minor-owner"
    case overAge = "over-122"
    case indirectWithoutChain = "indirect-without-chain"

    package var title: String {
      switch self {
      case .capitalAboveWhole: "shares above 100%"
      case .votesAboveWhole: "votes above 100%"
      case .declaresItself: "declared as its own owner"
      case .controlsItself: "stated to control itself"
      case .circular: "circular ownership"
      case .nobodyButOwner: "no owner stated, and an owner stated"
      case .sourcesDiffer: "sources state different shares"
      case .endedAndOpen: "ended by one source, open in another"
      case .endedBeforeBegun: "ended before it began"
      case .begunAfterStated: "began after it was stated"
      case .goneBeforeBegun: "owner gone before it began"
      case .ownerGone: "owner dead or dissolved"
      case .companyGone: "company dissolved"
      case .bornAfterStated: "owner born after the statement"
      case .underTwo: "owner under 2 years"
      case .minor: "owner under 18 years"
      case .overAge: "owner over 122 years"
      case .indirectWithoutChain: "indirect interest without a chain"
      }
    }

    /// How often a whole register shows it.
    package var rate: Rate? {
      switch self {
      case .declaresItself, .controlsItself: .globalWitness(171)
      case .circular: .globalWitness(487)
      case .underTwo: .globalWitness(1280)
      case .overAge:
        Rate(
          count: 2264, outOf: 472_000_000,
          source: "Moody's shell company indicators, November 2023: persons aged 123 or more")
      default: nil
      }
    }
  }

  /// A count over a whole register.
  package struct Rate: Hashable, Sendable {
    package var count: Int
    package var outOf: Int
    package var source: String

    static func globalWitness(_ count: Int) -> Rate {
      Rate(
        count: count, outOf: 4_316_165,
        source: "Global Witness, United Kingdom register of persons with significant control, 2019")
    }

    /// `171 of 4,316,165`.
    package var text: String { "\(Self.grouped(count)) of \(Self.grouped(outOf))" }

    private static func grouped(_ number: Int) -> String {
      var digits = Array(String(number))
      var at = digits.count - 3
      while at > 0 {
        digits.insert(",", at: at)
        at -= 3
      }
      return String(digits)
    }
  }

  /// One sentence; `name` gives the words for a party.
  package func text(_ name: (Int32) -> String) -> String {
    func party(_ at: Int) -> String { at < parties.count ? name(parties[at]) : "?" }
    func value(_ at: Int) -> String { at < values.count ? values[at] : "?" }
    let sure = isPossibleOnly ? " (possible only)" : ""
    let others =
      parties.count > 8
      ? parties.prefix(8).map(name).joined(separator: ", ") + " and \(parties.count - 8) more"
      : parties.map(name).joined(separator: ", ")
    switch kind {
    case .capitalAboveWhole: return "shares in \(party(0)) add up to \(value(0))\(sure)"
    case .votesAboveWhole: return "votes in \(party(0)) add up to \(value(0))\(sure)"
    case .declaresItself:
      return "\(party(0)) is declared as its own owner\(sure), or two parties were joined wrongly"
    case .controlsItself:
      return "\(party(0)) is stated to control itself\(sure), or two parties were joined wrongly"
    case .circular: return "these own each other in a ring: \(others)"
    case .nobodyButOwner:
      return "\(value(0)) states that nobody passes its threshold in \(party(0)), and "
        + "\(parties.dropFirst().map(name).joined(separator: ", ")) is stated as owner\(sure)"
    case .sourcesDiffer:
      return "sources disagree on what \(party(1)) holds of \(party(0)): \(value(0))"
    case .endedAndOpen:
      return "one source ends what links \(party(1)) to \(party(0)) on \(value(0)), another still "
        + "states it\(sure)"
    case .endedBeforeBegun:
      return "what links \(party(1)) to \(party(0)) ends on \(value(0)), before it begins on "
        + value(1)
    case .begunAfterStated:
      return "what links \(party(1)) to \(party(0)) begins on \(value(0)), after \(value(1))"
    case .goneBeforeBegun:
      return "\(party(1)) was gone on \(value(0)), before what links it to \(party(0)) begins on "
        + "\(value(1))\(sure)"
    case .ownerGone:
      return
        "\(party(1)) was gone on \(value(0)) and is still stated as owner of \(party(0))\(sure)"
    case .companyGone:
      return "\(party(0)) was dissolved on \(value(0)), and \(party(1)) is still stated as its "
        + "owner\(sure)"
    case .bornAfterStated:
      return "\(party(0)) was born in \(value(0)), after the statement of \(value(1))\(sure)"
    case .underTwo, .minor, .overAge:
      return "\(party(0)), an owner, was born in \(value(0)): age \(value(1)) on the day asked "
        + "about\(sure)"
    case .indirectWithoutChain:
      return "\(party(1)) is declared to hold \(party(0)) indirectly, and no chain of statements "
        + "leads there\(sure)"
    }
  }
}
