/// One thread's work: searches block after block with one kernel, one sweep and one collector.
struct CycleWorker {
  private let search: CycleSearch
  private let graph: CycleGraph
  private var kernel: CycleKernel
  private var marks: CycleSweep
  private(set) var parts: [(block: Int, cycles: CycleCollector)] = []
  private(set) var cutRoots = 0
  private(set) var completeHops: Int
  /// Numbers of turns left that marks tell apart.
  private let levels: Int
  private var homes: [Int32] = []
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
    let turns = search.order == .windowed ? max(0, min(search.turns, Self.mostTurns)) : nil
    kernel = CycleKernel(
      view, hops: search.hops, turns: turns, floor: isWriting ? search.floor ?? .min : .min,
      isWriting: isWriting)
    levels = turns.map { $0 + (graph.ranks.isEmpty ? 1 : 2) } ?? 1
    marks = CycleSweep(nodeCount: graph.nodeCount, turns: levels - 1)
    completeHops = search.hops.upperBound
  }

  var counts: [Int] { kernel.counts }
  var work: Int { kernel.work }
  var belowFloor: Int { kernel.belowFloor }

  mutating func run(_ block: Range<Int>, number: Int, workLimit: Int) {
    var cycles = CycleCollector(search, graph)
    let limit = kernel.work + workLimit
    roots.removeAll(keepingCapacity: true)
    for step in block
    where graph.onward[step] <= graph.last[step] && graph.nextInto[step] <= graph.last[step] {
      roots.append(Int32(step))
    }
    guard !roots.isEmpty else { return }
    weigh(block)
    let stride = max(1, roots.count / Self.samples)
    let begin = kernel.work
    var done = 0
    for place in Swift.stride(from: 0, to: roots.count, by: stride) {
      find(roots[place], limit, nil, &cycles)
      roots[place] = -1
      done += 1
    }
    let expected = (kernel.work - begin) / done * (roots.count - done)
    roots.removeAll { $0 < 0 }
    let window = block.lowerBound..<Int(graph.last[block.upperBound - 1]) + 1
    let passes = (roots.count + CycleSweep.width - 1) / CycleSweep.width
    if window.count * levels <= Self.mostMarks,
      expected > 2 * passes * window.count * levels
    {
      findMarked(window, limit, &cycles)
    } else {
      for root in roots { find(root, limit, nil, &cycles) }
    }
    cycles.take(kernel.takeFound())
    cycles.reduce()
    parts.append((number, cycles))
  }

  /// Sweeps for the first payers of a block, as many as fit at a time, and searches where they say.
  private mutating func findMarked(
    _ window: Range<Int>, _ limit: Int, _ cycles: inout CycleCollector
  ) {
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
          homes.append(home)
        }
        next += 1
      }
      marks.sweep(homes[...])
      marks.withMarks { words in
        var bit = -1
        for place in begin..<next {
          let root = roots[place]
          let home = graph.from[Int(root)]
          if bit < 0 || homes[bit] != home { bit += 1 }
          let mask = CycleMask(
            words: words, base: Int32(window.lowerBound), stride: window.count * 8,
            word: bit >> 6, bit: 1 << UInt64(bit & 63))
          if mask.allows(root, levels - 1) { find(root, limit, mask, &cycles) }
        }
      }
    }
  }

  private mutating func find(
    _ root: Int32, _ limit: Int, _ mask: CycleMask?, _ cycles: inout CycleCollector
  ) {
    let complete = kernel.search(
      below: graph.slotOf[Int(root)], from: graph.from[Int(root)],
      upTo: graph.last[Int(root)],
      workLimit: max(0, min(search.workPerRoot, limit - kernel.work)), mask: mask)
    if complete < search.hops.upperBound {
      cutRoots += 1
      completeHops = min(completeHops, complete)
    }
    if kernel.found.count > 65_536 {
      cycles.take(kernel.takeFound())
      if cycles.isFull { cycles.reduce() }
    }
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
