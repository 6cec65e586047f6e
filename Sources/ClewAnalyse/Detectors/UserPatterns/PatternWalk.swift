import ClewModel

/// The backtracking of `PatternSearch` from one account: partial matches, extended step by step.
struct PatternWalk {
  let search: PatternSearch
  /// Edges that may still be looked at.
  var work: Int
  private(set) var found: [PatternMatch] = []
  /// The window of the match at hand.
  private var begin: Int64 = 0
  private var end: Int64 = 0

  init(search: PatternSearch, work: Int) {
    self.search = search
    self.work = work
  }

  private var index: FlowIndex { search.index }
  private var steps: [PaymentPattern.Step] { search.pattern.steps }

  /// Forgets what was found from the account before.
  mutating func reset() { found = [] }

  /// All matches whose first step has this edge as its earliest payment. `node` is the account that
  /// is the same in all payments of that step.
  mutating func start(at edge: Int32, node: Int32) {
    begin = index.lo[Int(edge)]
    end = begin + search.window
    if !search.isStrict { begin -= search.window }
    let step = steps[0]
    var match = PatternMatch(
      single: [:], severalName: search.pattern.several?.variable, members: [], steps: [:])
    if step.each == step.from {
      match.single[step.to] = node
    } else {
      match.single[step.from] = node
    }
    if step.each != nil {
      if take(0, from: edge, &match) { extend(match, 1) }
    } else {
      match.single[step.to] = index.to[Int(edge)]
      take(step: 0, match, edge)
    }
  }

  /// Goes on with a step; a match that has all steps is kept where it holds.
  private mutating func extend(_ match: PatternMatch, _ number: Int) {
    guard work > 0, found.count < search.question.findingsPerHub else { return }
    guard number < steps.count else {
      var match = match
      if !isAllowed(match) { match.isTooMany = true }
      found.append(match)
      return
    }
    let step = steps[number]
    let several = match.severalName
    if step.from == several || step.to == several {
      branch(match, number, several ?? "")
    } else {
      single(match, number)
    }
  }

  // MARK: - Steps between two single accounts

  private mutating func single(_ match: PatternMatch, _ number: Int) {
    let step = steps[number]
    let isForward = match.single[step.from] != nil
    guard let node = match.single[step.from] ?? match.single[step.to] else { return }
    let edges = isForward ? index.out(of: node) : index.into(node)
    var tried: Set<Int32> = []
    var position = firstPosition(in: edges)
    while position < edges.endIndex, index.lo[Int(edges[position])] <= end, work > 0 {
      let edge = edges[position]
      position += 1
      work -= 1
      let other = isForward ? index.to[Int(edge)] : index.from[Int(edge)]
      let variable = isForward ? step.to : step.from
      guard match.single[variable].map({ $0 == other }) ?? !holds(match, other),
        admits(edge, step), follows(edge, match, number)
      else { continue }
      // Several payments between the same two are one step: the first of them brings the others.
      if step.count != 1...1, !tried.insert(other).inserted { continue }
      var next = match
      next.single[variable] = other
      take(step: number, next, edge)
    }
  }

  /// Takes an edge, and with it as many between the same two as the step asks for.
  private mutating func take(step number: Int, _ match: PatternMatch, _ edge: Int32) {
    let step = steps[number]
    var match = match
    guard admits(edge, step), match.single[step.from] != match.single[step.to] else { return }
    var rows = [edge]
    if step.count != 1...1, let from = match.single[step.from] {
      let edges = index.out(of: from)
      var position = firstPosition(in: edges)
      while position < edges.endIndex, index.lo[Int(edges[position])] <= end, work > 0 {
        let other = edges[position]
        position += 1
        work -= 1
        guard other > edge, index.to[Int(other)] == index.to[Int(edge)], admits(other, step),
          number == 0 || follows(other, match, number)
        else { continue }
        rows.append(other)
      }
    }
    guard rows.count >= step.count.lowerBound else { return }
    if rows.count > step.count.upperBound { match.isTooMany = true }
    match.steps[number] = rows
    guard keepsRatio(match, number) else { return }
    extend(match, number + 1)
  }

  // MARK: - Steps of the variable that stands for several

  private mutating func branch(_ match: PatternMatch, _ number: Int, _ several: String) {
    let step = steps[number]
    let variable = step.from == several ? step.to : step.from
    if match.members.isEmpty {
      var next = match
      if match.single[variable] != nil, take(number, from: nil, &next) { extend(next, number + 1) }
      return
    }
    if let node = match.single[variable] {
      narrow(match, number, variable, to: node)
      return
    }
    var counts: [Int32: Int] = [:]
    for member in match.members {
      var seen: Set<Int32> = []
      let edges = step.from == several ? index.out(of: member.node) : index.into(member.node)
      var position = firstPosition(in: edges)
      while position < edges.endIndex, index.lo[Int(edges[position])] <= end, work > 0 {
        let edge = edges[position]
        position += 1
        work -= 1
        let other = step.from == several ? index.to[Int(edge)] : index.from[Int(edge)]
        if seen.insert(other).inserted { counts[other, default: 0] += 1 }
      }
    }
    let least = search.pattern.several?.count.lowerBound ?? 1
    for node in counts.keys.sorted() where (counts[node] ?? 0) >= least && !holds(match, node) {
      narrow(match, number, variable, to: node)
    }
  }

  /// Keeps the members that have a payment from or to the account, and goes on.
  private mutating func narrow(
    _ match: PatternMatch, _ number: Int, _ variable: String, to node: Int32
  ) {
    var next = match
    next.single[variable] = node
    next.members = []
    for member in match.members where member.node != node {
      if let kept = fitted(member, match, number, variable, node) { next.members.append(kept) }
    }
    guard isEnough(next), keepsRatio(next, number) else { return }
    extend(next, number + 1)
  }

  /// A member with its first payment from or to the account that fits. The payment that brought the
  /// member in gives way to a later one where only that makes the two fit together.
  private mutating func fitted(
    _ member: PatternMatch.Branch, _ match: PatternMatch, _ number: Int, _ variable: String,
    _ node: Int32
  ) -> PatternMatch.Branch? {
    let step = steps[number]
    let edges = step.to == variable ? index.out(of: member.node) : index.into(member.node)
    let begin = firstPosition(in: edges)
    let alternatives = member.edges.count == 1 ? member.candidates : [-1]
    for alternative in alternatives {
      var kept = member
      if alternative >= 0, let brought = member.edges.keys.first {
        kept.edges[brought] = alternative
      }
      var position = begin
      while position < edges.endIndex, index.lo[Int(edges[position])] <= end, work > 0 {
        let edge = edges[position]
        position += 1
        work -= 1
        let other = step.to == variable ? index.to[Int(edge)] : index.from[Int(edge)]
        guard other == node, admits(edge, step), follows(edge, match, number, kept.edges),
          keepsRatio(edge, step, kept.edges)
        else { continue }
        kept.edges[number] = edge
        return kept
      }
    }
    return nil
  }

  /// Gathers the accounts that a bound one pays, or is paid by: each with its first payment that fits.
  private mutating func take(_ number: Int, from first: Int32?, _ match: inout PatternMatch) -> Bool
  {
    let step = steps[number]
    let isPayer = match.severalName == step.from
    guard let node = match.single[isPayer ? step.to : step.from] else { return false }
    let edges = isPayer ? index.into(node) : index.out(of: node)
    var place: [Int32: Int] = [:]
    var position = firstPosition(in: edges)
    while position < edges.endIndex, index.lo[Int(edges[position])] <= end, work > 0 {
      let edge = edges[position]
      position += 1
      work -= 1
      if let first, edge < first { continue }
      let other = isPayer ? index.from[Int(edge)] : index.to[Int(edge)]
      guard !match.single.values.contains(other), admits(edge, step),
        number == 0 || follows(edge, match, number)
      else { continue }
      if let known = place[other] {
        match.members[known].candidates.append(edge)
      } else {
        place[other] = match.members.count
        match.members.append(
          PatternMatch.Branch(node: other, edges: [number: edge], candidates: [edge]))
      }
    }
    if let first, match.members.first?.edges[number] != first { return false }
    return match.members.count >= (search.pattern.several?.count.lowerBound ?? 1)
      && keepsRatio(match, number)
  }

  /// Whether as many accounts are left as the pattern asks for. More than it allows may become fewer
  /// in later steps only.
  private func isEnough(_ match: PatternMatch) -> Bool {
    match.members.count >= (search.pattern.several?.count.lowerBound ?? 1)
  }

  /// Whether the several accounts are no more than the pattern allows.
  private func isAllowed(_ match: PatternMatch) -> Bool {
    search.pattern.several.map { $0.count.contains(match.members.count) } ?? true
  }

  // MARK: - Conditions

  private func holds(_ match: PatternMatch, _ node: Int32) -> Bool {
    match.single.values.contains(node) || match.members.contains { $0.node == node }
  }

  /// What a payment alone has to meet.
  private func admits(_ edge: Int32, _ step: PaymentPattern.Step) -> Bool {
    guard search.admits?[Int(edge)] ?? true else { return false }
    let amount = search.amount(edge)
    if let currency = step.currency, amount.currency != currency { return false }
    if let least = step.least, !Self.isAtLeast(amount, least) { return false }
    if let most = step.most, !Self.isAtLeast(most, amount) { return false }
    return true
  }

  private static func isAtLeast(_ a: Money, _ b: Money) -> Bool {
    guard a.currency == b.currency else { return false }
    let scale = max(a.scale, b.scale)
    return a.mantissa(atScale: scale) >= b.mantissa(atScale: scale)
  }

  /// Whether the edge comes when the step may: after the step before, and within its time of it.
  private func follows(
    _ edge: Int32, _ match: PatternMatch, _ number: Int, _ own: [Int: Int32]? = nil
  ) -> Bool {
    guard number > 0 else { return true }
    let before = own?[number - 1].map { [$0] } ?? match.edges(of: number - 1)
    if search.isStrict, before.contains(where: { !search.certainlyFollows(edge, $0) }) {
      return false
    }
    guard let within = steps[number].within else { return true }
    return before.allSatisfy { abs(index.lo[Int(edge)] - index.lo[Int($0)]) <= within }
  }

  /// The ratio of one account's payment to the one of an earlier step.
  private func keepsRatio(
    _ edge: Int32, _ step: PaymentPattern.Step, _ own: [Int: Int32]
  ) -> Bool {
    guard let ratio = step.ratio, let earlier = own[ratio.step] else { return true }
    return Self.keeps(ratio, [search.amount(edge)], [search.amount(earlier)])
  }

  /// The ratio of a step to an earlier one, all payments together.
  private func keepsRatio(_ match: PatternMatch, _ number: Int) -> Bool {
    guard let ratio = steps[number].ratio else { return true }
    let isOfEach = match.steps[number] == nil && match.steps[ratio.step] == nil
    guard !isOfEach else { return true }
    return Self.keeps(
      ratio, match.edges(of: number).map(search.amount),
      match.edges(of: ratio.step).map(search.amount))
  }

  /// False too where currencies differ or a product outgrows 128 bits.
  static func keeps(_ ratio: PaymentPattern.Ratio, _ now: [Money], _ before: [Money]) -> Bool {
    guard let currency = now.first?.currency,
      (now + before).allSatisfy({ $0.currency == currency }), !before.isEmpty
    else { return false }
    let scale = (now + before).map(\.scale).max() ?? 0
    guard let a = sum(now, scale), let b = sum(before, scale) else { return false }
    func product(_ x: Int128, _ y: Int128) -> Int128? {
      let (result, overflow) = x.multipliedReportingOverflow(by: y)
      return overflow ? nil : result
    }
    guard let low = product(a, Decimal64.power(of: ratio.least.scale)),
      let least = product(b, Int128(ratio.least.mantissa)),
      let high = product(a, Decimal64.power(of: ratio.most.scale)),
      let most = product(b, Int128(ratio.most.mantissa))
    else { return false }
    return low >= least && high <= most
  }

  private static func sum(_ amounts: [Money], _ scale: UInt8) -> Int128? {
    var total: Int128 = 0
    for amount in amounts {
      let (next, overflow) = total.addingReportingOverflow(amount.mantissa(atScale: scale))
      guard !overflow else { return nil }
      total = next
    }
    return total
  }

  /// The first edge of a time-ordered list inside the window.
  private func firstPosition(in edges: ArraySlice<Int32>) -> Int {
    var (low, high) = (edges.startIndex, edges.endIndex)
    while low < high {
      let middle = (low + high) / 2
      if index.lo[Int(edges[middle])] < begin { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
