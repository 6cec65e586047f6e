/// What has to stand around rejected records so that they are a file of their format again: they are
/// written out for repair as the source's first `prefixLength` bytes, the records joined by
/// `separator`, and `suffix`.
package struct RepairFrame: Hashable, Sendable {
  /// Bytes of the decompressed source that lie before its first record: the header line of a table,
  /// the open elements of an XML document.
  package var prefixLength: Int64
  package var separator: String
  package var suffix: String

  package init(prefixLength: Int64, separator: String, suffix: String = "") {
    self.prefixLength = prefixLength
    self.separator = separator
    self.suffix = suffix
  }
}
