import ClewModel
import Testing

@testable import ClewStore

/// The rules as a pure function, on small random worlds.
@Suite struct DuplicateResolverTests {
  /// Xorshift (Marsaglia 2003): the same worlds on every run.
  private struct Dice {
    var state: UInt64

    mutating func roll(_ sides: Int) -> Int {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Int(state % UInt64(sides))
    }
  }

  /// Statements of three sources about few accounts, amounts and references. Accounts are numbered
  /// by their name here, which stands for an identity that no order of reading changes.
  private func world(_ dice: inout Dice) -> [PaymentStatement] {
    (0..<(4 + dice.roll(7))).map { number in
      let source = dice.roll(3)
      func account() -> Int64? { dice.roll(3) == 0 ? nil : Int64(1 + dice.roll(2)) }
      return PaymentStatement(
        id: Int64(number + 1), source: Int64(source + 1), origin: "file \(source)",
        content: .init(
          from: account(), to: account(), mantissa: Int64(100 * (1 + dice.roll(2))), scale: 2,
          currency: 1),
        day: Int64(dice.roll(9)), lo: 0, offset: Int64(number), precision: Int64(dice.roll(3)),
        reporter: "bank \(source % 2)", uetr: dice.roll(5) == 0 ? "u" : nil,
        endToEnd: dice.roll(2) == 0 ? "e\(dice.roll(2))" : nil,
        servicerReference: dice.roll(3) == 0 ? "b\(dice.roll(2))" : nil,
        standing: dice.roll(4) == 0
          ? TransactionDetail.Standing.allCases[1 + dice.roll(3)] : .settled)
    }
  }

  /// Which statements are of one payment and which stands for each, named by what they state.
  private func answer(_ statements: [PaymentStatement]) -> [Set<Int64>: Int64] {
    let result = DuplicateResolver.resolve(statements, sameIDs: [], held: [])
    var groups: [Int: Set<Int64>] = [:]
    for (position, statement) in statements.enumerated() {
      groups[result.canonical[position], default: []].insert(statement.offset)
    }
    var answer: [Set<Int64>: Int64] = [:]
    for (canonical, group) in groups { answer[group] = statements[canonical].offset }
    return answer
  }

  /// The same statements where the sources were read in another order: other ids, same content.
  private func reordered(_ statements: [PaymentStatement], _ order: [Int64]) -> [PaymentStatement] {
    let sorted = statements.sorted { a, b in
      (order[Int(a.source) - 1], a.offset) < (order[Int(b.source) - 1], b.offset)
    }
    return sorted.enumerated().map { number, statement in
      var statement = statement
      statement.id = Int64(number + 1)
      statement.source = order[Int(statement.source) - 1]
      return statement
    }
  }

  @Test func theOrderOfReadingDoesNotMatter() {
    var dice = Dice(state: 7)
    for round in 0..<1200 {
      let statements = world(&dice)
      let expected = answer(reordered(statements, [1, 2, 3]))
      for order in [[3, 2, 1], [2, 3, 1], [1, 3, 2]] as [[Int64]] {
        #expect(answer(reordered(statements, order)) == expected, "round \(round)")
      }
    }
  }

  @Test func everyJoinKeepsItsRule() {
    var dice = Dice(state: 11)
    var seen: [DuplicateRule: Int] = [:]
    for _ in 0..<1200 {
      let statements = world(&dice)
      let result = DuplicateResolver.resolve(statements, sameIDs: [], held: [])
      for join in result.joins {
        seen[join.rule, default: 0] += 1
        let (a, b) = (statements[join.a], statements[join.b])
        #expect(result.canonical[join.a] == result.canonical[join.b])
        // What names one account each is joined through what names both.
        let isBridged = statements.indices.contains {
          result.canonical[$0] == result.canonical[join.a]
            && statements[$0].sides.covers(a.sides) && statements[$0].sides.covers(b.sides)
        }
        #expect(
          a.sides.contradictions(to: b.sides).isEmpty || isBridged, "\(join) \(a) \(b)")
        switch join.rule {
        case .uetr: #expect(a.uetr == b.uetr && a.uetr != nil)
        case .endToEnd:
          #expect(a.endToEnd == b.endToEnd && a.endToEnd != nil && a.source != b.source)
          #expect(a.content.mantissa == b.content.mantissa && abs(a.day - b.day) <= 5)
        case .servicerReference:
          #expect(a.servicerReference == b.servicerReference && a.servicerReference != nil)
          #expect(a.content.mantissa == b.content.mantissa)
        case .samePayment:
          #expect(a.content == b.content && abs(a.day - b.day) <= 1 && a.lane != b.lane)
        case .setID: Issue.record("no ids are given")
        }
      }
    }
    #expect(seen.keys.count == 4 && seen.values.allSatisfy { $0 > 20 }, "\(seen)")
  }

  /// What an analysis reads of a group: a settled statement if there is one, and no account that
  /// settled statements name is lost.
  @Test func theStatementThatStandsForAPaymentNamesAllItsAccounts() {
    var dice = Dice(state: 13)
    for _ in 0..<1200 {
      let statements = world(&dice)
      let result = DuplicateResolver.resolve(statements, sameIDs: [], held: [])
      for position in statements.indices {
        let own = statements[position]
        let canonical = statements[result.canonical[position]]
        #expect(result.canonical[result.canonical[position]] == result.canonical[position])
        guard own.standing == .settled else { continue }
        #expect(result.isSettled[position] && canonical.standing == .settled)
        #expect(canonical.sides.covers(own.sides), "\(own) \(canonical)")
      }
    }
  }

  /// Two files that state equal payments with one reference: as many are joined as can be.
  @Test func asManyAreJoinedAsBruteForceJoins() {
    var dice = Dice(state: 17)
    for _ in 0..<500 {
      func days() -> [Int64] { (0..<dice.roll(5)).map { _ in Int64(dice.roll(14)) } }
      let (a, b) = (days(), days())
      let statements = (a.map { (1, $0) } + b.map { (2, $0) }).enumerated().map { number, row in
        PaymentStatement(
          id: Int64(number + 1), source: Int64(row.0), origin: "file \(row.0)",
          content: .init(from: 1, to: 2, mantissa: 100, scale: 2, currency: 1), day: row.1, lo: 0,
          offset: Int64(number), reporter: "one bank", endToEnd: "RENT")
      }
      let joins = DuplicateResolver.resolve(statements, sameIDs: [], held: []).joins
      #expect(joins.count == most(a[...], b), "\(a) \(b)")
    }
  }

  /// The most pairs within five days, by trying all.
  private func most(_ a: ArraySlice<Int64>, _ b: [Int64]) -> Int {
    guard let first = a.first else { return 0 }
    var best = most(a.dropFirst(), b)
    for (index, day) in b.enumerated() where abs(day - first) <= 5 {
      var rest = b
      rest.remove(at: index)
      best = max(best, 1 + most(a.dropFirst(), rest))
    }
    return best
  }

  @Test func ofOneUETRWhatIsClearIsJoined() {
    func statement(_ id: Int64, _ from: Int64?, _ to: Int64?) -> PaymentStatement {
      PaymentStatement(
        id: id, source: id, content: .init(from: from, to: to, mantissa: 1, scale: 0, currency: 1),
        day: 1, lo: 1, offset: 0, reporter: "x", uetr: "u")
    }
    func canonical(_ sides: [(Int64?, Int64?)]) -> [Int] {
      let statements = sides.enumerated().map { statement(Int64($0 + 1), $1.0, $1.1) }
      return DuplicateResolver.resolve(statements, sameIDs: [], held: []).canonical
    }
    #expect(canonical([(1, 2), (1, nil), (nil, 2), (nil, nil)]) == [0, 0, 0, 0])
    // Neither names both accounts.
    #expect(canonical([(1, nil), (nil, 2)]) == [0, 1])
    // Which of the two it belongs to is not clear.
    #expect(canonical([(1, 2), (1, 3), (1, nil), (nil, 3)]) == [0, 1, 2, 1])
    // A return.
    #expect(canonical([(1, 2), (2, 1), (1, 2)]) == [0, 1, 0])
    #expect(canonical([(1, nil), (nil, 1)]) == [0, 1])
  }
}
