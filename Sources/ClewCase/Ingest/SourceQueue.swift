import ClewIngest
import ClewModel

/// A source that was recognised and waits to be read.
struct QueuedSource: Sendable {
  var input: Input
  var reader: any Reader.Type
  var options: ReadOptions
  /// The set its ids belong to.
  var set: String
  /// Known before reading where it orders several sources; nil for what can be read only once.
  var digest: String?
  /// The date of publication that its first bytes state; nil for none.
  var published: TimeSpan?

  /// What lies together: the archive and folder inside it, or the folder of the file.
  var group: String { input.group }

  var format: String { reader.description.name }
}

/// The sources of one command in the order in which they are read.
struct SourceQueue {
  private(set) var sources: [QueuedSource] = []
  /// True where there is enough to read that the faster journal pays.
  private(set) var isBulk = false

  private let containers = ContainerDigests()

  /// Bytes from which a load is called bulk.
  private static let bulkBytes: Int64 = 16 << 20

  /// Recognises every input; those that are of no format go to the report.
  init(
    _ inputs: [Input], request: IngestRequest, options: ReadOptions, report: inout IngestReport
  ) throws {
    var bytes: Int64 = 0
    for input in inputs {
      try report.attempt(input.name) {
        let set = request.set ?? input.folder
        var own = options
        own.set = set
        // Standard input can be opened once only: its head is looked at while it is read.
        let head = input.isOnce ? nil : try SourceHead(peeking: input.open())
        let reader: any Reader.Type =
          try head.map {
            try Formats.detect($0, as: request.format, options: own, place: input.name)
          } ?? DetectingReader.self
        bytes += input.size ?? Self.bulkBytes
        sources.append(
          QueuedSource(
            input: input, reader: reader, options: own, set: set,
            digest: inputs.count > 1 ? try Inputs.digest(of: input) : nil,
            published: head.flatMap { reader.published($0) }))
        return nil
      }
    }
    isBulk = bytes >= Self.bulkBytes
    sources.sort(by: Self.precedes)
  }

  /// What others refer to comes first: lists before their side files, tables of parties before those
  /// of links. Then the older of two editions that state their dates; then the digest decides.
  private static func precedes(_ a: QueuedSource, _ b: QueuedSource) -> Bool {
    let (rankA, rankB) = (rank(a), rank(b))
    if rankA != rankB { return rankA < rankB }
    let (dateA, dateB) = (a.published?.lo ?? .min, b.published?.lo ?? .min)
    if dateA != dateB { return dateA < dateB }
    return (a.digest ?? "", a.input.name) < (b.digest ?? "", b.input.name)
  }

  private static func rank(_ source: QueuedSource) -> Int {
    // What codes stand for is known before anything that states them is read.
    if source.format == "code-list" { return -1 }
    let tables = ["native-parties", "native-accounts", "native-links", "native-transactions"]
    if let table = tables.firstIndex(of: source.format) { return table + 2 }
    return source.format.hasPrefix(OFACReader.description.name + "-") ? 1 : 0
  }

  /// SHA-256 of the archive or workbook that a source lies in; nil for a file that is read as it lies.
  func containerDigest(of source: QueuedSource) throws -> String? {
    try containers.digest(of: source.input)
  }

  /// The other files of the same list in the same folder or archive, by format: OFAC's remarks
  /// overflow into a file of their own, and its side files do not say which list they belong to.
  func companions(of source: QueuedSource) throws -> [String: [UInt8]] {
    let family = OFACReader.description.name
    guard source.format.hasPrefix(family) else { return [:] }
    let group = source.input.group
    var found: [String: [UInt8]] = [:]
    for other in sources
    where other.format.hasPrefix(family) && other.format != source.format
      && other.input.group == group
    {
      found[other.format, default: []] += try other.input.wholeBytes() + [UInt8(ascii: "\n")]
    }
    return found
  }
}

extension Input {
  /// What lies together: the archive and folder inside it, or the folder of the file.
  fileprivate var group: String {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    return path.hasPrefix("/") && member == nil
      ? path.split(separator: "/").dropLast().joined(separator: "/")
      : parts.joined(separator: "/") + (member == nil ? "" : "!" + path)
  }

  fileprivate func wholeBytes() throws -> [UInt8] {
    let stream = try open()
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = try piece.withUnsafeMutableBytes { try stream.read(into: $0) }
      if count == 0 { return bytes }
      bytes += piece[..<count]
    }
  }
}

/// The digests of archives and workbooks, each worked out once a run: an archive may hold thousands
/// of sources.
private final class ContainerDigests {
  private var known: [String: String] = [:]

  func digest(of input: Input) throws -> String? {
    if let digest = known[input.path] { return digest }
    let digest = try Inputs.containerDigest(of: input)
    if let digest { known[input.path] = digest }
    return digest
  }
}
