import ClewIngest
import Testing

@Suite struct BlockDigestsTests {
  @Test(arguments: [0, 1, 1 << 20, (1 << 20) + 1, 3_000_000]) func knowsItsBlocks(size: Int) {
    let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
    var digests = BlockDigests()
    // Pieces that never fall together with the ends of blocks.
    for start in stride(from: 0, to: size, by: 77_777) {
      bytes[start..<min(start + 77_777, size)].withUnsafeBytes { digests.add($0) }
    }
    let all = digests.finish()
    let count = (size + BlockDigests.blockSize - 1) / BlockDigests.blockSize
    #expect(all.count == count * 32)
    for number in 0..<count {
      var block = Array(bytes.dropFirst(number << 20).prefix(1 << 20))
      #expect(BlockDigests.matches(block, number: number, in: all))
      block[block.count / 2] ^= 1
      #expect(!BlockDigests.matches(block, number: number, in: all))
    }
    #expect(!BlockDigests.matches([], number: count, in: all))
  }
}
