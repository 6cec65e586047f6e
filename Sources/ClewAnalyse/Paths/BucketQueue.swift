/// A queue of nodes by small whole costs that never fall below the last one taken: buckets of one
/// cost each (Dial 1969).
struct BucketQueue {
  private var buckets: [[Int32]] = []
  private var cost = 0

  mutating func push(_ node: Int32, at cost: Int32) {
    while buckets.count <= Int(cost) { buckets.append([]) }
    buckets[Int(cost)].append(node)
  }

  mutating func pop() -> (node: Int32, cost: Int32)? {
    while cost < buckets.count {
      if let node = buckets[cost].popLast() { return (node, Int32(cost)) }
      cost += 1
    }
    return nil
  }
}
