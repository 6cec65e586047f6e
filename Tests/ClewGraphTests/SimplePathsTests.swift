import ClewGraph
import Testing

struct SimplePathsTests {
  private func find(chain count: Int32, maxHops: Int) -> SimplePaths<Void> {
    let rows = CompressedRows(
      nodeCount: Int(count), from: Array(0..<count - 1), to: Array(1..<count))
    return SimplePaths<Void>(
      in: rows, from: 0, to: count - 1, limit: 3, maxHops: maxHops, initial: ()
    ) { _, _, _ in () }
  }

  @Test func whatLiesBeyondTheHopLimitIsNotCalledExhausted() {
    let near = find(chain: 101, maxHops: 100)
    #expect(near.paths.count == 1 && near.isExhaustive)
    let far = find(chain: 150, maxHops: 100)
    #expect(far.paths.isEmpty && far.isExhaustive)
    let cut = find(chain: 150, maxHops: 1000)
    #expect(cut.paths.isEmpty && !cut.isExhaustive)
    let small = find(chain: 50, maxHops: 1000)
    #expect(small.paths.count == 1 && small.isExhaustive)
  }
}
