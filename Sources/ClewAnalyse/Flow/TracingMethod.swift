/// A way of saying whose money is whose in a mixed account. The word is the one of `--method`.
package enum TracingMethod: String, Sendable, CaseIterable, Comparable {
  case fifo
  case lifo
  case pariPassu = "pari-passu"
  case rolling
  case librCap = "libr-cap"
  case librAllocate = "libr-allocate"
  case ownFirst = "own-first"
  case firstCharge = "first-charge"
  case poison

  package static func < (a: Self, b: Self) -> Bool { a.position < b.position }

  /// Whether what nobody claims is presumed to be the wrongdoer's own where no own money is known.
  var presumesOwn: Bool { self == .ownFirst || self == .firstCharge }

  private var position: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
