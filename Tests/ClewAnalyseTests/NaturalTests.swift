import Testing

@testable import ClewAnalyse

struct NaturalTests {
  private func random(_ generator: inout SeededGenerator, limbs: Int) -> Natural {
    (0..<limbs).reduce(Natural.zero) { sum, _ in
      let pick = Int.random(in: 0..<4, using: &generator)
      let limb: UInt64 = pick == 0 ? .max : pick == 1 ? 0 : generator.next()
      return sum * Natural(UInt64.max) + sum + Natural(limb)
    }
  }

  @Test(arguments: 0..<200)
  func divisionUndoesMultiplication(_ seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    let a = random(&generator, limbs: Int.random(in: 1...9, using: &generator))
    let b = random(&generator, limbs: Int.random(in: 1...6, using: &generator)) + .one
    let (quotient, remainder) = a.dividedBy(b)
    #expect(quotient * b + remainder == a)
    #expect(remainder < b)
    #expect((a * b).dividedBy(b).quotient == a)
    #expect((a + b) - b == a)
    let common = Natural.gcd(a * b, b)
    #expect(common == b)
  }

  @Test func fractionsStayInLowestTerms() {
    let sixth = Fraction(Natural(UInt64(2)), over: Natural(UInt64(12)))
    let third = Fraction(Natural(UInt64(1)), over: Natural(UInt64(3)))
    #expect(sixth + sixth == third)
    #expect(third - sixth == sixth)
    #expect(third * third / third == third)
    #expect(sixth < third)
    #expect(third.units.below == 333_333_333_333_333 && !third.units.exact)
  }

  @Test func logarithmsAreRounded() {
    #expect(Logarithm.tenThousandths(60, over: 3) == 29_957)
    #expect(Logarithm.tenThousandths(10, over: 10) == 0)
    #expect(Logarithm.tenThousandths(1_000_000, over: 1) == 138_155)
    #expect(Logarithm.tenThousandths(0, over: 3) == 0)
  }
}
