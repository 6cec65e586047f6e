/// Natural logarithms for scores, the same on every machine.
enum Logarithm {
  /// ln(a / b) in ten-thousandths, rounded to the nearest; 0 where a number is not positive.
  ///
  /// Only additions, multiplications and divisions of `Double`, which IEEE 754 fixes to the bit:
  /// a power of two is split off and ln m = 2 artanh((m - 1) / (m + 1)) is summed as a series.
  static func tenThousandths(_ a: Int, over b: Int) -> Int64 {
    guard a > 0, b > 0 else { return 0 }
    return Int64(((natural(Double(a)) - natural(Double(b))) * 10_000).rounded())
  }

  private static func natural(_ value: Double) -> Double {
    let exponent = value.exponent
    let z = (value.significand - 1) / (value.significand + 1)
    let square = z * z
    var power = z
    var sum = 0.0
    for n in 0..<24 {
      sum += power / Double(2 * n + 1)
      power *= square
    }
    return 2 * sum + Double(exponent) * 0.693_147_180_559_945_3
  }
}
