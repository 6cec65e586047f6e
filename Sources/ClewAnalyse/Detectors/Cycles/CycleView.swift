/// A laid-out graph as raw buffers, with the arrays a search marks as it goes: what the kernels of
/// this folder (`CycleKernel`, `CycleSweep`) read without bounds checks.
///
/// What they rely on is checked where the graph is laid out (`CycleGraph.isSound`): slots and
/// arrivals name nodes and slots in range, and every list ends in an end mark. Paths stay within
/// `CycleSearch.hopLimit`, which the stack is made for. Valid inside `with` only.
struct CycleView {
  /// One payment of the path that a search is on.
  struct Frame {
    var cursor: Int32 = 0
    /// First slot that lies wholly later than the payment.
    var sure: Int32 = 0
    var node: Int32 = 0
    var step: Int32 = 0
    /// Turns back in time that may still be taken.
    var turns = 0
    var weight: Int64 = 0
  }

  /// When one has to leave a node to come home: the latest step by number of hops left, from one.
  typealias Latest = SIMD4<Int32>

  let slots: UnsafeBufferPointer<CycleGraph.Slot>
  let starts: UnsafeBufferPointer<Int32>
  let arrivals: UnsafeBufferPointer<CycleGraph.Arrival>
  let arrivalStarts: UnsafeBufferPointer<Int32>
  let weights: UnsafeBufferPointer<Int32>
  let sure: UnsafeBufferPointer<Int32>
  let sources: UnsafeBufferPointer<Int32>
  let rows: UnsafeBufferPointer<Int32>
  let ranks: UnsafeBufferPointer<Int32>
  /// By node.
  let isOnPath: UnsafeMutableBufferPointer<Bool>
  let latest: UnsafeMutableBufferPointer<Latest>
  /// By node: its last payment home in a list of all of them, -1 where it has none.
  let closer: UnsafeMutableBufferPointer<Int32>
  let stack: UnsafeMutableBufferPointer<Frame>

  static func with<Result>(_ graph: CycleGraph, _ body: (CycleView) -> Result) -> Result {
    var isOnPath = [Bool](repeating: false, count: graph.nodeCount)
    var latest = [Latest](repeating: Latest(repeating: -1), count: graph.nodeCount)
    var closer = [Int32](repeating: -1, count: graph.nodeCount)
    var stack = [Frame](repeating: Frame(), count: CycleSearch.hopLimit + 2)
    return graph.slots.withUnsafeBufferPointer { slots in
      graph.starts.withUnsafeBufferPointer { starts in
        graph.arrivals.withUnsafeBufferPointer { arrivals in
          graph.arrivalStarts.withUnsafeBufferPointer { arrivalStarts in
            graph.weights.withUnsafeBufferPointer { weights in
              graph.sure.withUnsafeBufferPointer { sure in
                graph.sources.withUnsafeBufferPointer { sources in
                  graph.rows.withUnsafeBufferPointer { rows in
                    graph.ranks.withUnsafeBufferPointer { ranks in
                      isOnPath.withUnsafeMutableBufferPointer { isOnPath in
                        latest.withUnsafeMutableBufferPointer { latest in
                          closer.withUnsafeMutableBufferPointer { closer in
                            stack.withUnsafeMutableBufferPointer { stack in
                              body(
                                CycleView(
                                  slots: slots, starts: starts, arrivals: arrivals,
                                  arrivalStarts: arrivalStarts, weights: weights, sure: sure,
                                  sources: sources, rows: rows, ranks: ranks, isOnPath: isOnPath,
                                  latest: latest, closer: closer, stack: stack))
                            }
                          }
                        }
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    }
  }

  /// Whether one source states a payment after another one whose time overlaps.
  @inline(never)
  func isStated(_ step: Int32, after other: Int32) -> Bool {
    sources[Int(step)] == sources[Int(other)] && rows[Int(step)] > rows[Int(other)]
  }
}
