import ClewAnalyse
import ClewIngest
import ClewModel
import ClewStore

/// What `clew trace` is asked.
package struct TraceRequest: Sendable {
  package var id: String
  /// `1000.00` or `1000.00EUR`, of one transaction.
  package var amount: String?
  /// A tracing method, or `all`.
  package var method: String
  package var direction: String
  /// Path of a claims file.
  package var claims: String?
  package var from: Day?
  package var to: Day?
  package var maxHops: Int?
  package var sameDay: String?
  /// Whether the ledger with every lot is printed.
  package var ledger: Bool
  /// One line for each lot and plain figures, as a program reads it.
  package var isFlat: Bool
  /// Whether the run is recorded in the casefile.
  package var isStored: Bool

  package init(
    id: String, amount: String? = nil, method: String, direction: String = "forward",
    claims: String? = nil, from: Day? = nil, to: Day? = nil, maxHops: Int? = nil,
    sameDay: String? = nil, ledger: Bool = false, isFlat: Bool = false, isStored: Bool = true
  ) {
    self.id = id
    self.amount = amount
    self.method = method
    self.direction = direction
    self.claims = claims
    self.from = from
    self.to = to
    self.maxHops = maxHops
    self.sameDay = sameDay
    self.ledger = ledger
    self.isFlat = isFlat
    self.isStored = isStored
  }

  /// The words that stand for every method side by side.
  static let allMethods = "all"

  func methods() throws -> [TracingMethod] {
    if method == Self.allMethods { return TracingMethod.allCases }
    return [try Self.word(method, option: "--method", others: [Self.allMethods])]
  }

  func questionDirection() throws -> TraceQuestion.Direction {
    let words: [String: TraceQuestion.Direction] = ["forward": .forward, "backward": .backward]
    guard let direction = words[direction] else {
      throw Self.unknownWord(direction, option: "--direction", ["forward", "backward"])
    }
    return direction
  }

  /// The order that the command line or the claims file asks for; nil for all with their range.
  func order(_ claims: ClaimsSource?) throws -> TraceQuestion.SameDay? {
    let asked: TraceQuestion.SameDay? = try sameDay.map { try Self.word($0, option: "--same-day") }
    guard let stated = claims?.file.sameDay.flatMap(TraceQuestion.SameDay.init(rawValue:)) else {
      return asked
    }
    guard asked == nil || asked == stated else {
      throw Failure(
        code: "claims", what: "--same-day is not what the claims file says (\(stated.rawValue)).",
        place: claims?.path ?? "", next: "Leave --same-day out, or change same-day in the file.")
    }
    return stated
  }

  /// Whole days of the clock that the sources use.
  func window() throws -> ClosedRange<Int64>? {
    guard from != nil || to != nil else { return nil }
    let start = from.map { TimeSpan(day: $0).lo } ?? Int64.min
    let end = to.map { TimeSpan(day: $0).hi } ?? Int64.max
    guard start <= end else {
      throw Failure(
        code: "bad-window", what: "--from is after --to.", place: "clew trace",
        next: "Give the earlier day as --from.")
    }
    return start...end
  }

  func hops() throws -> Int? {
    guard let maxHops else { return nil }
    guard maxHops > 0 else {
      throw Failure(
        code: "bad-limit", what: "--max-hops is a number from 1.", place: "clew trace",
        next: "Leave it out for the default.")
    }
    return maxHops
  }

  /// The digits and the currency, where one is stated, of `--amount`.
  func part() throws -> (amount: Decimal64, currency: String?)? {
    guard let amount else { return nil }
    let digits = amount.prefix { $0.isNumber || $0 == "." }
    let currency = amount.dropFirst(digits.count).drop { $0 == " " }
    guard let decimal = Decimal64(digits), decimal.mantissa > 0 else {
      throw Failure(
        code: "bad-amount", what: "'\(amount)' is no amount more than nothing.",
        place: "--amount", next: "Write a plain number, with its currency if you like: 500EUR.")
    }
    return (decimal, currency.isEmpty ? nil : String(currency))
  }

  private static func word<Word: RawRepresentable & CaseIterable>(
    _ text: String, option: String, others: [String] = []
  ) throws -> Word where Word.RawValue == String {
    guard let word = Word(rawValue: text) else {
      throw unknownWord(text, option: option, Word.allCases.map(\.rawValue) + others)
    }
    return word
  }

  private static func unknownWord(_ text: String, option: String, _ known: [String]) -> Failure {
    Failure(
      code: "unknown-word", what: "There is no \(option) '\(text)'.", place: "clew trace",
      next: "Known are \(known.joined(separator: ", ")).")
  }
}
