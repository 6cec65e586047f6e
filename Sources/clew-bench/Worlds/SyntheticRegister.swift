/// A synthetic ownership register in the native tables: companies owned by persons and by each
/// other, some in cycles.
struct SyntheticRegister {
  var companies: Int
  var seed: UInt64 = 1

  /// Writes `parties.csv` and `links.csv` into the folder.
  func write(to folder: String) throws {
    let persons = companies / 2
    let parties = try TextFile(path: folder + "/parties.csv")
    parties.write("id,name,kind,country,registration_number\n")
    for company in 0..<companies {
      parties.write("C\(company),Company \(company) Ltd,organisation,GB,")
      parties.write(10_000_000 + company, width: 8)
      parties.write("\n")
    }
    for person in 0..<persons { parties.write("N\(person),Person \(person),person,GB,\n") }
    parties.close()

    var seed = Seed(self.seed)
    let links = try TextFile(path: folder + "/links.csv")
    links.write("from,to,kind,share\n")
    for company in 0..<companies {
      var left = 100
      // Nine in ten corporate owners have a lower number; the tenth may close a cycle.
      if company > 0, seed.below(10) < 7 {
        let owner = seed.below(10) < 9 ? seed.below(company) : seed.below(companies)
        if owner != company {
          let share = 10 + seed.below(51)
          links.write("C\(owner),C\(company),owns,\(share)\n")
          left -= share
        }
      }
      for _ in 0..<(1 + seed.below(2)) where left > 0 {
        let share = min(left, 5 + seed.below(70))
        links.write("N\(seed.below(max(persons, 1))),C\(company),owns,\(share)\n")
        left -= share
      }
    }
    links.close()
  }
}
