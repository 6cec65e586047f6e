import ClewIngest
import ClewModel

/// What a reader of a list hands over of a source.
struct ListSource {
  var header: SourceHeader?
  var all = Batch()
  var error: IngestError?

  /// Reads bytes in pieces of an odd size, so that every boundary is met.
  init(_ reader: some Reader, _ bytes: [UInt8], piece: Int = 4093) throws {
    var rest = bytes[...]
    let stream = ByteStream(name: "test") { buffer in
      let count = min(buffer.count, rest.count, piece)
      buffer.copyBytes(from: rest.prefix(count))
      rest = rest.dropFirst(count)
      return count
    }
    var header: SourceHeader?
    var all = Batch()
    do {
      try reader.read(stream) {
        header = $0
      } batch: { batch in
        all.listings += batch.listings
        all.supplements += batch.supplements
        all.rejections += batch.rejections
        all.unread += batch.unread
        all.frame = all.frame ?? batch.frame
      }
    } catch let error as IngestError {
      self.error = error
    }
    self.header = header
    self.all = all
  }

  init(_ reader: some Reader, _ text: String) throws {
    try self.init(reader, Array(text.utf8))
  }

  /// The formats that recognise the bytes.
  static func formats(_ bytes: [UInt8]) -> [String] {
    let head = SourceHead(bytes: Array(bytes.prefix(SourceHead.length)))
    return Formats.readers.filter { $0.recognises(head) }.map { $0.description.name }
  }

  var listings: [Listing] { all.listings }

  func listing(_ ref: String) -> Listing? { all.listings.first { $0.ref == ref } }

  /// Facts of a property as `value|raw|qualifier`.
  static func texts(_ facts: [Fact], _ property: Property) -> [String] {
    facts.filter { $0.property == property }.map {
      "\($0.value)|\($0.raw ?? "")|\($0.qualifier ?? "")"
    }
  }

  func texts(_ ref: String, _ property: Property) -> [String] {
    Self.texts(listing(ref)?.facts ?? [], property)
  }
}
