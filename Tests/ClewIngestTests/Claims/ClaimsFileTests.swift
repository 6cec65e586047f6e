import ClewIngest
import ClewModel
import Testing

@Suite struct ClaimsFileTests {
  @Test func everyKeyIsRead() throws {
    let claims = try ClaimsFile(
      yaml: """
        jurisdiction: England and Wales
        election:
          text: Re Hallett
          by: counsel
          date: 2026-03-01
        claimants:
          - name: Orla Finch
            contributions:
              - transaction: T3
                amount: 1000.10
                currency: EUR
              - transaction: pay-7
        own: [T5, T6]
        restoring: T9
        openings:
          - account: A1
            amount: 500.00
            currency: EUR
            owner: Orla Finch
        assets:
          - name: a boat
            transactions: [T7, T8]
            value: 12000
            currency: EUR
          - name: a horse
            transaction: T10
        rates:
          - {from: EUR, to: USD, rate: 1.0850, day: 2026-01-15, tolerance: 0.01, source: the bank}
        coordinated: true
        order: [T4, T6]
        same-day: withdrawals-first
        """)
    #expect(claims.jurisdiction == "England and Wales")
    #expect(claims.election?.text == "Re Hallett" && claims.election?.by == "counsel")
    #expect(claims.election?.date?.description == "2026-03-01")
    let finch = try #require(claims.claimants.first)
    #expect(finch.name.value == "Orla Finch" && finch.name.line == 7)
    #expect(finch.contributions.map(\.transaction.value) == ["T3", "pay-7"])
    #expect(finch.contributions[0].amount?.value == Decimal64(mantissa: 100_010, scale: 2))
    #expect(finch.contributions[1].amount == nil)
    #expect(claims.own.map(\.value) == ["T5", "T6"] && claims.restoring.map(\.value) == ["T9"])
    #expect(claims.openings[0].owner?.value == "Orla Finch")
    #expect(claims.assets[0].transactions.map(\.value) == ["T7", "T8"])
    #expect(claims.assets[1].transactions.map(\.value) == ["T10"] && claims.assets[1].value == nil)
    #expect(claims.rates[0].rate == Decimal64(mantissa: 10_850, scale: 4))
    #expect(claims.coordinated && claims.order.count == 2)
    #expect(claims.sameDay == "withdrawals-first")
  }

  @Test(arguments: [
    ("claimant: x", "unknown key", "line 1, claimant"),
    ("own:\n  - T1\nfoo: 1", "unknown key", "line 3, foo"),
    (
      "claimants:\n  - name: A\n    contributions:\n      - transaction: T1\n        amount: 1,5",
      "plain decimal", "line 5, claimants.contributions.amount"
    ),
    (
      "claimants:\n  - name: A\n    contributions:\n      - {transaction: T1, amount: -1}",
      "not negative", "line 4, claimants.contributions.amount"
    ),
    ("claimants:\n  - name: own\n    contributions: [{transaction: T1}]", "'own'", "line 2"),
    (
      "claimants:\n  - {name: A, contributions: [{transaction: T1}]}\n"
        + "  - {name: A, contributions: [{transaction: T2}]}",
      "second claimant", "line 3"
    ),
    ("claimants:\n  - name: A", "needs contributions", "line 2, claimants"),
    ("openings:\n  - {account: A1, amount: 5}", "needs currency", "line 2, openings"),
    (
      "openings:\n  - {account: A1, amount: 5, currency: EUR, owner: Nobody}",
      "claimant of this file", "line 2, openings.owner"
    ),
    ("assets:\n  - {name: x}", "either transaction or transactions", "line 2, assets"),
    ("assets:\n  - {name: x, transaction: T1, value: 5}", "needs currency", "line 2, assets"),
    (
      "rates:\n  - {from: EUR, to: USD, rate: 0, day: 2026-01-01, source: x}", "more than 0",
      "line 2, rates.rate"
    ),
    (
      "rates:\n  - {from: EUR, to: USD, rate: 1, day: 2026-01, source: x}", "expected a day",
      "line 2, rates.day"
    ),
    (
      "rates:\n  - {from: EUR, to: USD, rate: 1, tolerance: 2, day: 2026-01-01, source: x}",
      "share from 0 to 1", "line 2, rates.tolerance"
    ),
    (
      "rates:\n  - {from: EUR, to: EUR, rate: 1, day: 2026-01-01, source: x}", "two currencies",
      "line 2, rates"
    ),
    ("coordinated: maybe", "true or false", "line 1, coordinated"),
    ("same-day: never", "expected one of ledger", "line 1, same-day"),
    ("own: {a: b}", "expected a text", "line 1, own"), ("- a", "keys with values", "line 1"),
    ("", "keys with values", "line 1"), ("a: [", "no YAML", ""),
  ])
  func whatIsWrongIsNamedWithItsLine(yaml: String, what: String, place: String) throws {
    let error = #expect(throws: IngestError.self) { try ClaimsFile(yaml: yaml) }
    #expect(error?.code == .claims)
    #expect(error?.what.contains(what) == true, "\(error?.what ?? "")")
    #expect(error?.place.hasPrefix(place) == true, "\(error?.place ?? "")")
    #expect(error?.next.contains("docs/tracing.md") == true)
  }
}
