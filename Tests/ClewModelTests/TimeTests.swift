import ClewModel
import Testing

@Suite struct DayTests {
  @Test func countsFromTheEpoch() {
    #expect(Day(iso: "1970-01-01")?.number == 0)
    #expect(Day(iso: "2000-03-01")?.number == 11_017)
    #expect(Day(iso: "1969-12-31")?.number == -1)
  }

  @Test(arguments: [
    "", "2026", "2026-1-01", "2026-11-2 ", "2026-11-31", "2026-+1-01", "2026/11/21", "2026-11-211",
    "20261-1-21", "२०२६-११-२१", "0000-01-01", "2026-11-2a", "2026-11-21T00",
  ])
  func whatIsNoDay(text: String) { #expect(Day(iso: text) == nil) }

  @Test func everyDayOfFourCenturiesComesBack() {
    var previous = Day(iso: "1799-12-31")!
    for number in (previous.number + 1)...Day(iso: "2200-01-01")!.number {
      let day = Day(number: number)
      let (year, month, dayOfMonth) = day.civil
      #expect(Day(year: year, month: month, day: dayOfMonth) == day)
      #expect(previous < day)
      previous = day
    }
  }

  @Test(arguments: [
    "2026-02-30", "2025-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "26-01-01", "2026-1-1",
  ])
  func refusesDaysThatDoNotExist(text: String) { #expect(Day(iso: text) == nil) }

  @Test func leapYears() {
    #expect(Day(iso: "2000-02-29") != nil)
    #expect(Day(iso: "2024-02-29") != nil)
  }
}

@Suite struct TimeSpanTests {
  @Test(arguments: [
    "2026", "2026-11", "2026-11-21", "2026-11-21T10:15", "2026-11-21T10:15:30",
    "2026-11-21T10:15:30Z",
    "2026-11-21T10:15+02:00",
  ])
  func printsWhatItRead(text: String) { #expect(TimeSpan(iso: text)?.description == text) }

  @Test func partialDatesAreWide() {
    let year = TimeSpan(iso: "2024")!
    #expect(year.firstDay.description == "2024-01-01")
    #expect(year.lastDay.description == "2024-12-31")
    #expect(TimeSpan(iso: "2024-02")!.lastDay.description == "2024-02-29")
    #expect(TimeSpan(iso: "1965-06")!.lastDay.description == "1965-06-30")
  }

  @Test func precedenceIsCertainOrNot() {
    #expect(TimeSpan(iso: "2024-01")!.certainlyPrecedes(TimeSpan(iso: "2024-02-01")!))
    #expect(!TimeSpan(iso: "2024-01")!.certainlyPrecedes(TimeSpan(iso: "2024-01-31")!))
    #expect(!TimeSpan(iso: "2024-01-31")!.certainlyPrecedes(TimeSpan(iso: "2024-01-31T12:00")!))
  }

  @Test func zonesAreTakenOff() {
    #expect(
      TimeSpan(iso: "2026-01-01T00:30:00+01:00")!.lo == TimeSpan(iso: "2025-12-31T23:30:00Z")!.lo)
  }

  @Test(arguments: [
    "", "20261121", "2026-11-21T", "2026-11-21T25:00", "2026-11-21T10:61", "2026-11-21x",
    "2026-11-31",
    "2026-11-21T10:15:30+0", "0000-01-01",
  ])
  func refusesWhatIsNoTime(text: String) { #expect(TimeSpan(iso: text) == nil) }
}
