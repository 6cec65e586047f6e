extension NotYetRead {
  /// Files that are no text, by their first bytes. Archives are opened, not refused: they are not
  /// here, except those that are one document.
  static let binaries: [UnreadFormat] = [
    UnreadFormat("pdf", "PDF document", by: "%PDF", yields: "nothing") { $0.startsWith("%PDF") },
    UnreadFormat(
      "xlsx", "Excel workbook through a pipe",
      by: "a ZIP that begins with the parts of a workbook",
      yields: "tables: give it as a file, whose sheets are read"
    ) { isOfficeFile($0, part: "xl/") },
    UnreadFormat("docx", "Word document", by: "a ZIP with word/", yields: "nothing") {
      isOfficeFile($0, part: "word/")
    },
    UnreadFormat(
      "ods", "OpenDocument", by: "a ZIP that begins with its media type",
      yields: "tables: save them as CSV"
    ) {
      $0.startsWith("PK\u{3}\u{4}")
        && contains($0.bytes.prefix(200), "mimetypeapplication/vnd.oasis.opendocument")
    },
    UnreadFormat(
      "ole2", "Older Office file or i2 chart (.xls, .doc, .anb)", by: "D0 CF 11 E0",
      yields: "nothing: export it as XLSX, CSV or ANX"
    ) { $0.startsWith([0xD0, 0xCF, 0x11, 0xE0]) },
    UnreadFormat("parquet", "Apache Parquet", by: "PAR1", yields: "a table") {
      $0.startsWith("PAR1")
    },
    UnreadFormat("sqlite", "SQLite database", by: "SQLite format 3", yields: "tables") {
      $0.startsWith("SQLite format 3\u{0}")
    },
    UnreadFormat(
      "image", "Image (PNG, JPEG, GIF, TIFF)", by: "the signatures of the formats",
      yields: "nothing"
    ) {
      $0.startsWith([0x89, 0x50, 0x4E, 0x47]) || $0.startsWith([0xFF, 0xD8, 0xFF])
        || $0.startsWith("GIF8") || $0.startsWith([0x49, 0x49, 0x2A, 0x00])
        || $0.startsWith([0x4D, 0x4D, 0x00, 0x2A])
    },
    UnreadFormat("rtf", "Rich text", by: "{\\rtf", yields: "nothing") { $0.startsWith("{\\rtf") },
  ]

  private static func isOfficeFile(_ signs: FormatSigns, part: String) -> Bool {
    signs.startsWith("PK\u{3}\u{4}") && contains(signs.bytes[...], part)
      && (contains(signs.bytes[...], "[Content_Types].xml") || contains(signs.bytes[...], "_rels/"))
  }

  private static func contains(_ bytes: ArraySlice<UInt8>, _ text: String) -> Bool {
    bytes.firstRange(of: Array(text.utf8)) != nil
  }
}
