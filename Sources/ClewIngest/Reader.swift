import ClewModel

/// A reader of one format: bytes in, model records out, flat memory, no SQL.
package protocol Reader: Sendable {
  /// What `clew formats` says about it.
  static var description: FormatDescription { get }
  /// True where the first bytes of a source are of this format. Never looks at the file name.
  static func recognises(_ head: SourceHead) -> Bool
  /// The date of publication that the first bytes of a source state, where editions of one thing
  /// are to be read in their order; nil where they state none.
  static func published(_ head: SourceHead) -> TimeSpan?

  init(options: ReadOptions) throws(IngestError)

  /// Reads the whole source. `header` is called once, before the first batch.
  ///
  /// A record that cannot be read becomes a `Rejection` in a batch. A container that breaks its own
  /// syntax throws, naming the place; batches handed over before are then discarded by the caller,
  /// or kept and marked partial under `--salvage`.
  func read(
    _ bytes: ByteStream, header: (SourceHeader) throws -> Void, batch: (Batch) throws -> Void
  ) throws
}

extension Reader {
  package static func published(_ head: SourceHead) -> TimeSpan? { nil }
}

/// The first bytes of a source, decoded as far as detection needs it.
package struct SourceHead: Sendable {
  /// At most 64 KiB, as they stand in the (decompressed) source.
  package var bytes: [UInt8]
  /// The same as text: BOM removed, UTF-16 decoded, UTF-8 else windows-1252.
  package var text: String
  /// The encoding that was used for `text`: `utf-8`, `utf-16le`, `utf-16be`, `windows-1252`.
  package var encoding: String
  /// For XML: local name and namespace of the root element.
  package var xmlRoot: (name: String, namespace: String)?
  /// For a table: the cells of the first line that is not empty.
  package var firstRow: [String]
  /// Columns, keys and lines, worked out once for all formats.
  private(set) var signs: FormatSigns

  package init(
    bytes: [UInt8], text: String, encoding: String,
    xmlRoot: (name: String, namespace: String)? = nil, firstRow: [String] = []
  ) {
    self.bytes = bytes
    self.text = text
    self.encoding = encoding
    self.xmlRoot = xmlRoot
    self.firstRow = firstRow
    signs = FormatSigns(bytes: bytes, text: text, xmlRoot: xmlRoot, firstRow: firstRow)
  }
}

/// What a reader is told beside the bytes.
package struct ReadOptions: Sendable {
  /// The set that ids of this source belong to.
  package var set: String
  /// The text of the mapping profile given with `--profile`.
  package var profile: String?
  /// The other files of the same folder or archive in this run, by format name: the overflow of
  /// OFAC's remarks lies in a file of its own (`ofac-csv-comments`). Text as it stands.
  package var companions: [String: [UInt8]]
  /// The format that the user named (`--as`), nil for what the content says.
  package var format: String?
  /// The code lists that the casefile holds.
  package var codeLabels: [CodeLabel]

  package init(
    set: String = "", profile: String? = nil, companions: [String: [UInt8]] = [:],
    format: String? = nil, codeLabels: [CodeLabel] = []
  ) {
    self.set = set
    self.profile = profile
    self.companions = companions
    self.format = format
    self.codeLabels = codeLabels
  }
}

/// One row of `clew formats`.
package struct FormatDescription: Sendable {
  package var name: String
  package var title: String
  package var versions: String
  package var recognisedBy: String
  package var yields: String
  package var limits: String
  /// False for a format that is recognised and refused by name.
  package var isRead: Bool

  package init(
    name: String, title: String, versions: String, recognisedBy: String, yields: String,
    limits: String, isRead: Bool = true
  ) {
    self.name = name
    self.title = title
    self.versions = versions
    self.recognisedBy = recognisedBy
    self.yields = yields
    self.limits = limits
    self.isRead = isRead
  }
}

/// A source that cannot be read as a whole.
package struct IngestError: Error, Hashable, Sendable {
  package enum Code: String, Sendable {
    case unreadable, unknownFormat = "unknown-format", notYetRead = "not-yet-read",
      notWellFormed = "not-well-formed", truncated, encoding, tooDeep = "too-deep",
      tooLarge = "too-large", archive, profile, claims, pattern, changed
  }

  package var code: Code
  package var what: String
  /// File, line and element, as far as known.
  package var place: String
  package var next: String

  package init(_ code: Code, what: String, place: String, next: String) {
    self.code = code
    self.what = what
    self.place = place
    self.next = next
  }
}
