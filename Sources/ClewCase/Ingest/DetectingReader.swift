import ClewIngest
import ClewModel

/// Reads standard input: looks at the head of the one stream there is, then hands over to the
/// reader of that format.
struct DetectingReader: Reader {
  static let description = FormatDescription(
    name: "detected", title: "whatever the content says", versions: "", recognisedBy: "",
    yields: "", limits: "")

  static func recognises(_ head: SourceHead) -> Bool { false }

  private let options: ReadOptions

  init(options: ReadOptions) { self.options = options }

  func read(
    _ bytes: ByteStream, header: (SourceHeader) throws -> Void, batch: (Batch) throws -> Void
  ) throws {
    let reader = try Formats.detect(
      SourceHead(peeking: bytes), as: options.format, options: options, place: bytes.name)
    try reader.init(options: options).read(bytes, header: header, batch: batch)
  }
}
