/// An unsigned integer of any size, for shares that must be compared exactly.
///
/// Schoolbook arithmetic on 64-bit limbs, least significant first, without leading zero limbs:
/// the numbers of an ownership question have tens of limbs, where nothing faster pays.
struct Natural: Hashable, Sendable {
  private(set) var limbs: [UInt64]

  static let zero = Natural(limbs: [])
  static let one = Natural(1)

  init(_ value: UInt64) { limbs = value == 0 ? [] : [value] }

  /// - Precondition: the value is not negative.
  init(units value: Int64) {
    precondition(value >= 0, "a natural number is not negative")
    self.init(UInt64(value))
  }

  private init(limbs: [UInt64]) {
    self.limbs = limbs
    while self.limbs.last == 0 { self.limbs.removeLast() }
  }

  var isZero: Bool { limbs.isEmpty }
  var bitWidth: Int {
    guard let top = limbs.last else { return 0 }
    return limbs.count * 64 - top.leadingZeroBitCount
  }

  /// The value where it fits, else nil.
  var int128: Int128? {
    guard bitWidth < 128 else { return nil }
    var value: UInt128 = 0
    for limb in limbs.reversed() { value = value << 64 | UInt128(limb) }
    return Int128(value)
  }

  static func < (a: Natural, b: Natural) -> Bool { order(a, b) < 0 }
  static func <= (a: Natural, b: Natural) -> Bool { order(a, b) <= 0 }

  private static func order(_ a: Natural, _ b: Natural) -> Int {
    if a.limbs.count != b.limbs.count { return a.limbs.count < b.limbs.count ? -1 : 1 }
    for i in a.limbs.indices.reversed() where a.limbs[i] != b.limbs[i] {
      return a.limbs[i] < b.limbs[i] ? -1 : 1
    }
    return 0
  }

  static func + (a: Natural, b: Natural) -> Natural {
    let (long, short) = a.limbs.count >= b.limbs.count ? (a.limbs, b.limbs) : (b.limbs, a.limbs)
    var result = long
    var carry: UInt64 = 0
    for i in long.indices {
      if i >= short.count && carry == 0 { break }
      let (sum, first) = long[i].addingReportingOverflow(i < short.count ? short[i] : 0)
      let (total, second) = sum.addingReportingOverflow(carry)
      result[i] = total
      carry = first || second ? 1 : 0
    }
    if carry > 0 { result.append(carry) }
    return Natural(limbs: result)
  }

  /// - Precondition: `b <= a`.
  static func - (a: Natural, b: Natural) -> Natural {
    precondition(b <= a, "a natural difference is not negative")
    var result = a.limbs
    var borrow: UInt64 = 0
    for i in result.indices {
      if i >= b.limbs.count && borrow == 0 { break }
      let (part, first) = result[i].subtractingReportingOverflow(
        i < b.limbs.count ? b.limbs[i] : 0)
      let (rest, second) = part.subtractingReportingOverflow(borrow)
      result[i] = rest
      borrow = first || second ? 1 : 0
    }
    return Natural(limbs: result)
  }

  static func * (a: Natural, b: Natural) -> Natural {
    guard !a.isZero, !b.isZero else { return zero }
    var result = [UInt64](repeating: 0, count: a.limbs.count + b.limbs.count)
    for i in a.limbs.indices {
      var carry: UInt64 = 0
      for j in b.limbs.indices {
        let (high, low) = a.limbs[i].multipliedFullWidth(by: b.limbs[j])
        let (sum, first) = result[i + j].addingReportingOverflow(low)
        let (total, second) = sum.addingReportingOverflow(carry)
        result[i + j] = total
        carry = high &+ (first ? 1 : 0) &+ (second ? 1 : 0)
      }
      result[i + b.limbs.count] = carry
    }
    return Natural(limbs: result)
  }

  /// Quotient and remainder (Knuth, The Art of Computer Programming 2, 4.3.1, algorithm D).
  ///
  /// - Precondition: the divisor is not zero.
  func dividedBy(_ divisor: Natural) -> (quotient: Natural, remainder: Natural) {
    precondition(!divisor.isZero, "a divisor is not zero")
    guard divisor <= self else { return (.zero, self) }
    if divisor.limbs.count == 1 {
      let (quotient, rest) = dividedBy(limb: divisor.limbs[0])
      return (quotient, Natural(rest))
    }
    let shift = divisor.limbs[divisor.limbs.count - 1].leadingZeroBitCount
    let v = divisor.shifted(left: shift, count: divisor.limbs.count)
    var u = shifted(left: shift, count: limbs.count + 1)
    var quotient = [UInt64](repeating: 0, count: limbs.count - v.count + 1)
    for j in quotient.indices.reversed() {
      quotient[j] = Self.digit(&u, v, at: j)
    }
    return (Natural(limbs: quotient), Natural(limbs: u).shifted(right: shift))
  }

  private func dividedBy(limb: UInt64) -> (Natural, UInt64) {
    var result = limbs
    var rest: UInt64 = 0
    for i in limbs.indices.reversed() {
      (result[i], rest) = limb.dividingFullWidth((rest, limbs[i]))
    }
    return (Natural(limbs: result), rest)
  }

  /// Finds one quotient digit and subtracts its multiple of `v` from `u` in place.
  private static func digit(_ u: inout [UInt64], _ v: [UInt64], at j: Int) -> UInt64 {
    let n = v.count
    var guess: UInt64 = .max
    if u[j + n] < v[n - 1] {
      var rest: UInt64
      (guess, rest) = v[n - 1].dividingFullWidth((u[j + n], u[j + n - 1]))
      while true {
        let (high, low) = guess.multipliedFullWidth(by: v[n - 2])
        guard high > rest || (high == rest && low > u[j + n - 2]) else { break }
        guess -= 1
        let (sum, overflow) = rest.addingReportingOverflow(v[n - 1])
        if overflow { break }
        rest = sum
      }
    }
    var borrow: UInt64 = 0
    var carry: UInt64 = 0
    for i in 0..<n {
      let (high, low) = guess.multipliedFullWidth(by: v[i])
      let (product, over) = low.addingReportingOverflow(carry)
      carry = high &+ (over ? 1 : 0)
      let (part, first) = u[i + j].subtractingReportingOverflow(product)
      let (rest, second) = part.subtractingReportingOverflow(borrow)
      u[i + j] = rest
      borrow = (first ? 1 : 0) + (second ? 1 : 0)
    }
    let (part, first) = u[j + n].subtractingReportingOverflow(carry)
    let (rest, second) = part.subtractingReportingOverflow(borrow)
    u[j + n] = rest
    var isNegative = first || second
    while isNegative {
      guess -= 1
      isNegative = !addBack(&u, v, at: j)
    }
    return guess
  }

  /// - Returns: true once the sum carries out of the top: the difference is no longer negative.
  private static func addBack(_ u: inout [UInt64], _ v: [UInt64], at j: Int) -> Bool {
    var carry: UInt64 = 0
    for i in v.indices {
      let (sum, first) = u[i + j].addingReportingOverflow(v[i])
      let (total, second) = sum.addingReportingOverflow(carry)
      u[i + j] = total
      carry = (first ? 1 : 0) + (second ? 1 : 0)
    }
    let (top, overflow) = u[j + v.count].addingReportingOverflow(carry)
    u[j + v.count] = top
    return overflow
  }

  private func shifted(left shift: Int, count: Int) -> [UInt64] {
    var result = [UInt64](repeating: 0, count: count)
    var carry: UInt64 = 0
    for i in limbs.indices {
      result[i] = limbs[i] << UInt64(shift) | carry
      carry = shift == 0 ? 0 : limbs[i] >> UInt64(64 - shift)
    }
    if limbs.count < count { result[limbs.count] = carry }
    return result
  }

  private func shifted(right shift: Int) -> Natural {
    guard shift > 0 else { return self }
    var result = limbs
    for i in result.indices {
      let above = i + 1 < limbs.count ? limbs[i + 1] << UInt64(64 - shift) : 0
      result[i] = limbs[i] >> UInt64(shift) | above
    }
    return Natural(limbs: result)
  }

  /// The greatest common divisor (Euclid).
  static func gcd(_ a: Natural, _ b: Natural) -> Natural {
    var (x, y) = (a, b)
    while !y.isZero {
      if x.limbs.count <= 1, y.limbs.count <= 1 {
        return Natural(gcd(x.limbs.first ?? 0, y.limbs[0]))
      }
      (x, y) = (y, x.dividedBy(y).remainder)
    }
    return x
  }

  static func gcd(_ a: UInt64, _ b: UInt64) -> UInt64 {
    var (x, y) = (a, b)
    while y != 0 { (x, y) = (y, x % y) }
    return x
  }
}
