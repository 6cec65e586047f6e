import ClewModel
import Testing

@Suite struct MoneyTests {
  @Test(
    arguments: [
      ("1234.50", 123_450, 2), ("-3", -3, 0), (".5", 5, 1), ("+0.001", 1, 3),
      ("30100.0000", 301_000_000, 4),
      ("0.000000000000000001", 1, 18), ("9223372036854775807", Int64.max, 0),
    ] as [(String, Int64, UInt8)])
  func readsDecimals(text: String, mantissa: Int64, scale: UInt8) {
    #expect(Decimal64(text) == Decimal64(mantissa: mantissa, scale: scale))
  }

  @Test(arguments: [
    "", ".", "-", "1,5", "1e5", "12.3.4", "9223372036854775808", "0.0000000000000000001", "１",
    "NaN", " 1",
  ])
  func refusesWhatIsNoDecimal(text: String) { #expect(Decimal64(text) == nil) }

  @Test func printsWhatItRead() {
    for text in ["0.05", "-0.05", "1234.50", "7", "-12", "0.000"] {
      #expect(Decimal64(text)?.description == text)
    }
  }

  @Test func sumsAtTheWiderScale() {
    let a = Money(decimal: "1.5", currency: "EUR")!
    let b = Money(decimal: "0.25", currency: "EUR")!
    #expect(Decimal64.text(a.mantissa(atScale: 2) + b.mantissa(atScale: 2), scale: 2) == "1.75")
  }
}

@Suite struct ShareTests {
  @Test func percentIsExact() {
    #expect(Share(percent: "3")!.units + Share(percent: "47")!.units == Share.whole / 2)
    #expect(Share(percent: "50.0000001")!.units > Share.whole / 2)
    #expect(Share(percent: "50.0000000000001")!.units == Share.whole / 2 + 1)
    #expect(Share(percent: "100")!.units == Share.whole)
    #expect(Share(percent: "50.000000000000000")!.units == Share.whole / 2)
  }

  /// What programs print of a third: cut, rounded in the 14th decimal, and never onto a whole percent.
  @Test func furtherDecimalsAreCut() {
    let third = Share(percent: "33.333333333333336")!
    #expect(third.units == 333_333_333_333_333 && third.rounding == 5)
    #expect(Share(percent: "50.00000000000001")!.units == Share.whole / 2 + 1)
    #expect(Share(percent: "49.99999999999999")!.units == Share.whole / 2 - 1)
  }

  @Test(arguments: ["", "-1", "abc", "50,5", "99999999999999"])
  func refusesWhatIsNoShare(text: String) { #expect(Share(percent: text) == nil) }

  @Test func wholePercentsAreNotRounded() {
    #expect(Share(percent: "33")!.rounding == 0)
    #expect(Share(percent: "8.33")!.rounding == Share.whole / 20_000)
    #expect(Share(percent: "8.333333")!.rounding == Share.whole / 200_000_000)
  }

  @Test func fractionsRoundOutwards() {
    let tenNineteenths = Int128(Share.whole) * 10 / 19
    #expect(ShareText.fraction(tenNineteenths, .down) == "0.526315789473")
    #expect(ShareText.fraction(tenNineteenths, .up) == "0.526315789474")
    #expect(ShareText.fraction(Int128(Share.whole) / 2, .up) == "0.5")
    #expect(ShareText.fraction(0) == "0")
    #expect(ShareText.fraction(Int128(Share.whole)) == "1")
  }

  @Test func percentForPeopleSaysWhereItIsCut() {
    #expect(ShareText.percent(Int128(Share.whole) / 4) == "25%")
    #expect(ShareText.percent(Int128(Share.whole) * 10 / 19) == "≈52.63%")
  }
}
