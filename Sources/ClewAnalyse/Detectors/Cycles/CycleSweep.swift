/// A backward sweep over the payments of a block that marks, for up to 512 first payers at once,
/// from which payments one can still come back to them: one bit of eight words for each, so that a
/// payment costs one vector operation (bit-parallel search after the source detection of 2SCENT).
///
/// Times that overlap count as in order here: marks rule out, the search decides. Reads without
/// bounds checks in `sweep` only, over arrays that `load` sizes for every step and node it meets.
struct CycleSweep {
  static let width = 512
  private static let none: Int32 = -1
  private static let mostRounds = 16

  /// By node of the graph: its number in the block, `none` where it is not met.
  private var number: [Int32]
  private var met: [Int32] = []
  private var from: [Int32] = []
  private var to: [Int32] = []
  private var bitOf: [Int32] = []
  /// By turns left, then step.
  private var marks: [SIMD8<UInt64>] = []
  /// By node: from where one can leave it later than the sweep stands, or at any time at all.
  private var later: [SIMD8<UInt64>] = []
  private var ever: [SIMD8<UInt64>] = []
  private(set) var steps = 0..<0
  /// Steps that begin together, by their first one, where their order is not known.
  private var ties: [Range<Int>] = []
  private let levels: Int

  /// - Parameter turns: turns back in time a path may take.
  init(nodeCount: Int, turns: Int = 0) {
    number = [Int32](repeating: Self.none, count: nodeCount)
    levels = turns + 1
  }

  /// Takes the steps of a block and all that lie in the windows it opens.
  mutating func load(_ steps: Range<Int>, _ graph: CycleGraph) {
    for node in met { number[Int(node)] = Self.none }
    met.removeAll(keepingCapacity: true)
    from.removeAll(keepingCapacity: true)
    to.removeAll(keepingCapacity: true)
    self.steps = steps
    for step in steps {
      from.append(meet(graph.from[step]))
      to.append(meet(graph.to[step]))
    }
    bitOf = [Int32](repeating: Self.none, count: met.count)
    if marks.count < steps.count * levels {
      marks = [SIMD8<UInt64>](repeating: .zero, count: steps.count * levels)
    }
    ties.removeAll(keepingCapacity: true)
    guard levels > 1, !graph.ranks.isEmpty else { return }
    for step in steps {
      if let last = ties.last, graph.ranks[steps.lowerBound + last.lowerBound] == graph.ranks[step]
      {
        ties[ties.count - 1] = last.lowerBound..<(step - steps.lowerBound + 1)
      } else {
        ties.append((step - steps.lowerBound)..<(step - steps.lowerBound + 1))
      }
    }
  }

  private mutating func meet(_ node: Int32) -> Int32 {
    if number[Int(node)] == Self.none {
      number[Int(node)] = Int32(met.count)
      met.append(node)
    }
    return number[Int(node)]
  }

  /// Marks the payments from which one comes back to these nodes: the first has bit 0.
  ///
  /// - Precondition: at most `width` nodes, all met in the steps loaded.
  mutating func sweep(_ homes: ArraySlice<Int32>) {
    precondition(homes.count <= Self.width, "one bit a node")
    for (bit, home) in homes.enumerated() { bitOf[Int(number[Int(home)])] = Int32(bit) }
    defer { for home in homes { bitOf[Int(number[Int(home)])] = Self.none } }
    ever = [SIMD8<UInt64>](repeating: .zero, count: met.count)
    for level in 0..<levels {
      later = [SIMD8<UInt64>](repeating: .zero, count: met.count)
      if ties.isEmpty {
        _ = sweep(0..<steps.count, level)
      } else {
        for tie in ties.reversed() { settle(tie, level) }
      }
      swap(&later, &ever)
    }
  }

  /// Sweeps over steps that begin together until nothing changes; where that takes long, any of them
  /// is taken to lead anywhere, for marks only rule out.
  private mutating func settle(_ tie: Range<Int>, _ level: Int) {
    var rounds = 1
    while sweep(tie, level), tie.count > 1 {
      rounds += 1
      guard rounds > Self.mostRounds else { continue }
      let all = SIMD8<UInt64>(repeating: .max)
      for step in tie {
        marks[level * steps.count + step] = all
        later[Int(from[step])] = all
      }
      return
    }
  }

  /// Sweeps over steps from the last to the first.
  ///
  /// - Returns: whether a node was left by more ways than before.
  private mutating func sweep(_ range: Range<Int>, _ level: Int) -> Bool {
    let base = level * steps.count
    var isMore = false
    later.withUnsafeMutableBufferPointer { later in
      marks.withUnsafeMutableBufferPointer { marks in
        ever.withUnsafeBufferPointer { ever in
          from.withUnsafeBufferPointer { from in
            to.withUnsafeBufferPointer { to in
              bitOf.withUnsafeBufferPointer { bitOf in
                for step in range.reversed() {
                  let (payer, payee) = (Int(from[step]), Int(to[step]))
                  var mark = later[payee] | ever[payee]
                  let bit = bitOf[payee]
                  if bit >= 0 { mark[Int(bit >> 6)] |= 1 << UInt64(bit & 63) }
                  marks[base + step] = mark
                  let sum = later[payer] | mark
                  isMore = isMore || sum != later[payer]
                  later[payer] = sum
                }
              }
            }
          }
        }
      }
    }
    return isMore
  }

  /// The marks, eight words a step, the steps of one number of turns after those of one fewer.
  func withMarks<Result>(_ body: (UnsafeBufferPointer<UInt64>) -> Result) -> Result {
    marks.withUnsafeBytes { body($0.bindMemory(to: UInt64.self)) }
  }
}
