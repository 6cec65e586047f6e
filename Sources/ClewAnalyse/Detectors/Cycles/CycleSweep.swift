/// A backward sweep over the payments of a block that marks, for up to 512 first payers at once,
/// from which payments one can still come back to them: one bit of eight words for each, so that a
/// payment costs one vector operation (bit-parallel search after the source detection of 2SCENT).
///
/// Times that overlap count as in order here: marks rule out, the search decides. Reads without
/// bounds checks in `sweep` only, over arrays that `load` sizes for every step and node it meets.
struct CycleSweep {
  static let width = 512
  private static let none: Int32 = -1

  /// By node of the graph: its number in the block, `none` where it is not met.
  private var number: [Int32]
  private var met: [Int32] = []
  private var from: [Int32] = []
  private var to: [Int32] = []
  private var bitOf: [Int32] = []
  private var marks: [SIMD8<UInt64>] = []
  private var onward: [SIMD8<UInt64>] = []
  private(set) var steps = 0..<0

  init(nodeCount: Int) { number = [Int32](repeating: Self.none, count: nodeCount) }

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
    if marks.count < steps.count {
      marks = [SIMD8<UInt64>](repeating: .zero, count: steps.count)
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
    onward = [SIMD8<UInt64>](repeating: .zero, count: met.count)
    let count = steps.count
    onward.withUnsafeMutableBufferPointer { onward in
      marks.withUnsafeMutableBufferPointer { marks in
        from.withUnsafeBufferPointer { from in
          to.withUnsafeBufferPointer { to in
            bitOf.withUnsafeBufferPointer { bitOf in
              for step in (0..<count).reversed() {
                let payee = Int(to[step])
                var mark = onward[payee]
                let bit = bitOf[payee]
                if bit >= 0 { mark[Int(bit >> 6)] |= 1 << UInt64(bit & 63) }
                marks[step] = mark
                onward[Int(from[step])] |= mark
              }
            }
          }
        }
      }
    }
  }

  /// The marks as a mask for one of the nodes swept for.
  func withMarks<Result>(_ body: (UnsafeBufferPointer<UInt64>) -> Result) -> Result {
    marks.withUnsafeBytes { body($0.bindMemory(to: UInt64.self)) }
  }
}
