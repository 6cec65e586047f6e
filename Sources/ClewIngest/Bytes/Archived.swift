import CLibArchive

/// The bytes of a source as the casefile keeps them: a gzip stream without name and time, so that
/// the same bytes give the same stream (RFC 1952).
package enum Archived {
  /// Compresses bytes.
  package static func compress(_ bytes: [UInt8]) throws(IngestError) -> [UInt8] {
    guard let writer = archive_write_new() else { throw failure("libarchive has no memory") }
    defer { archive_write_free(writer) }
    // Deflate adds five bytes for each stored block of at most 16 KiB, gzip a head and a tail.
    let bound = bytes.count + bytes.count / 1024 + (64 << 10)
    var used = 0
    var status = archive_write_add_filter_gzip(writer)
    var packed = [UInt8](repeating: 0, count: bound)
    packed.withUnsafeMutableBytes { out in
      guard let entry = archive_entry_new() else {
        status = ARCHIVE_FATAL
        return
      }
      defer { archive_entry_free(entry) }
      archive_entry_set_filetype(entry, 0o100000)
      let steps: [() -> Int32] = [
        { archive_write_set_filter_option(writer, "gzip", "timestamp", nil) },
        { archive_write_set_format_raw(writer) },
        { archive_write_set_bytes_in_last_block(writer, 1) },
        { archive_write_open_memory(writer, out.baseAddress, bound, &used) },
        { archive_write_header(writer, entry) },
        {
          let written = bytes.withUnsafeBytes {
            archive_write_data(writer, $0.baseAddress, $0.count)
          }
          return written == bytes.count ? ARCHIVE_OK : ARCHIVE_FATAL
        },
        { archive_write_close(writer) },
      ]
      for step in steps where status == ARCHIVE_OK { status = step() }
    }
    guard status == ARCHIVE_OK else {
      let reason = archive_error_string(writer).map { String(cString: $0) }
      throw failure(reason ?? "libarchive refused to compress")
    }
    packed.removeLast(packed.count - used)
    return packed
  }

  /// Unpacks what `compress` made.
  ///
  /// - Parameter limit: more bytes than this are refused.
  package static func decompress(
    _ bytes: [UInt8], limit: Int = 4 << 30
  ) throws -> [UInt8] {
    let packed = ByteStream(name: "archived source", bytes: bytes)
    var limits = ArchiveLimits()
    limits.ratio = 1100
    let archive = try Archive.gzip(packed.name, limits: limits) { try packed.read(into: $0) }
    var unpacked: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = try piece.withUnsafeMutableBytes { try archive.pull($0) }
      if count == 0 { return unpacked }
      guard unpacked.count + count <= limit else {
        throw failure("the archived source is larger than \(limit) bytes")
      }
      unpacked += piece[..<count]
    }
  }

  private static func failure(_ what: String) -> IngestError {
    IngestError(
      .archive, what: what, place: "archived source",
      next: "Ingest the source again with --archive.")
  }
}
