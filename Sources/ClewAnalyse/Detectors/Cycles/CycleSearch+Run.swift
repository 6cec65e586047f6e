import Dispatch
import Synchronization

extension CycleSearch {
  /// The cycles worth writing, by weight descending, and the counts of all.
  package func cycles() -> CycleResult { run(isWriting: true) }

  /// How many cycles there are by number of payments, from two on, without writing any.
  package func counts() -> CycleCounts { run(isWriting: false).counts }

  private func run(isWriting: Bool) -> CycleResult {
    guard hops.upperBound >= 2 else { return CycleResult() }
    var search = self
    search.hops = hops.clamped(to: 2...Self.hopLimit)
    search.workLimit = min(max(0, workLimit), 1 << 50)
    search.workPerRoot = min(max(0, workPerRoot), 1 << 50)
    return search.runBlocks(isWriting: isWriting)
  }

  private func runBlocks(isWriting: Bool) -> CycleResult {
    let graph = CycleGraph(self)
    let blocks = CycleBlocks(self, graph).ranges
    let shares = max(1, min(threads, blocks.count))
    let finished = Mutex([Finished?](repeating: nil, count: shares))
    DispatchQueue.concurrentPerform(iterations: shares) { share in
      let done = CycleView.with(graph) { view in
        var worker = CycleWorker(self, graph, view, isWriting: isWriting)
        for number in stride(from: share, to: blocks.count, by: shares) {
          worker.run(blocks[number], number: number, workLimit: workShare(blocks[number], graph))
        }
        return Finished(worker)
      }
      finished.withLock { $0[share] = done }
    }
    return join(finished.withLock { $0.compactMap(\.self) }, graph, isWriting: isWriting)
  }

  /// A block's part of all the work allowed, by its number of first payments.
  private func workShare(_ block: Range<Int>, _ graph: CycleGraph) -> Int {
    let (high, low) = workLimit.multipliedFullWidth(by: block.count)
    return graph.count.dividingFullWidth((high, low)).quotient
  }

  /// What a thread hands back.
  private struct Finished: Sendable {
    var parts: [(block: Int, cycles: CycleCollector)]
    var counts: [Int]
    var work: Int
    var belowFloor: Int
    var cutRoots: [Int]

    init(_ worker: CycleWorker) {
      parts = worker.parts
      counts = worker.counts
      work = worker.work
      belowFloor = worker.belowFloor
      cutRoots = worker.cutRoots
    }
  }

  private func join(_ finished: [Finished], _ graph: CycleGraph, isWriting: Bool) -> CycleResult {
    var result = CycleResult()
    var belowFloor = 0
    for part in finished {
      belowFloor += part.belowFloor
      for (hops, count) in part.counts.enumerated() { result.counts.byHops[hops] += count }
      result.work += part.work
      for (hops, count) in part.cutRoots.enumerated() { result.cutByHops[hops] += count }
    }
    let isPruned = isWriting && floor != nil
    result.counts.isExact = result.cutRoots == 0 && !isPruned
    guard isWriting else { return result }
    var all = CycleCollector(self, graph)
    for part in finished.flatMap(\.parts).sorted(by: { $0.block < $1.block }) {
      all.take(part.cycles)
    }
    all.reduce()
    result.cycles = all.entries.map { entry in
      let chain = all.steps[entry.start..<entry.start + Int(entry.hops)]
      var cycle = FoundCycle(
        edges: chain.map(graph.edge(of:)), weight: entry.weight, alternatives: entry.count - 1)
      guard order == .windowed else { return cycle }
      let order = ChainOrder(cycle.edges, in: index)
      cycle.edges = order.edges
      cycle.outOfOrder = order.outOfOrder
      cycle.unknownOrder = order.unknown
      return cycle
    }
    let written = all.entries.reduce(0) { $0 + $1.count }
    result.notWritten = result.counts.byHops[hops].reduce(0, +) - belowFloor - written
    return result
  }
}
