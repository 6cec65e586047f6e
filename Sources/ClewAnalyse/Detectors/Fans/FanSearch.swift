import Dispatch
import Synchronization

/// Fans: one account pays many (fan-out) or is paid by many (fan-in) inside a window.
///
/// A finding is a maximal burst: all the hub's payments of the window, with at least `least`
/// different counterparties, that no payment before or after could join. Bursts of one hub do not
/// overlap; several payments of one counterparty count once and are all told. Whether the window of
/// dates stated as days or months holds is judged by their starts.
package struct FanSearch: Sendable {
  package enum Direction: String, Sendable, CaseIterable {
    case out = "fan-out"
    case into = "fan-in"
  }

  /// Counterparties that make a fan, by default.
  package static let least = 5

  let index: FlowIndex
  let window: Int64
  let direction: Direction
  let least: Int
  let findingsPerHub: Int
  let admits: [Bool]?

  /// - Parameter admits: by edge of the index; false for those that are not searched.
  package init(
    _ index: FlowIndex, window: Int64, _ question: DetectorQuestion = DetectorQuestion(),
    _ direction: Direction, admits: [Bool]? = nil, least: Int = FanSearch.least
  ) {
    precondition(admits.map { $0.count == index.count } ?? true, "one flag for every edge")
    self.index = index
    self.window = max(0, question.window ?? window)
    self.direction = direction
    self.least = max(1, least)
    self.admits = admits
    findingsPerHub = max(1, question.findingsPerHub)
  }

  package func run() -> Detection {
    let (bursts, cut) = search()
    var detection = Detection()
    detection.findings = bursts.map { finding($0) }
    if cut > 0 {
      detection.isExhaustive = false
      detection.notSearched.append(
        "\(cut) accounts with more than \(findingsPerHub) \(direction.rawValue)s: only the "
          + "largest of each kept")
    }
    return detection
  }

  /// The bursts by node, then time, in as many blocks of nodes as there are threads to use.
  func search() -> (bursts: [FanKernel.Burst], cutNodes: Int) {
    let start = direction == .out ? index.outStart : index.inStart
    let list = direction == .out ? index.outEdges : index.inEdges
    let other = direction == .out ? index.to : index.from
    precondition(start.count == index.nodeCount + 1 && list.count == index.count)
    let kernel = FanKernel(
      window: window, least: Int32(clamping: least), perNode: findingsPerHub)
    let blocks = 2
    let parts = Mutex([(bursts: [FanKernel.Burst], cutNodes: Int)?](repeating: nil, count: blocks))
    DispatchQueue.concurrentPerform(iterations: blocks) { block in
      let nodes = Self.nodes(of: block, among: blocks, start)
      let part = start.withUnsafeBufferPointer { start in
        list.withUnsafeBufferPointer { list in
          index.lo.withUnsafeBufferPointer { time in
            other.withUnsafeBufferPointer { other in
              with(admits) {
                kernel.bursts(
                  nodes: nodes, start: start, list: list, time: time, other: other, admits: $0,
                  nodeCount: index.nodeCount)
              }
            }
          }
        }
      }
      parts.withLock { $0[block] = part }
    }
    return parts.withLock { parts in
      (parts.flatMap { $0?.bursts ?? [] }, parts.reduce(0) { $0 + ($1?.cutNodes ?? 0) })
    }
  }

  private func with<R>(_ flags: [Bool]?, _ body: (UnsafeBufferPointer<Bool>?) -> R) -> R {
    guard let flags else { return body(nil) }
    return flags.withUnsafeBufferPointer { body($0) }
  }

  /// Consecutive nodes with about the same number of payments as the other blocks.
  private static func nodes(of block: Int, among blocks: Int, _ start: [Int32]) -> Range<Int> {
    func bound(_ block: Int) -> Int {
      guard block > 0 else { return 0 }
      guard block < blocks else { return start.count - 1 }
      let wanted = Int(start[start.count - 1]) * block / blocks
      var (low, high) = (0, start.count - 1)
      while low < high {
        let middle = (low + high) / 2
        if Int(start[middle]) < wanted { low = middle + 1 } else { high = middle }
      }
      return low
    }
    return bound(block)..<max(bound(block), bound(block + 1))
  }

  /// The edges of a burst, by time.
  func edges(of burst: FanKernel.Burst) -> [Int32] {
    let list = direction == .out ? index.outEdges : index.inEdges
    return list[Int(burst.first)...Int(burst.last)].filter { admits?[Int($0)] ?? true }
  }

  private func finding(_ burst: FanKernel.Burst) -> PatternFinding {
    let edges = edges(of: burst)
    let other = direction == .out ? index.to : index.from
    let role: PatternFinding.Role = direction == .out ? .beneficiary : .source
    let others = Set(edges.map { other[Int($0)] })
    let members = others.map { PatternFinding.Member($0, role) } + [.init(burst.node, .hub)]
    return PatternFinding(
      kind: direction.rawValue, rows: edges.map { index.rows[Int($0)] },
      roles: members.sorted { $0.node < $1.node })
  }
}
