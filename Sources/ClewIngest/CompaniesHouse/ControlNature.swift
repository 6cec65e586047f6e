import ClewModel

/// The codes for the nature of a person's control, as bands of shares and votes.
///
/// The codes are those of the API's enumeration `psc_descriptions.yml` of Companies House; the bands
/// those of the Companies Act 2006, schedule 1A, and of the Register of People with Significant
/// Control Regulations 2016, schedule 2: more than 25 but not more than 50 per cent, more than 50 but
/// less than 75 per cent, 75 per cent or more. An overseas entity states "more than 25 per cent"
/// only.
struct ControlNature: Hashable {
  /// Whose right it is: the person's own, as a trustee, as a member of a firm; or that of a trust or a
  /// firm over which the person has control.
  enum Capacity: Int, Hashable {
    case own, trust, firm, nominee, overTrust, overFirm

    /// True where the share is another's, and the person controls that other.
    var isControl: Bool { self == .overTrust || self == .overFirm }
  }

  enum Right: Hashable {
    case shares, votes, appointment, influence
    /// Rights to the surplus assets of a partnership when it is wound up: its capital.
    case surplusAssets
  }

  var code: String
  var right: Right
  var capacity: Capacity
  var band: Stake?

  /// - Returns: nil for a code that is none of the enumeration's shapes.
  init?(_ code: String) {
    self.code = code
    if code.contains("ownership-of-shares") {
      right = .shares
    } else if code.contains("surplus-assets") {
      right = .surplusAssets
    } else if code.contains("voting-rights") {
      right = .votes
    } else if code.contains("right-to-appoint-and-remove") {
      right = .appointment
    } else if code.contains("significant-influence-or-control") {
      right = .influence
    } else if code.contains("registered-owner-as-nominee") {
      right = .influence
    } else {
      return nil
    }
    capacity = Self.capacities.first { code.contains($0.text) }?.capacity ?? .own
    band = Self.bands.first { code.contains($0.text) }?.stake
    if right == .appointment || right == .influence { band = nil }
    if band == nil, right == .shares || right == .votes || right == .surplusAssets { return nil }
  }

  private static let capacities: [(text: String, capacity: Capacity)] = [
    ("nominee", .nominee), ("as-control-over-trust", .overTrust),
    ("as-control-over-firm", .overFirm), ("as-trust", .trust), ("as-firm", .firm),
  ]

  private static let bands: [(text: String, stake: Stake)] = [
    ("25-to-50-percent", Stake(abovePercent: 25, upToPercent: 50)),
    ("50-to-75-percent", Stake(abovePercent: 50, upToPercent: 75, isMaxExclusive: true)),
    ("75-to-100-percent", Stake(abovePercent: 75, isExclusive: false, upToPercent: 100)),
    ("more-than-25-percent", Stake(abovePercent: 25, upToPercent: 100)),
  ]

  /// A link that some codes make together.
  struct Control: Hashable {
    var kind: LinkKind
    var means: ControlMeans
    var capital: Stake?
    var votes: Stake?
    /// False where the person stands behind a trust or a firm.
    var direct: Bool?
    /// True where the share of a trust or firm behind which the person stands need be no majority.
    var candidate = false
    var codes: [String]
  }

  /// By what means the code gives control. A share or votes of the person's own give it by their
  /// size; who stands behind a trust or a firm has it through that (Companies Act 2006, schedule 1A,
  /// paragraph 6).
  var means: ControlMeans {
    switch capacity {
    case .trust, .overTrust: return .trust
    case .firm, .overFirm: return .firm
    case .own, .nominee: break
    }
    switch right {
    case .shares, .surplusAssets: return .unstated
    case .votes: return .votes
    case .appointment: return .board
    case .influence: return .influence
    }
  }

  /// One ownership link per capacity, with its shares and votes; one control link for each of a trust
  /// and a firm that the person controls, whose share is none of the person's; one for each means by
  /// which rights to appoint, influence, and codes that are not known give control.
  static func links(of codes: [String]) -> [Control] {
    var owned: [Capacity: Control] = [:]
    var control: [ControlMeans: Control] = [:]
    for code in codes {
      let nature = ControlNature(code)
      let means = nature?.means ?? .unstated
      guard let nature, nature.capacity.isControl || nature.band != nil else {
        control[means, default: Control(kind: .control, means: means, codes: [])].codes
          .append(code)
        continue
      }
      var link = owned[nature.capacity] ?? Control(kind: .ownership, means: means, codes: [])
      if nature.capacity.isControl {
        link.kind = .control
        link.direct = false
        let isMinority = (nature.band?.min?.units ?? Share.whole) <= Share.whole / 2
        link.candidate = isMinority && (link.candidate || link.codes.isEmpty)
      } else if nature.right == .votes {
        link.votes = span(link.votes, nature.band)
      } else {
        link.capital = span(link.capital, nature.band)
      }
      if link.means != means { link.means = .unstated }
      link.codes.append(code)
      owned[nature.capacity] = link
    }
    let links = owned.sorted { $0.key.rawValue < $1.key.rawValue }.map(\.value)
    return links + ControlMeans.allCases.compactMap { control[$0] }
  }

  /// The band of two statements of one share: shares and surplus assets, or an old band and a new one.
  private static func span(_ a: Stake?, _ b: Stake?) -> Stake? {
    guard let a, let b else { return a ?? b }
    return Stake(
      min: a.min.flatMap { low in b.min.map { min(low, $0) } },
      max: a.max.flatMap { high in b.max.map { max(high, $0) } })
  }
}
