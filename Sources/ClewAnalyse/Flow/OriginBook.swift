import ClewGraph

/// The origins that lots name, in the order in which they came in, and what of a posting is whose.
///
/// Of a posting that is only partly somebody's, that part counts as what it pays out first.
struct OriginBook {
  /// What is spent when (see `LayeredLots`).
  enum Layer: UInt8 {
    case own, unclaimed, claimed
  }

  private(set) var origins: [Trace.Origin] = []
  private var tracedFlags: [Bool] = []
  private var layers: [Layer] = []
  private let method: TracingMethod
  private let otherLayer: Layer
  /// Whose the money of a row is, in the order of the claims.
  private var owners: [Int32: [(owner: String, amount: Int128?)]] = [:]
  /// The rows that the question follows, and how much of each (nil for all).
  private var followed: [Int32: Int128?] = [:]
  /// The accounts of which the question follows all inflows.
  private var accounts: Set<Int32> = []
  private let inflowsAreOne: Bool
  /// Whether the window has a beginning: what lay there before it is not followed.
  private let startsLater: Bool
  private var pooled: [Trace.Holder: Int32] = [:]
  /// What is claimed of a row and could not be given, because it is somebody's already or is not there.
  private(set) var refused: [Refused] = []

  struct Refused {
    var row: Int32
    var owner: String
    /// nil where the whole of the row is claimed.
    var amount: Int128?
  }

  init(_ question: TraceQuestion) {
    method = question.method
    let claims = question.claims
    otherLayer = method == .librCap ? .own : .unclaimed
    inflowsAreOne = question.inflowsAreOne
    startsLater = question.window.map { $0.lowerBound > Int64.min } ?? false
    for claimant in claims.claimants {
      for part in claimant.contributions {
        owners[part.row, default: []].append((claimant.name, part.amount.map { Int128($0) }))
      }
    }
    for row in claims.own { owners[row, default: []].append((Trace.Origin.own, nil)) }
    for (row, parts) in owners where parts.count > 1 { owners[row] = Self.ordered(parts) }
    switch question.origin {
    case .transactions(let rows, let amount):
      let part = rows.count == 1 ? amount.map { max(0, Int128($0)) } : nil
      for row in rows { followed.updateValue(part, forKey: row) }
    case .account(let node): accounts = [node]
    case .party(let nodes): accounts = Set(nodes)
    }
  }

  /// The accounts for which somebody states own money: paid into them, or there from the beginning.
  static func accountsWithOwn(_ claims: Claims, _ postings: Postings) -> Set<Int32> {
    var accounts: Set<Int32> = []
    for row in claims.own where row >= 0 && Int(row) < postings.count {
      let isReversed = postings.debit[Int(row)] < 0
      accounts.insert(isReversed ? postings.from[Int(row)] : postings.to[Int(row)])
    }
    for opening in claims.openings where opening.owner == Trace.Origin.own {
      accounts.insert(opening.node)
    }
    return accounts
  }

  /// The parts of one row in an order that does not depend on that of the claims: stated amounts
  /// first, then those who claim the rest, own money last, by name.
  private static func ordered(
    _ parts: [(owner: String, amount: Int128?)]
  ) -> [(owner: String, amount: Int128?)] {
    func rank(_ part: (owner: String, amount: Int128?)) -> Int {
      part.owner == Trace.Origin.own ? 2 : part.amount == nil ? 1 : 0
    }
    return parts.sorted {
      (rank($0), $0.owner, $0.amount ?? 0) < (rank($1), $1.owner, $1.amount ?? 0)
    }
  }

  /// Rows of which several own a part, ascending.
  var sharedRows: [Int32] {
    owners.filter { Set($0.value.map(\.owner)).count > 1 }.map(\.key).sorted()
  }

  /// Every row that the question or the claims name, ascending.
  var namedRows: [Int32] { Set(owners.keys).union(followed.keys).sorted() }

  func isTraced(_ origin: Int32) -> Bool { origin >= 0 && tracedFlags[Int(origin)] }

  /// Where a lot lies among the layers; of nobody's money where no own money is stated for the account.
  func layer(of origin: Int32) -> Layer { origin >= 0 ? layers[Int(origin)] : otherLayer }

  /// Whether the account is one that the question asks about.
  func asksAbout(_ node: Int32) -> Bool { accounts.contains(node) }

  /// Whether the question follows the money that lay in the account at the beginning.
  func followsOpening(of node: Int32) -> Bool { asksAbout(node) && !startsLater }

  mutating func add(_ origin: Trace.Origin) -> Int32 {
    origins.append(origin)
    tracedFlags.append(origin.isTraced)
    let isOwn = origin.owner == Trace.Origin.own && !origin.isRestoring
    // Own money is spent as own money also where the question follows it.
    let isSpentFirst = isOwn || (method == .librCap && !origin.isTraced)
    layers.append(isSpentFirst ? .own : .claimed)
    return Int32(origins.count - 1)
  }

  /// The lot of an opening balance: an origin where somebody owns or follows it.
  mutating func opening(
    _ node: Int32, _ unit: UInt16, _ amount: Int128, owner: String?
  ) -> Trace.Lot {
    let isTraced = followsOpening(of: node)
    guard isTraced || owner != nil else {
      return Trace.Lot(origin: Trace.Lot.other, amount: amount)
    }
    let origin = add(
      Trace.Origin(
        row: nil, node: node, unit: unit, amount: amount, owner: owner, isTraced: isTraced))
    return Trace.Lot(origin: origin, amount: amount)
  }

  /// Whether a row brings money that somebody owns or the question follows.
  func marks(_ row: Int32, _ postings: Postings) -> Bool {
    if followed[row] != nil || owners[row] != nil { return true }
    guard !accounts.isEmpty else { return false }
    var (from, to) = (postings.from[Int(row)], postings.to[Int(row)])
    if postings.debit[Int(row)] < 0 { swap(&from, &to) }
    return accounts.contains(to) && !accounts.contains(from)
  }

  /// Says of the credited lots of a posting whose they are and what of them is followed from here;
  /// money that is followed already stays what it is. Returns what is newly followed.
  mutating func paint(
    _ lots: inout [Trace.Lot], row: Int32, from: Int32, to: Int32, unit: UInt16, isInWindow: Bool
  ) -> Int128 {
    let isInflow =
      !accounts.isEmpty && isInWindow && accounts.contains(to) && !accounts.contains(from)
    let asked = isInWindow ? followed[row] : nil
    let parts = owners.isEmpty ? nil : owners[row]
    guard isInflow || asked != nil || parts != nil else { return 0 }
    var budget: Int128 = .max
    if let asked { budget = asked ?? .max }
    if asked == nil, !isInflow { budget = 0 }
    let place = Place(row: row, node: to, unit: unit)
    var painted: [Trace.Lot] = []
    var found: Int128 = 0
    for piece in owned(lots, parts ?? [], row) {
      let known = piece.lot.origin
      guard !isTraced(known), piece.owner != nil || known < 0 || budget > 0 else {
        Self.append(piece.lot, to: &painted)
        continue
      }
      let followedPart = isTraced(known) ? 0 : min(budget, piece.lot.amount)
      budget -= followedPart
      found += followedPart
      let owner = piece.owner ?? (known >= 0 ? origins[Int(known)].owner : nil)
      if followedPart > 0 {
        let origin = enter(followedPart, owner, isTraced: true, place)
        Self.append(Trace.Lot(origin: origin, amount: followedPart), to: &painted)
      }
      let rest = piece.lot.amount - followedPart
      guard rest > 0 else { continue }
      let origin =
        piece.owner == nil ? known : enter(rest, piece.owner, isTraced: false, place)
      Self.append(Trace.Lot(origin: origin, amount: rest), to: &painted)
    }
    lots = painted
    return found
  }

  /// Lots with the owner that the claims give to those nobody else claims.
  private mutating func owned(
    _ lots: [Trace.Lot], _ parts: [(owner: String, amount: Int128?)], _ row: Int32
  ) -> [(lot: Trace.Lot, owner: String?)] {
    var next = 0
    var left: Int128 = 0
    var pieces: [(lot: Trace.Lot, owner: String?)] = []
    var given: Int128 = 0
    func open() {
      given = 0
      if next < parts.count { left = max(0, parts[next].amount ?? .max) }
    }
    open()
    for lot in lots {
      var rest = lot.amount
      while lot.origin < 0, rest > 0, next < parts.count {
        let part = min(rest, left)
        if part > 0 {
          pieces.append((Trace.Lot(origin: lot.origin, amount: part), parts[next].owner))
        }
        rest -= part
        left -= part
        given += part
        if left == 0 {
          next += 1
          open()
        }
      }
      if rest > 0 { pieces.append((Trace.Lot(origin: lot.origin, amount: rest), nil)) }
    }
    for at in next..<max(next, parts.count) {
      let (owner, amount) = parts[at]
      let got = at == next ? given : 0
      // Who claims the rest and gets some has it; own money is what is left, or nothing.
      if owner == Trace.Origin.own || (amount == nil && got > 0) { continue }
      let missing = amount.map { max(0, $0) - got }
      if missing != 0 { refused.append(Refused(row: row, owner: owner, amount: missing)) }
    }
    return pieces
  }

  private static func append(_ lot: Trace.Lot, to lots: inout [Trace.Lot]) {
    if let last = lots.last, last.origin == lot.origin {
      lots[lots.count - 1].amount += lot.amount
    } else {
      lots.append(lot)
    }
  }

  private struct Place {
    var row: Int32
    var node: Int32
    var unit: UInt16
  }

  /// The origin for money of one owner that comes in with one row; what comes in several lots of one
  /// row is one origin.
  private mutating func enter(
    _ amount: Int128, _ owner: String?, isTraced: Bool, _ place: Place
  ) -> Int32 {
    if inflowsAreOne, isTraced, owner == nil, !accounts.isEmpty {
      let holder = Trace.Holder(node: place.node, unit: place.unit)
      if let known = pooled[holder] {
        origins[Int(known)].amount += amount
        return known
      }
      let origin = add(
        Trace.Origin(
          row: nil, node: place.node, unit: place.unit, amount: amount, owner: nil, isTraced: true))
      pooled[holder] = origin
      return origin
    }
    var at = origins.count - 1
    while at >= 0, origins[at].row == place.row {
      if origins[at].owner == owner, origins[at].isTraced == isTraced, !origins[at].isRestoring {
        origins[at].amount += amount
        return Int32(at)
      }
      at -= 1
    }
    return add(
      Trace.Origin(
        row: place.row, node: place.node, unit: place.unit, amount: amount, owner: owner,
        isTraced: isTraced))
  }

  /// Adds to an origin that is there.
  mutating func grow(_ origin: Int32, by amount: Int128) { origins[Int(origin)].amount += amount }
}

extension Trace {
  /// A pool of money as a key.
  struct Holder: Hashable {
    var node: Int32
    var unit: UInt16
  }
}
