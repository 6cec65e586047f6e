import ClewModel

extension ShareVector {
  /// Companies by what the parties of a vector hold in them together.
  package struct Passing: Sendable {
    package struct Company: Hashable, Sendable {
      package var party: Int32
      package var verdict: Verdict
      package var share: ShareBounds
    }

    /// Companies that pass for certain or possibly, ascending by party.
    package var companies: [Company] = []
    /// Companies whose bounds do not tell, and that an exact comparison told.
    package var settledExactly = 0
    /// Companies that are left possible.
    package var unsettled = 0
  }

  /// The companies in which the share passes a threshold; where the bounds do not tell, the share
  /// is compared exactly.
  package func passing(_ threshold: ShareThreshold) -> Passing {
    var result = Passing()
    var marks = RankMarks(graph)
    let ranks = Set(seeds.map { graph.rank[Int($0)] })
    var next = reached.next(from: 0)
    while let company = next {
      next = reached.next(from: company + 1)
      let bounds = bounds(inCompany: company)
      let row = Passing.Company(
        party: graph.party[graph.endCount + company], verdict: .yes, share: bounds)
      switch threshold.isPassed(by: bounds) {
      case true?: result.companies.append(row)
      case false?: continue
      case nil:
        let comparison = ExactComparison(graph, seeds: ranks, target: company, &marks) {
          reached.contains($0)
        }
        let order = comparison?.order(threshold)
        result.take(row, order.map { threshold.isPassed($0) })
      }
    }
    result.companies.sort { $0.party < $1.party }
    return result
  }
}

extension GreatestVector {
  /// Adds to the companies that pass for certain those that pass when the bands are as high as they
  /// can be; the verdict on them is possible.
  ///
  /// Where the bound lies within `nearness` above the threshold and was rounded, the greatest share
  /// is compared exactly.
  package func passing(
    _ threshold: ShareThreshold, besides certain: ShareVector.Passing
  ) -> ShareVector.Passing {
    var result = certain
    var marks = RankMarks(graph)
    var known: Set<Int32> = []
    for row in certain.companies { known.insert(row.party) }
    var next = reached.next(from: 0)
    while let company = next {
      next = reached.next(from: company + 1)
      let party = graph.party[graph.endCount + company]
      let bounds = ShareBounds(low: 0, high: most(inCompany: company))
      guard threshold.isPassed(by: bounds) == nil, !known.contains(party) else { continue }
      if bounds.high < threshold.fixed + Self.nearness,
        inexact.contains(graph.endCount + company)
      {
        let order = ExactMaximum(self, company: company, &marks).order(threshold)
        if let order {
          result.settledExactly += 1
          if !threshold.isPassed(order) { continue }
        } else {
          result.unsettled += 1
        }
      }
      result.companies.append(.init(party: party, verdict: .possible, share: bounds))
    }
    result.companies.sort { $0.party < $1.party }
    return result
  }

  /// Units of 10^-18 within which rounding may have lifted a bound onto a threshold.
  private static let nearness: UInt64 = 1_000_000_000
}

extension ShareVector.Passing {
  fileprivate mutating func take(_ row: Company, _ passes: Bool?) {
    var row = row
    switch passes {
    case true?:
      settledExactly += 1
      companies.append(row)
    case false?:
      settledExactly += 1
    case nil:
      unsettled += 1
      row.verdict = .possible
      companies.append(row)
    }
  }
}
