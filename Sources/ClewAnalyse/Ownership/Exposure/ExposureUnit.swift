import ClewModel

extension Exposure {
  /// A party that a list names on the day asked about: certainly, or possibly where the day lies
  /// inside a partial date of listing.
  package struct Listed: Hashable, Sendable {
    package var party: Int32
    package var isCertain: Bool

    package init(_ party: Int32, isCertain: Bool = true) {
      self.party = party
      self.isCertain = isCertain
    }
  }
}

/// The parties whose stakes a rule adds up: all listed ones, or one of them.
struct ExposureUnit {
  /// The listed person that is asked alone; nil where all count together.
  let person: Int32?
  /// The listed parties of the unit.
  let listed: Set<Int32>
  /// What counts from the beginning, for certain and at most, ascending: the listed, and with whom
  /// the person holds jointly.
  let certain: [Int32]
  let possible: [Int32]

  /// The units of a rule, in ascending person.
  ///
  /// - Parameter groups: parties that hold jointly, as the analyst says. Where each listed person is
  ///   asked alone, each member holds what all members hold (OFSI on joint arrangements); where the
  ///   listed add up, members that are not listed do not count.
  static func units(
    of listed: [Exposure.Listed], groups: [[Int32]], _ test: ExposureTest
  ) -> [ExposureUnit] {
    var certainty: [Int32: Bool] = [:]
    for row in listed { certainty[row.party] = (certainty[row.party] ?? false) || row.isCertain }
    let parties = certainty.keys.sorted()
    guard !test.addsUp else {
      return parties.isEmpty
        ? []
        : [
          ExposureUnit(
            person: nil, listed: Set(parties), certain: parties.filter { certainty[$0] == true },
            possible: parties)
        ]
    }
    var partners: [Int32: Set<Int32>] = [:]
    for group in groups {
      for member in group where certainty[member] != nil {
        partners[member, default: []].formUnion(group)
      }
    }
    return parties.map { person in
      let together = partners[person].map { $0.union([person]).sorted() } ?? [person]
      return ExposureUnit(
        person: person, listed: [person], certain: certainty[person] == true ? together : [],
        possible: together)
    }
  }
}

extension Regime.Rule {
  /// The test of a rule about listed persons.
  var exposure: ExposureTest {
    guard case .exposure(let test) = test else {
      preconditionFailure("only a regime about listed persons is asked for exposure")
    }
    return test
  }

  /// The same with the threshold itself not sufficing.
  var exceeded: Regime.Rule {
    var rule = self
    rule.isInclusive = false
    return rule
  }
}
