/// The days a date may be: from the first to the last that the statement allows.
package struct DayRange: Hashable, Sendable {
  package var first: Day
  package var last: Day

  package init(first: Day, last: Day) {
    self.first = first
    self.last = last
  }

  package init(_ span: TimeSpan) { self.init(first: span.firstDay, last: span.lastDay) }

  /// A date of any precision, or two of them as a range: `1961-04`, `1961/1963`.
  ///
  /// - Returns: nil for another text, and for a range upside down.
  package init?(stated text: String) {
    let ends = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    let spans = ends.compactMap { TimeSpan(iso: $0) }
    guard spans.count == ends.count, let first = spans.first?.firstDay,
      let last = spans.last?.lastDay, first <= last
    else { return nil }
    self.init(first: first, last: last)
  }

  /// As stated: `1961`, `1961-04`, `1961-04-09`, else both ends.
  package var text: String {
    if first == last { return first.description }
    for length in [4, 7] {
      let short = String(first.description.prefix(length))
      if let span = TimeSpan(iso: short), span.firstDay == first, span.lastDay == last {
        return short
      }
    }
    return "\(first)/\(last)"
  }
}

/// When a party was born or founded, and when it died or was dissolved, as its sources say: every
/// date that one of them states, ascending.
package struct PartyDates: Hashable, Sendable {
  package var births: [DayRange]
  package var deaths: [DayRange]
  package var incorporations: [DayRange]
  package var dissolutions: [DayRange]

  package init(
    births: [DayRange] = [], deaths: [DayRange] = [], incorporations: [DayRange] = [],
    dissolutions: [DayRange] = []
  ) {
    self.births = births
    self.deaths = deaths
    self.incorporations = incorporations
    self.dissolutions = dissolutions
  }

  /// The properties whose facts these are.
  package static let properties: [Property] = [
    .birthDate, .deathDate, .incorporationDate, .dissolutionDate,
  ]

  /// Takes a fact; another property, or what is no date, says nothing.
  package mutating func take(_ property: Property, _ value: String) {
    guard let range = DayRange(stated: value) else { return }
    func add(_ range: DayRange, _ list: inout [DayRange]) {
      guard !list.contains(range) else { return }
      list.append(range)
      list.sort { ($0.first, $0.last) < ($1.first, $1.last) }
    }
    switch property {
    case .birthDate: add(range, &births)
    case .deathDate: add(range, &deaths)
    case .incorporationDate: add(range, &incorporations)
    case .dissolutionDate: add(range, &dissolutions)
    default: break
    }
  }
}
