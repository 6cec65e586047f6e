import Dispatch
import Synchronization

/// Hands values from the parsing thread to the inserting one, a few at a time, so that the faster
/// side waits and memory stays flat.
final class BatchChannel<Element: Sendable>: Sendable {
  private struct State {
    var waiting: [Element] = []
    var failure: (any Error)?
    var closed = false
    var abandoned = false
  }

  private let state = Mutex(State())
  // A semaphore must not end below the value it was made with, so the places are signalled in.
  private let free = DispatchSemaphore(value: 0)
  private let filled = DispatchSemaphore(value: 0)

  init(capacity: Int) { for _ in 0..<capacity { free.signal() } }

  /// Waits for room, then hands over. Returns false when nobody takes any more.
  func send(_ element: Element) -> Bool {
    free.wait()
    let taken = state.withLock { state in
      guard !state.abandoned else { return false }
      state.waiting.append(element)
      return true
    }
    filled.signal()
    return taken
  }

  /// No more will come; with an error, the taker gets it after what was sent.
  func close(_ failure: (any Error)? = nil) {
    state.withLock {
      $0.closed = true
      $0.failure = failure
    }
    filled.signal()
  }

  /// Waits for the next element; nil at the end.
  func next() throws -> Element? {
    filled.wait()
    let (element, failure) = state.withLock { state -> (Element?, (any Error)?) in
      state.waiting.isEmpty ? (nil, state.failure) : (state.waiting.removeFirst(), nil)
    }
    if element != nil {
      free.signal()
    } else {
      filled.signal()
    }
    if let failure { throw failure }
    return element
  }

  /// The taker gives up: a sender that waits goes on and learns it.
  func abandon() {
    state.withLock {
      $0.abandoned = true
      $0.waiting.removeAll()
    }
    free.signal()
  }
}
