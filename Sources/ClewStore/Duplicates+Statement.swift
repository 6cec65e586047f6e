import ClewModel

/// A transaction as far as duplicates ask.
package struct PaymentStatement: Hashable, Sendable {
  /// Two accounts, an amount and a currency: what two statements of one payment share.
  package struct Content: Hashable, Sendable {
    /// Accounts; 0 for cash, nil for none.
    package var from: Int64?
    package var to: Int64?
    /// Without trailing zeros after the point.
    package var mantissa: Int64
    package var scale: Int64
    package var currency: Int64
  }

  package var id: Int64
  package var source: Int64
  /// The digest of the source, which orders statements the same way in every casefile.
  package var origin: String
  package var content: Content
  /// The value date, days since 1970-01-01.
  package var day: Int64
  package var lo: Int64
  package var offset: Int64
  /// `TimeSpan.Precision`: the lower, the more precise.
  package var precision: Int64
  /// Places of the amount as stated.
  package let statedScale: Int64
  /// How much it says beside time, amount and accounts.
  package var richness: Int64
  /// Who states it.
  package var reporter: String
  package var uetr: String?
  package var endToEnd: String?
  package var servicerReference: String?
  package var standing: TransactionDetail.Standing
  /// The element path it shares with those that stand beside it in one list: the path without the
  /// last position.
  package var container: String

  package init(
    id: Int64, source: Int64, origin: String = "", content: Content, day: Int64, lo: Int64,
    offset: Int64, precision: Int64 = 0, richness: Int64 = 0, reporter: String,
    uetr: String? = nil, endToEnd: String? = nil, servicerReference: String? = nil,
    standing: TransactionDetail.Standing = .settled, container: String = ""
  ) {
    self.id = id
    self.source = source
    self.origin = origin
    self.content = content
    self.day = day
    self.lo = lo
    self.offset = offset
    self.precision = precision
    self.richness = richness
    self.reporter = reporter
    self.uetr = uetr
    self.endToEnd = endToEnd
    self.servicerReference = servicerReference
    self.standing = standing
    self.container = container
    statedScale = content.scale
    while self.content.scale > 0, self.content.mantissa.isMultiple(of: 10) {
      self.content.mantissa /= 10
      self.content.scale -= 1
    }
  }

  /// Who states it, and as what: a bank's pending entry and its booked one are two statements.
  var lane: String { Self.lane(reporter, standing) }

  static func lane(_ reporter: String, _ standing: TransactionDetail.Standing) -> String {
    standing == .settled ? reporter : "\(reporter)\u{1F}\(standing.rawValue)"
  }

  var sides: PaymentSides { PaymentSides(from: content.from, to: content.to) }

  /// In what two statements of one payment differ, in words.
  func differences(from other: PaymentStatement) -> [String] {
    var terms: [String] = []
    if (content.mantissa, content.scale) != (other.content.mantissa, other.content.scale) {
      terms.append("amount")
    }
    if content.currency != other.content.currency { terms.append("currency") }
    if content.from != other.content.from { terms.append("paying account") }
    if content.to != other.content.to { terms.append("receiving account") }
    if abs(day - other.day) > 1 { terms.append("value date") }
    return terms
  }

  /// Same content, value dates within a day.
  func agrees(with other: PaymentStatement) -> Bool {
    content == other.content && abs(day - other.day) <= 1
  }

  /// The order in time; the place in the file and the content of the file settle ties.
  static func precedes(_ a: PaymentStatement, _ b: PaymentStatement) -> Bool {
    (a.day, a.lo, a.offset, a.origin, a.id) < (b.day, b.lo, b.offset, b.origin, b.id)
  }

  /// True where `self` is to stand for a payment that both state: a settled one, then the one that
  /// names more accounts, states time and amount more precisely, and says more; then by the content
  /// of the files, never by the order in which they were read.
  func represents(better other: PaymentStatement) -> Bool {
    let (a, b) = (self, other)
    if (a.standing == .settled) != (b.standing == .settled) { return a.standing == .settled }
    if a.sides.count != b.sides.count { return a.sides.count > b.sides.count }
    let (x, y) = (
      (a.precision, -a.statedScale, -a.richness), (b.precision, -b.statedScale, -b.richness)
    )
    if x != y { return x < y }
    return (a.origin, a.offset, a.id) < (b.origin, b.offset, b.id)
  }
}

/// The two accounts of a payment as far as they are stated.
struct PaymentSides: Hashable {
  /// 0 for cash, nil for not stated.
  var from: Int64? = nil
  var to: Int64? = nil

  /// Takes over what the other states and this does not.
  mutating func add(_ other: PaymentSides) {
    from = from ?? other.from
    to = to ?? other.to
  }

  var count: Int { (from == nil ? 0 : 1) + (to == nil ? 0 : 1) }

  /// True where it states all that the other states, and the same.
  func covers(_ other: PaymentSides) -> Bool {
    (other.from == nil || other.from == from) && (other.to == nil || other.to == to)
  }

  /// In what the two cannot be of one payment, in words; empty where they can.
  func contradictions(to other: PaymentSides) -> [String] {
    if covers(other) || other.covers(self) { return [] }
    if isOpposite(to: other) { return ["direction"] }
    var terms: [String] = []
    if let from, let others = other.from, from != others { terms.append("paying account") }
    if let to, let others = other.to, to != others { terms.append("receiving account") }
    return terms
  }

  /// The payer of one is the payee of the other: a return, not the payment.
  private func isOpposite(to other: PaymentSides) -> Bool {
    if let from, from > 0, from == other.to, to != other.to { return true }
    if let to, to > 0, to == other.from, from != other.from { return true }
    return false
  }
}
