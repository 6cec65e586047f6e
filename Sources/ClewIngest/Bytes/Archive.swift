import CLibArchive

/// How much an archive may unpack to before it counts as a bomb.
package struct ArchiveLimits: Sendable {
  /// Unpacked bytes to packed bytes. Registers and filings compress 5 to 60 times; deflate ends at
  /// 1,032 times.
  package var ratio: Int64 = 250
  /// Unpacked bytes that are never too many.
  package var harmless: Int64 = 64 << 20
  package var members = 2000

  package init() {}

  /// True where so much must not come from so little.
  func forbids(_ unpacked: Int64, from packed: Int64) -> Bool {
    let (bound, overflow) = max(packed, 1).multipliedReportingOverflow(by: ratio)
    return unpacked > harmless && !overflow && unpacked > bound
  }
}

/// A member of a zip file, as its directory states it.
package struct ArchiveMember: Sendable {
  package var path: String
  /// Its position among all entries, folders included.
  package var index: Int
  package var size: Int64?
}

/// A compressed container that libarchive reads, opened once and closed with the value.
final class Archive {
  enum Kind { case gzip, zip }

  /// What the first four bytes say, nil for a plain file.
  static func kind(of bytes: some Collection<UInt8>) -> Kind? {
    let head = Array(bytes.prefix(4))
    if head.starts(with: [0x1F, 0x8B, 0x08]) { return .gzip }
    let isZip = head == [0x50, 0x4B, 3, 4] || head == [0x50, 0x4B, 5, 6]
    return isZip || head == [0x50, 0x4B, 7, 8] ? .zip : nil
  }

  private let handle: OpaquePointer
  private let name: String
  private let limits: ArchiveLimits
  private let packed: PackedBytes
  private var unpacked: Int64 = 0
  private var isAtEnd = false

  private init(_ name: String, _ limits: ArchiveLimits, _ packed: PackedBytes) throws(IngestError) {
    guard let handle = archive_read_new() else {
      throw IngestError(
        .archive, what: "libarchive has no memory", place: name, next: "Close other programs.")
    }
    self.handle = handle
    self.name = name
    self.limits = limits
    self.packed = packed
  }

  deinit { archive_read_free(handle) }

  /// A gzip stream over any source of bytes.
  static func gzip(
    _ name: String, limits: ArchiveLimits,
    pull: @escaping (UnsafeMutableRawBufferPointer) throws -> Int
  ) throws -> Archive {
    let packed = PackedBytes(pull)
    let archive = try Archive(name, limits, packed)
    archive_read_support_filter_gzip(archive.handle)
    archive_read_support_format_raw(archive.handle)
    archive_read_support_format_empty(archive.handle)
    try archive.check(
      archive_read_open(
        archive.handle, Unmanaged.passUnretained(packed).toOpaque(), nil, pullPacked, nil))
    var entry: OpaquePointer?
    let status = archive_read_next_header(archive.handle, &entry)
    archive.isAtEnd = status == ARCHIVE_EOF
    if !archive.isAtEnd { try archive.check(status) }
    // libarchive would unpack any number of gzip streams inside each other.
    guard archive_filter_count(archive.handle) <= 2 else {
      throw archive.refusal("it holds another compressed file")
    }
    return archive
  }

  /// A zip file, read by its directory.
  private static func zip(
    _ name: String, path: String, size: Int64, limits: ArchiveLimits
  ) throws -> Archive {
    let packed = PackedBytes { _ in 0 }
    packed.count = size
    let archive = try Archive(name, limits, packed)
    archive_read_support_format_zip(archive.handle)
    try archive.check(archive_read_open_filename(archive.handle, path, 1 << 16))
    return archive
  }

  /// The files of a zip, sorted by path.
  ///
  /// - Throws: `IngestError(.archive)` for a link, an absolute path or one that leaves the archive,
  ///   an encrypted member, two of one path, and sizes that make it a bomb.
  static func members(
    of name: String, path: String, size: Int64, limits: ArchiveLimits
  ) throws -> [ArchiveMember] {
    let archive = try zip(name, path: path, size: size, limits: limits)
    var members: [ArchiveMember] = []
    var paths: Set<String> = []
    var total: Int64 = 0
    var index = 0
    while let entry = try archive.nextEntry() {
      defer { index += 1 }
      guard index < limits.members else {
        throw archive.refusal("holds more than \(limits.members) entries")
      }
      guard let path = Self.path(of: entry) else { throw archive.refusal("a name is unreadable") }
      let mode = UInt32(archive_entry_filetype(entry))
      if mode == 0o040000 || path.hasSuffix("/") { continue }
      guard mode == 0o100000, archive_entry_hardlink(entry) == nil,
        archive_entry_symlink(entry) == nil
      else { throw archive.refusal("the member \"\(path)\" is a link or a device") }
      let parts = path.split(separator: "/", omittingEmptySubsequences: false)
      guard !path.hasPrefix("/"), !path.contains("\\"), !path.contains("\0"),
        !parts.contains(".."), !(path.utf8.dropFirst().first == UInt8(ascii: ":"))
      else { throw archive.refusal("the member \"\(path)\" points outside the archive") }
      guard archive_entry_is_encrypted(entry) == 0 else {
        throw archive.refusal("the member \"\(path)\" is encrypted")
      }
      guard paths.insert(path).inserted else {
        throw archive.refusal("two members are called \"\(path)\"")
      }
      let stated = archive_entry_size_is_set(entry) != 0 ? archive_entry_size(entry) : nil
      let (sum, overflow) = total.addingReportingOverflow(stated ?? 0)
      guard !overflow, !limits.forbids(sum, from: size) else { throw archive.bomb() }
      total = sum
      members.append(ArchiveMember(path: path, index: index, size: stated))
    }
    return members.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }

  /// A member of a zip, found again by its position, ready to be read.
  static func member(
    _ member: ArchiveMember, of name: String, path: String, size: Int64, limits: ArchiveLimits
  ) throws -> Archive {
    let archive = try zip(name, path: path, size: size, limits: limits)
    var index = 0
    while let entry = try archive.nextEntry() {
      if index == member.index, Self.path(of: entry) == member.path { return archive }
      index += 1
    }
    throw IngestError(
      .changed, what: "the member \"\(member.path)\" is no longer in the archive", place: name,
      next: "Ingest the archive again as it is now.")
  }

  /// Fills the buffer from its start with unpacked bytes; returns how many, 0 only at the end.
  func pull(_ buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    if isAtEnd { return 0 }
    let count = archive_read_data(handle, buffer.baseAddress, buffer.count)
    if count < 0 { throw failure() }
    isAtEnd = count == 0
    unpacked += Int64(count)
    guard !limits.forbids(unpacked, from: packed.count) else { throw bomb() }
    return count
  }

  private func nextEntry() throws -> OpaquePointer? {
    var entry: OpaquePointer?
    let status = archive_read_next_header(handle, &entry)
    if status == ARCHIVE_EOF { return nil }
    try check(status)
    return entry
  }

  private static func path(of entry: OpaquePointer) -> String? {
    if let path = archive_entry_pathname_utf8(entry) { return String(cString: path) }
    return archive_entry_pathname(entry).map { String(cString: $0) }
  }

  private func check(_ status: Int32) throws {
    if status != ARCHIVE_OK, status != ARCHIVE_WARN { throw failure() }
  }

  private func failure() -> any Error {
    if let failure = packed.failure { return failure }
    let reason = archive_error_string(handle).map { String(cString: $0) } ?? "damaged"
    return IngestError(
      .archive, what: "the compressed file cannot be unpacked: \(reason)", place: name,
      next: "Get the file again; it may be cut or damaged.")
  }

  private func bomb() -> IngestError {
    refusal("it unpacks to more than \(limits.ratio) times its size")
  }

  private func refusal(_ reason: String) -> IngestError {
    IngestError(
      .archive, what: "the archive is refused: \(reason)", place: name,
      next: "Unpack it by hand if you trust it, and ingest the folder.")
  }
}

/// The compressed bytes, pulled from Swift by libarchive.
private final class PackedBytes {
  let pull: (UnsafeMutableRawBufferPointer) throws -> Int
  let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
  var count: Int64 = 0
  var failure: (any Error)?

  init(_ pull: @escaping (UnsafeMutableRawBufferPointer) throws -> Int) { self.pull = pull }
  deinit { buffer.deallocate() }
}

/// libarchive's read callback: the next piece of a `PackedBytes`, -1 after keeping an error.
private func pullPacked(
  _: OpaquePointer?, _ data: UnsafeMutableRawPointer?,
  _ out: UnsafeMutablePointer<UnsafeRawPointer?>?
) -> Int {
  guard let data, let out else { return -1 }
  let packed = Unmanaged<PackedBytes>.fromOpaque(data).takeUnretainedValue()
  do {
    let count = try packed.pull(packed.buffer)
    packed.count += Int64(count)
    out.pointee = UnsafeRawPointer(packed.buffer.baseAddress)
    return count
  } catch {
    packed.failure = error
    return -1
  }
}
