/// The money in one account and unit, as the lots it is made of, under one doctrine. The doctrine is
/// which lots a payment takes.
///
/// A list of lots that goes in or comes out is in the order of consumption: what the doctrine would
/// pay out first stands first. Lots are never negative and none is empty.
protocol LotPool {
  init()
  /// The sum of the lots.
  var total: Int128 { get }
  /// The part of it that the question follows.
  var traced: Int128 { get }
  mutating func put(_ lots: [Trace.Lot], _ origins: OriginBook)
  /// Takes `amount`, which is at most `total`, and appends what it is made of to `lots`.
  /// `claimedFirst` is the charge on an asset, for the doctrine that knows one.
  mutating func take(
    _ amount: Int128, _ origins: OriginBook, claimedFirst: Bool, into lots: inout [Trace.Lot])
  func appendAll(to lots: inout [Trace.Lot])
  /// Whether some of it is nobody's, where the doctrine asks; O(1).
  var holdsOther: Bool { get }
  /// What nobody claims is taken as innocent here: own money is stated apart from it.
  mutating func shareWithUnclaimed(_ origins: OriginBook)
  /// Whether lots keep the posting that brought them.
  static var keepsLots: Bool { get }
  /// Whether the lots of a pool that holds nobody's money yet follow from its balance and its deposits,
  /// so that none need be kept until claimed money comes: not so for a stack.
  static var canStartLate: Bool { get }
  /// Whether what goes in comes out again: not so for poison.
  static var conserves: Bool { get }
}

extension LotPool {
  var holdsOther: Bool { false }
  mutating func shareWithUnclaimed(_ origins: OriginBook) {}
  static var keepsLots: Bool { false }
  static var canStartLate: Bool { true }
  static var conserves: Bool { true }
}
