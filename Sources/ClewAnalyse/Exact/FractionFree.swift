/// Exact inverses of the matrices of cross-holdings, without fractions on the way.
enum FractionFree {
  /// The inverse of `D - B` as `rows / determinant`, or nil where it is no nonsingular M-matrix:
  /// where a group owns itself entirely, or columns above 100 % leave nothing.
  ///
  /// `D` is diagonal, `B` has no diagonal and no negative entries. Fraction-free Gauss-Jordan
  /// elimination (Bareiss, Math. Comp. 22, 1968): every division is exact. For an M-matrix the
  /// signs of the entries are known in advance, so natural numbers suffice, and a pivot that is
  /// not positive shows that it is none (Berman and Plemmons, 1979, chapter 6).
  /// Time O(n³) multiplications of numbers of at most n times the bits of an entry.
  static func inverse(
    diagonal: [Natural], off: [[Natural]]
  ) -> (rows: [[Natural]], determinant: Natural)? {
    let size = diagonal.count
    var d = diagonal
    var b = off
    var right = (0..<size).map { i in (0..<size).map { $0 == i ? Natural.one : .zero } }
    var previous = Natural.one
    for k in 0..<size {
      let pivot = d[k]
      guard !pivot.isZero else { return nil }
      for i in 0..<size where i != k {
        let factor = b[i][k]
        b[i][k] = .zero
        let scaled = pivot * d[i]
        let taken = factor * b[k][i]
        guard taken <= scaled else { return nil }
        d[i] = (scaled - taken).dividedBy(previous).quotient
        for j in (k + 1)..<max(k + 1, size) where j != i {
          b[i][j] = combined(pivot, b[i][j], factor, b[k][j], previous)
        }
        for j in 0...k {
          right[i][j] = combined(pivot, right[i][j], factor, right[k][j], previous)
        }
        for j in (k + 1)..<max(k + 1, size) where !right[i][j].isZero {
          right[i][j] = combined(pivot, right[i][j], factor, right[k][j], previous)
        }
      }
      previous = pivot
    }
    return (right, previous)
  }

  private static func combined(
    _ pivot: Natural, _ a: Natural, _ factor: Natural, _ b: Natural, _ previous: Natural
  ) -> Natural {
    (pivot * a + factor * b).dividedBy(previous).quotient
  }
}
