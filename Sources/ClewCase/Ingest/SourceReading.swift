import ClewIngest
import ClewModel
import Dispatch
import Glibc

/// Reads one source on a thread of its own and hands its batches to the thread that stores them.
struct SourceReading {
  /// What is known once the last byte is read.
  struct End: Sendable {
    var digest: String
    var bytes: Int64
    /// `BlockDigests` of the bytes.
    var blocks: [UInt8]
    /// True where the container broke and only what came before was kept.
    var isPartial: Bool
  }

  private enum Event: Sendable {
    case header(SourceHeader)
    case batch(Batch)
    case bytes([UInt8])
    case end(End)
  }

  private let source: QueuedSource
  private let companions: [String: [UInt8]]
  private let codeLabels: [CodeLabel]
  private let keepsBytes: Bool
  private let progress: (@Sendable (Progress) -> Void)?

  /// Batches on their way at one time.
  private static let depth = 2

  /// - Parameter codeLabels: the code lists of the casefile at this moment.
  init(
    _ source: QueuedSource, companions: [String: [UInt8]], codeLabels: [CodeLabel] = [],
    keepsBytes: Bool, progress: (@Sendable (Progress) -> Void)?
  ) {
    self.source = source
    self.codeLabels = codeLabels
    self.companions = companions
    self.keepsBytes = keepsBytes
    self.progress = progress
  }

  /// Reads to the end; the closures run on the calling thread, in the order of the file.
  func run(
    salvage: Bool, header: (SourceHeader) throws -> Void, batch: (Batch) throws -> Void,
    archive: ([UInt8]) throws -> Void
  ) throws -> End {
    let channel = BatchChannel<Event>(capacity: Self.depth)
    DispatchQueue(label: "clew.parse").async { [self] in parse(into: channel, salvage: salvage) }
    do {
      while let event = try channel.next() {
        switch event {
        case .header(let value): try header(value)
        case .batch(let value): try batch(value)
        case .bytes(let value): try archive(value)
        case .end(let end): return end
        }
      }
    } catch {
      channel.abandon()
      throw error
    }
    throw Failure(
      code: "unreadable", what: "The source ended without its end.", place: source.input.name,
      next: "Run the command again.")
  }

  private func parse(into channel: BatchChannel<Event>, salvage: Bool) {
    do {
      let stream = try source.input.open()
      let meter = Meter(source.input, progress)
      defer { meter.finish() }
      var blocks = BlockDigests()
      stream.tap = { piece in
        blocks.add(piece)
        meter.advance(by: piece.count)
        guard keepsBytes, !piece.isEmpty else { return }
        guard channel.send(.bytes(Array(piece))) else { throw Abandoned() }
      }
      var isPartial = false
      var hasHeader = false
      do {
        var options = source.options
        options.companions = companions
        options.codeLabels = codeLabels
        try source.reader.init(options: options).read(stream) { header in
          hasHeader = true
          guard channel.send(.header(header)) else { throw Abandoned() }
        } batch: { batch in
          guard channel.send(.batch(batch)) else { throw Abandoned() }
        }
      } catch let error as IngestError
        where salvage && hasHeader && error.isInsideTheContainer
      {
        isPartial = true
      }
      try drain(stream)
      _ = channel.send(
        .end(
          End(
            digest: stream.digest, bytes: stream.position, blocks: blocks.finish(),
            isPartial: isPartial)))
      channel.close()
    } catch {
      channel.close(error)
    }
  }

  /// Reads what the reader left, so that the digest is that of the whole source.
  private func drain(_ stream: ByteStream) throws {
    var rest = [UInt8](repeating: 0, count: 1 << 16)
    while try rest.withUnsafeMutableBytes({ try stream.read(into: $0) }) > 0 {}
  }
}

/// The taker went away; nobody sees this error.
private struct Abandoned: Error {}

extension IngestError {
  /// True for a break inside the source, before which records may be kept.
  fileprivate var isInsideTheContainer: Bool {
    switch code {
    case .notWellFormed, .truncated, .encoding, .tooDeep: true
    default: false
    }
  }
}

/// Tells the front end how far the reading is, ten times a second at most.
private final class Meter {
  private let name: String
  private let total: Int64?
  private let progress: (@Sendable (Progress) -> Void)?
  private let begin: Double
  private var position: Int64 = 0
  private var last: Double

  init(_ input: Input, _ progress: (@Sendable (Progress) -> Void)?) {
    name = input.name
    total = input.size
    self.progress = progress
    begin = Self.now()
    last = begin
  }

  func advance(by count: Int) {
    position += Int64(count)
    guard let progress else { return }
    let now = Self.now()
    guard now - last >= 0.1 else { return }
    last = now
    progress(Progress(what: name, done: position, total: total, seconds: now - begin))
  }

  func finish() {
    progress?(Progress(what: name, done: 0, total: total, seconds: 0, finished: true))
  }

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
