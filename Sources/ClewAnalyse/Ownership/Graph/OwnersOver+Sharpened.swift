import ClewModel

extension OwnersOver {
  /// The same rows with shares as narrow as one walk up from each company makes them: for people,
  /// who are shown the share and not only the verdict.
  ///
  /// - Complexity: one walk (`TargetShares`) for each company with a row that is not narrow yet.
  package func sharpened(in graph: OwnershipGraph) -> [Row] {
    var scratch = TargetScratch(graph)
    var walked: (company: Int32, shares: TargetShares)?
    return rows.map { row in
      guard !row.share.isExact else { return row }
      if walked?.company != row.company {
        walked = (row.company, TargetShares(of: row.company, in: graph, &scratch))
      }
      guard let shares = walked?.shares, shares.method == .bounded else { return row }
      let bounds = shares.bounds(of: row.owner)
      var row = row
      row.share.low = max(row.share.low, bounds.low)
      row.share.high = min(row.share.high, bounds.high)
      return row
    }
  }
}
