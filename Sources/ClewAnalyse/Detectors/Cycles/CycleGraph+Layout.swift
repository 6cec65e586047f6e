/// Lays a search's lists out by counting sorts and one backward sweep, on raw buffers.
///
/// This file writes without bounds checks. Every place written comes from a counting sort of the
/// same columns (a slot and an arrival for each step, an end mark for each node), and nodes are
/// those of a `FlowIndex`, below `nodeCount`; `CycleGraph.isSound` checks what came out.
extension CycleGraph {
  mutating func fillSlots(nodeCount: Int) {
    var starts = Self.counted(from, nodeCount)
    for node in 0..<nodeCount { starts[node + 1] += starts[node] + 1 }
    let mark = Slot(step: Self.end, target: 0, next: 0, nextStep: Self.end)
    var slots = [Slot](repeating: mark, count: count + nodeCount)
    var slotOf = [Int32](repeating: 0, count: count)
    var free = starts
    slots.withUnsafeMutableBufferPointer { slots in
      slotOf.withUnsafeMutableBufferPointer { slotOf in
        free.withUnsafeMutableBufferPointer { free in
          from.withUnsafeBufferPointer { from in
            to.withUnsafeBufferPointer { to in
              for step in 0..<from.count {
                let node = Int(from[step])
                let slot = free[node]
                free[node] = slot &+ 1
                slotOf[step] = slot
                slots[Int(slot)].step = Int32(truncatingIfNeeded: step)
                slots[Int(slot)].target = to[step]
              }
            }
          }
        }
      }
    }
    self.starts = starts
    self.slots = slots
    self.slotOf = slotOf
  }

  mutating func fillArrivals(nodeCount: Int) {
    var starts = Self.counted(to, nodeCount)
    for node in 0..<nodeCount { starts[node + 1] += starts[node] }
    var arrivals = [Arrival](repeating: Arrival(step: 0, payer: 0, slot: 0), count: count)
    var free = starts
    arrivals.withUnsafeMutableBufferPointer { arrivals in
      free.withUnsafeMutableBufferPointer { free in
        from.withUnsafeBufferPointer { from in
          to.withUnsafeBufferPointer { to in
            slotOf.withUnsafeBufferPointer { slotOf in
              for step in 0..<from.count {
                let node = Int(to[step])
                arrivals[Int(free[node])] = Arrival(
                  step: Int32(truncatingIfNeeded: step), payer: from[step], slot: slotOf[step])
                free[node] &+= 1
              }
            }
          }
        }
      }
    }
    arrivalStarts = starts
    self.arrivals = arrivals
  }

  /// How often each node stands in a column, one place up.
  private static func counted(_ column: [Int32], _ nodeCount: Int) -> [Int32] {
    var counts = [Int32](repeating: 0, count: nodeCount + 1)
    counts.withUnsafeMutableBufferPointer { counts in
      column.withUnsafeBufferPointer { column in
        for node in column { counts[Int(node) + 1] &+= 1 }
      }
    }
    return counts
  }

  /// Links every slot to the first one of its target's list with a later step: met backwards, that
  /// is the one met last.
  mutating func link(nodeCount: Int) {
    var onward = [Int32](repeating: Self.end, count: count)
    var nextInto = onward
    var paid = [Int32](repeating: Self.end, count: nodeCount)
    var openStep = paid
    var open = starts.dropFirst().map { $0 - 1 }
    slots.withUnsafeMutableBufferPointer { slots in
      onward.withUnsafeMutableBufferPointer { onward in
        nextInto.withUnsafeMutableBufferPointer { nextInto in
          paid.withUnsafeMutableBufferPointer { paid in
            openStep.withUnsafeMutableBufferPointer { openStep in
              open.withUnsafeMutableBufferPointer { open in
                from.withUnsafeBufferPointer { from in
                  to.withUnsafeBufferPointer { to in
                    slotOf.withUnsafeBufferPointer { slotOf in
                      for step in (0..<from.count).reversed() {
                        let (payer, payee) = (Int(from[step]), Int(to[step]))
                        let slot = slotOf[step]
                        nextInto[step] = paid[payer]
                        paid[payee] = Int32(truncatingIfNeeded: step)
                        onward[step] = openStep[payee]
                        slots[Int(slot)].next = open[payee]
                        slots[Int(slot)].nextStep = openStep[payee]
                        open[payer] = slot
                        openStep[payer] = Int32(truncatingIfNeeded: step)
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
    self.onward = onward
    self.nextInto = nextInto
  }
}
