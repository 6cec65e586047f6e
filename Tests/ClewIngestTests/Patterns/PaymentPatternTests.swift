import ClewIngest
import ClewModel
import Testing

@Suite struct PaymentPatternTests {
  private let split = """
    pattern: commission-split
    title: Commission split
    window: 48h
    order: strict
    steps:
      - from: a
        to: b
        each: b
        count: 3..20
        amount: 1000..9000
        currency: EUR
      - from: b
        to: c
        within: 24h
        ratio: 0.9..1.0
        of: 1
    """

  @Test func readsEveryKey() throws {
    let pattern = try PaymentPattern(yaml: split)
    #expect(pattern.name == "commission-split")
    #expect(pattern.window == 172_800)
    #expect(pattern.isStrict)
    #expect(pattern.variables == ["a", "b", "c"])
    let several = try #require(pattern.several)
    #expect(several.variable == "b" && several.count == 3...20)
    #expect(pattern.steps[0].least == Money(mantissa: 1000, scale: 0, currency: "EUR"))
    #expect(pattern.steps[1].within == 86_400)
    let ratio = try #require(pattern.steps[1].ratio)
    #expect(ratio.least.description == "0.9" && ratio.most.description == "1.0")
    #expect(ratio.step == 0)
  }

  /// What is wrong, and the line it stands on.
  @Test(arguments: [
    ("pattern: x\nwindow: 4d\n", "needs the key steps", "line 1"),
    ("pattern: x\nwindow: 4d\nsteps:\n  - from: a\n    to: a\n", "same variable", "line 4"),
    ("pattern: x\nwindow: soon\nsteps: []\n", "such as 90m", "line 2"),
    ("pattern: x\nwindow: 4d\nsteps: []\n", "1 to 12 steps", "line 3"),
    ("pattern: x\nwindow: 4d\nfoo: 1\nsteps: []\n", "unknown key", "line 3"),
    ("pattern: x y\nwindow: 4d\nsteps: []\n", "letters, digits", "line 1"),
    ("pattern: x\nwindow: 4d\norder: any\nsteps: []\n", "strict or windowed", "line 3"),
    (
      "pattern: x\nwindow: 4d\nsteps:\n  - from: a\n    to: b\n    amount: 1..2\n",
      "need a currency", "line 6"
    ),
    (
      "pattern: x\nwindow: 4d\nsteps:\n  - from: a\n    to: b\n    ratio: 0.5..1\n",
      "earlier step", "line 4"
    ),
    (
      "pattern: x\nwindow: 4d\nsteps:\n  - from: a\n    to: b\n  - from: c\n    to: d\n",
      "not joined", "line 6"
    ),
    (
      "pattern: x\nwindow: 4d\nsteps:\n  - from: a\n    to: b\n    count: 5..2\n",
      "range such as", "line 6"
    ),
    (
      "pattern: x\nwindow: 4d\nsteps:\n  - from: a\n    to: b\n    each: b\n", "count of several",
      "line 4"
    ),
    ("- a\n- b\n", "expected keys", "line 1"), ("pattern: [\n", "no YAML", ""),
    ("", "expected keys", ""),
  ]) func errorsNameTheLine(_ text: String, _ what: String, _ place: String) {
    do {
      _ = try PaymentPattern(yaml: text)
      Issue.record("no error for \(text)")
    } catch {
      #expect(error.code == .pattern)
      #expect(error.what.contains(what), "\(error.what)")
      #expect(error.place.contains(place), "\(error.place)")
    }
  }
}
