import ClewAnalyse
import ClewModel

/// What `clew path` is asked.
package struct PathRequest: Sendable {
  package var from: String
  package var to: String
  package var k: Int
  package var maxHops: Int
  package var advance: Bool
  /// `hops`, `value` or `time`; nil for the default.
  package var rank: String?
  /// `certain` or `possible`.
  package var order: String?
  /// `96h`, `7d`.
  package var window: String?
  package var minAmount: String?
  package var hubLimit: Int?
  package var kinds: [String]
  package var asOf: Day?

  package init(
    from: String, to: String, k: Int = 3, maxHops: Int = 8, advance: Bool = false,
    rank: String? = nil, order: String? = nil, window: String? = nil, minAmount: String? = nil,
    hubLimit: Int? = nil, kinds: [String] = [], asOf: Day? = nil
  ) {
    self.from = from
    self.to = to
    self.k = k
    self.maxHops = maxHops
    self.advance = advance
    self.rank = rank
    self.order = order
    self.window = window
    self.minAmount = minAmount
    self.hubLimit = hubLimit
    self.kinds = kinds
    self.asOf = asOf
  }

  func question(today: Day) throws -> PathQuestion {
    var question = PathQuestion()
    guard k > 0, maxHops > 0 else {
      throw Failure(
        code: "bad-limit", what: "--k and --max-hops are numbers from 1.", place: "clew path",
        next: "Leave them out for the defaults.")
    }
    question.limit = k
    question.maxHops = maxHops
    question.advances = advance
    question.asOf = Moment(asOf: asOf ?? today)
    // Money moves between accounts: with times that advance, links only lead to the accounts.
    if advance { question.kinds = [] }
    try StepKinds.apply(kinds, to: &question)
    question.minAmount = try minAmount.map(Self.money)
    question.hubLimit = try HubBound.checked(hubLimit)
    try applyOrder(to: &question)
    return question
  }

  private func applyOrder(to question: inout PathQuestion) throws {
    let timed = [("--rank", rank), ("--order", order), ("--window", window)]
    if !advance, let (option, _) = timed.first(where: { $0.1 != nil }) {
      throw Failure(
        code: "needs-advance", what: "\(option) says which order of times is wanted.",
        place: option, next: "Add --advance; without it the shortest ways come first.")
    }
    if let rank {
      guard let known = PathQuestion.Rank(rawValue: rank) else {
        throw Failure(
          code: "unknown-rank", what: "There is no rank '\(rank)'.", place: "--rank",
          next: "Ranks are hops, value and time.")
      }
      question.rank = known
    }
    if let order {
      guard let known = PathQuestion.Order(rawValue: order) else {
        throw Failure(
          code: "unknown-order", what: "There is no order '\(order)'.", place: "--order",
          next: "Orders are certain and possible.")
      }
      question.order = known
    }
    question.window = try window.map(WindowText.seconds)
  }
}

/// The kinds of step on a command line.
enum StepKinds {
  static func apply(_ kinds: [String], to question: inout PathQuestion) throws {
    guard !kinds.isEmpty else { return }
    question.followsPayments = kinds.contains("transaction")
    question.kinds = Set(try kinds.filter { $0 != "transaction" }.map(kind))
  }

  private static func kind(_ word: String) throws -> LinkKind {
    if let kind = LinkKind(name: word) { return kind }
    throw Failure(
      code: "unknown-kind", what: "There is no kind of step '\(word)'.", place: "--kinds",
      next: "Kinds are transaction, "
        + LinkKind.allCases.map(\.name).joined(separator: ", ") + ".")
  }
}

extension PathRequest {
  /// `500EUR`, `0.5BTC`, `500 EUR`: a decimal that is not negative, then the code as sources state
  /// it.
  static func money(_ text: String) throws -> Money {
    let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    let code = text.dropFirst(digits.count).drop { $0 == " " }
    let isCode = code.first?.isLetter == true && code.last != " " && !code.contains(",")
    guard isCode, let money = Money(decimal: String(digits), currency: String(code))
    else {
      throw Failure(
        code: "bad-amount", what: "'\(text)' is no amount.", place: "--min-amount",
        next: "Write the number with a point for the decimals and no sign between thousands, then "
          + "the currency: 500EUR, 1234.50USD.")
    }
    return money
  }
}

/// `96h`, `7d`, `90m`, `30s`: a length of time.
enum WindowText {
  static func seconds(_ text: String) throws -> Int64 {
    let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800]
    if let unit = text.last.flatMap({ units[$0] }), let number = Int64(text.dropLast()),
      number > 0
    {
      let (seconds, overflow) = number.multipliedReportingOverflow(by: unit)
      if !overflow { return seconds }
    }
    throw Failure(
      code: "bad-window", what: "'\(text)' is no length of time.", place: "--window",
      next: "Write a whole number from 1 and s, m, h, d or w, such as 96h.")
  }
}

/// How many neighbours a node on the way may have.
enum HubBound {
  static func checked(_ limit: Int?) throws -> Int? {
    if let limit, limit < 1 {
      throw Failure(
        code: "bad-limit", what: "--max-neighbours is a number from 1.",
        place: "--max-neighbours", next: "Leave it out to go through hubs too.")
    }
    return limit
  }
}
