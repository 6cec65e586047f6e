/// FollowTheMoney entities as JSON lines, in the shape that public collections have: companies and
/// persons with several names and dates, and their ownerships and directorships.
struct SyntheticEntities {
  var count: Int
  var seed: UInt64 = 1

  func write(to path: String) throws {
    let file = try TextFile(path: path)
    var seed = Seed(self.seed)
    for number in 0..<count {
      switch number % 4 {
      case 0, 1: company(file, number, &seed)
      case 2: person(file, number, &seed)
      default: ownership(file, number, &seed)
      }
    }
    file.close()
  }

  private func company(_ file: TextFile, _ number: Int, _ seed: inout Seed) {
    file.write(
      """
      {"id":"bench-\(number)","caption":"Bench Trading \(number) Ltd","schema":"Company","properties":\
      {"name":["Bench Trading \(number) Ltd","Торговый дом \(number)"],"country":["gb"],"jurisdiction":["gb"],\
      "registrationNumber":["\(10_000_000 + seed.below(80_000_000))"],"incorporationDate":["20\(10 + seed.below(15))-0\(1 + seed.below(9))-12"],\
      "address":["\(seed.below(400)) Quay Street, Hull, HU1 \(seed.below(9))AA"],"sourceUrl":["https://example.org/company/\(number)"]},\
      "datasets":["bench"],"referents":[],"target":false,"first_seen":"2026-01-02T03:04:05","last_seen":"2026-03-02T03:04:05"}

      """)
  }

  private func person(_ file: TextFile, _ number: Int, _ seed: inout Seed) {
    file.write(
      """
      {"id":"bench-\(number)","caption":"Ada Moor \(number)","schema":"Person","properties":{"name":["Ada Moor \(number)"],\
      "firstName":["Ada"],"lastName":["Moor \(number)"],"alias":["A. Moor","Moor, Ada"],"birthDate":["19\(40 + seed.below(59))-0\(1 + seed.below(9))-2\(seed.below(9))"],\
      "nationality":["gb","ie"],"country":["gb"],"notes":["Named in \\"Harbour\\" filings, see page \(seed.below(900))"]},\
      "datasets":["bench"],"referents":[],"target":false,"first_seen":"2026-01-02T03:04:05","last_seen":"2026-03-02T03:04:05"}

      """)
  }

  private func ownership(_ file: TextFile, _ number: Int, _ seed: inout Seed) {
    file.write(
      """
      {"id":"bench-\(number)","caption":"Ownership","schema":"Ownership","properties":{"owner":["bench-\(number - 1)"],\
      "asset":["bench-\(number - 3)"],"percentage":["\(1 + seed.below(100))"],"startDate":["2019-05-0\(1 + seed.below(9))"]},\
      "datasets":["bench"],"referents":[],"target":false,"first_seen":"2026-01-02T03:04:05","last_seen":"2026-03-02T03:04:05"}

      """)
  }
}
