import Dispatch
import Testing

@testable import ClewCase

@Suite struct BatchChannelTests {
  struct Broken: Error {}

  @Test func handsOverInOrder() throws {
    let channel = BatchChannel<Int>(capacity: 2)
    DispatchQueue.global().async {
      for number in 0..<1000 { #expect(channel.send(number)) }
      channel.close()
    }
    var taken: [Int] = []
    while let number = try channel.next() { taken.append(number) }
    #expect(taken == Array(0..<1000))
    #expect(try channel.next() == nil)
  }

  @Test func anErrorComesAfterWhatWasSent() throws {
    let channel = BatchChannel<Int>(capacity: 2)
    #expect(channel.send(7))
    channel.close(Broken())
    #expect(try channel.next() == 7)
    #expect(throws: Broken.self) { try channel.next() }
  }

  /// A taker that gives up with elements on their way must neither hang the sender nor trap.
  @Test(arguments: 0..<20) func aTakerMayGiveUp(after count: Int) throws {
    let finished = DispatchSemaphore(value: 0)
    do {
      let channel = BatchChannel<Int>(capacity: 3)
      DispatchQueue.global().async {
        var number = 0
        while channel.send(number) { number += 1 }
        channel.close()
        finished.signal()
      }
      for _ in 0..<count { _ = try channel.next() }
      channel.abandon()
    }
    #expect(finished.wait(timeout: .now() + 60) == .success)
  }
}
