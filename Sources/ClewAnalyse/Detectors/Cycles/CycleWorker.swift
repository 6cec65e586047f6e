/// One thread's work: searches block after block with one kernel, one sweep and one collector.
struct CycleWorker {
  private let search: CycleSearch
  private let graph: CycleGraph
  private var kernel: CycleKernel
  private var marks: CycleSweep
  private(set) var parts: [(block: Int, cycles: CycleCollector)] = []
  /// First payments below which the search was cut, by the payments of the cycles all found.
  private(set) var cutRoots = [Int](repeating: 0, count: CycleSearch.hopLimit + 1)
  private var cycles: CycleCollector
  /// Numbers of turns left that marks tell apart.
  private let levels: Int
  private var homes: [Int32] = []
  /// By node: its bit in the marks of a sweep.
  private var bits: [Int32]
  private var roots: [Int32] = []

  /// First payments by which the cost of a block is told.
  private static let samples = 64
  /// Turns that a windowed search allows at most.
  private static let mostTurns = 4
  /// Marks held at most, of 64 bytes each.
  private static let mostMarks = 1_000_000

  init(_ search: CycleSearch, _ graph: CycleGraph, _ view: CycleView, isWriting: Bool) {
    self.search = search
    self.graph = graph
    cycles = CycleCollector(search, graph)
    bits = [Int32](repeating: 0, count: graph.nodeCount)
    let turns = search.order == .windowed ? max(0, min(search.turns, Self.mostTurns)) : nil
    kernel = CycleKernel(
      view, hops: search.hops, turns: turns, floor: isWriting ? search.floor ?? .min : .min,
      isWriting: isWriting)
    levels = turns.map { $0 + (graph.ranks.isEmpty ? 1 : 2) } ?? 1
    marks = CycleSweep(nodeCount: graph.nodeCount, turns: levels - 1)
  }

  var counts: [Int] { kernel.counts }
  var work: Int { kernel.work }
  var belowFloor: Int { kernel.belowFloor }

  mutating func run(_ block: Range<Int>, number: Int, workLimit: Int) {
    cycles = CycleCollector(search, graph)
    roots.removeAll(keepingCapacity: true)
    for step in block
    where graph.onward[step] <= graph.last[step] && graph.nextInto[step] <= graph.last[step] {
      roots.append(Int32(step))
    }
    guard !roots.isEmpty else { return }
    weigh(block)
    let end = kernel.work + workLimit
    let expected = sample(workLimit / roots.count)
    let window = block.lowerBound..<Int(graph.last[block.upperBound - 1]) + 1
    let payers = min(roots.count, graph.nodeCount)
    let passes = (payers + CycleSweep.width - 1) / CycleSweep.width
    let marks = window.count * levels
    if marks <= Self.mostMarks, expected > 2 * passes * marks {
      findMarked(window, until: end)
    } else {
      find(roots, until: end) { _ in nil }
    }
    cycles.take(kernel.takeFound())
    cycles.reduce()
    parts.append((number, cycles))
  }

  /// Searches below some first payments, takes out those that are done with, and says what the rest
  /// may cost.
  private mutating func sample(_ part: Int) -> Int {
    let begin = kernel.work
    let stride = max(1, roots.count / Self.samples)
    var done = 0
    for place in Swift.stride(from: 0, to: roots.count, by: stride) {
      done += 1
      if find(roots[place], part, nil, deepens: false) { roots[place] = -1 }
    }
    roots.removeAll { $0 < 0 }
    return (kernel.work - begin) / done * roots.count
  }

  /// Sweeps for the first payers of a block, as many as fit at a time, and searches where they say.
  private mutating func findMarked(_ window: Range<Int>, until end: Int) {
    var marks = CycleSweep(nodeCount: 0)
    swap(&marks, &self.marks)
    defer { swap(&marks, &self.marks) }
    marks.load(window, graph)
    roots.sort { a, b in
      let (x, y) = (graph.from[Int(a)], graph.from[Int(b)])
      return x != y ? x < y : a < b
    }
    var next = 0
    while next < roots.count {
      homes.removeAll(keepingCapacity: true)
      let begin = next
      while next < roots.count {
        let home = graph.from[Int(roots[next])]
        if home != homes.last {
          if homes.count == CycleSweep.width { break }
          bits[Int(home)] = Int32(homes.count)
          homes.append(home)
        }
        next += 1
      }
      let part = max(0, end - kernel.work) / (roots.count - begin) * (next - begin)
      marks.sweep(homes[...])
      marks.withMarks { words in
        let (graph, bits, levels) = (graph, bits, levels)
        func mask(_ root: Int32) -> CycleMask {
          let bit = Int(bits[Int(graph.from[Int(root)])])
          return CycleMask(
            words: words, base: Int32(window.lowerBound), stride: window.count * 8,
            word: bit >> 6, bit: 1 << UInt64(bit & 63))
        }
        let open = roots[begin..<next].filter { mask($0).allows($0, levels - 1) }
        find(open, until: kernel.work + part, mask)
      }
    }
  }

  /// Searches below first payments, none of which may take more than four times its even part of the
  /// work; those that would are searched last, with all that is left, the shorter cycles first.
  private mutating func find(_ roots: [Int32], until end: Int, _ mask: (Int32) -> CycleMask?) {
    var late: [Int32] = []
    for (place, root) in roots.enumerated() {
      let part = max(0, end - kernel.work) / (roots.count - place)
      if !find(root, part, mask(root), deepens: false) { late.append(root) }
    }
    for (place, root) in late.enumerated() {
      let part = max(0, end - kernel.work) / (late.count - place)
      _ = find(root, part, mask(root), deepens: true)
    }
  }

  private mutating func find(
    _ root: Int32, _ part: Int, _ mask: CycleMask?, deepens: Bool
  ) -> Bool {
    let complete = kernel.search(
      below: graph.slotOf[Int(root)], from: graph.from[Int(root)],
      upTo: graph.last[Int(root)], workLimit: min(search.workPerRoot, 4 * part), mask: mask,
      deepens: deepens)
    if deepens, complete < search.hops.upperBound { cutRoots[complete] += 1 }
    if kernel.found.count > 65_536 {
      cycles.take(kernel.takeFound())
      if cycles.isFull { cycles.reduce() }
    }
    return complete == search.hops.upperBound
  }

  /// What a payment can add at most.
  private mutating func weigh(_ block: Range<Int>) {
    guard let weights = search.weights else { return }
    let window = block.lowerBound...Int(graph.last[block.upperBound - 1])
    kernel.greatest = window.reduce(into: 0) { most, step in
      let edge = Int(graph.edge(of: Int32(step)))
      if edge < weights.count { most = max(most, Int64(weights[edge])) }
    }
  }
}
