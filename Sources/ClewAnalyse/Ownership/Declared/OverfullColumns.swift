import ClewModel

extension OwnershipFindings {
  /// Companies of which more than the whole is stated to be held: duplicate statements, share classes
  /// or dates. Shares and votes are two findings, votes only where a source states them.
  static func overfullColumns(_ holdings: Holdings) -> [OwnershipFinding] {
    let whole = Int128(Share.whole)
    var found: [OwnershipFinding] = []
    for company in 0..<Int32(holdings.partyCount) {
      let column = holdings.column(company)
      guard !column.isEmpty else { continue }
      let links = column.flatMap { holdings.links(of: holdings.all[$0]) }
      let capital = holdings.capitalMinimum(of: company)
      if capital > whole {
        found.append(
          OwnershipFinding(
            .capitalAboveWhole, parties: [company], links: links,
            values: [ShareText.percent(capital)]))
      }
      let votes = holdings.minimum(of: company, .votes)
      if votes > whole, column.contains(where: { holdings.all[$0].marks.contains(.votesStated) }) {
        found.append(
          OwnershipFinding(
            .votesAboveWhole, parties: [company], links: links, values: [ShareText.percent(votes)]))
      }
    }
    return found
  }
}
