/// A pattern of payments that an analyst wrote: steps between named variables, in order.
///
/// A variable stands for one account, but for the one after `each`, which stands for several: a step
/// to or from it is one payment for each of them.
package struct PaymentPattern: Hashable, Sendable {
  package var name: String
  package var title: String
  package var definition: String
  /// Seconds from the first to the last payment.
  package var window: Int64
  /// True where each step has to follow the one before; false where any order in the window will do.
  package var isStrict: Bool
  package var steps: [Step]

  package init(
    name: String, title: String, definition: String, window: Int64, isStrict: Bool, steps: [Step]
  ) {
    self.name = name
    self.title = title
    self.definition = definition
    self.window = window
    self.isStrict = isStrict
    self.steps = steps
  }

  /// The variable that stands for several accounts, and how many.
  package var several: (variable: String, count: ClosedRange<Int>)? {
    for step in steps {
      if let each = step.each { return (each, step.count) }
    }
    return nil
  }

  /// The variables in order of appearance.
  package var variables: [String] {
    var seen: [String] = []
    for variable in steps.flatMap({ [$0.from, $0.to] }) where !seen.contains(variable) {
      seen.append(variable)
    }
    return seen
  }

  package struct Step: Hashable, Sendable {
    package var from: String
    package var to: String
    /// The one of the two that stands for several accounts; nil where this is not said here.
    package var each: String?
    /// How many accounts `each` stands for; else how many payments between the same two.
    package var count: ClosedRange<Int>
    /// Seconds after the step before, at most; nil for the window.
    package var within: Int64?
    /// Bounds of every payment; the currency is then that of the bounds.
    package var least: Money?
    package var most: Money?
    package var currency: String?
    package var ratio: Ratio?

    package init(
      from: String, to: String, each: String? = nil, count: ClosedRange<Int> = 1...1,
      within: Int64? = nil, least: Money? = nil, most: Money? = nil, currency: String? = nil,
      ratio: Ratio? = nil
    ) {
      self.from = from
      self.to = to
      self.each = each
      self.count = count
      self.within = within
      self.least = least
      self.most = most
      self.currency = currency
      self.ratio = ratio
    }
  }

  /// The value of a step over that of an earlier one: for each account where both are of `each`,
  /// else of all payments together. Never across currencies.
  package struct Ratio: Hashable, Sendable {
    package var least: Decimal64
    package var most: Decimal64
    /// The earlier step, from 0.
    package var step: Int

    package init(least: Decimal64, most: Decimal64, step: Int) {
      self.least = least
      self.most = most
      self.step = step
    }
  }
}
