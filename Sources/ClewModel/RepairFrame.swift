/// What has to stand around rejected records so that they are a file of their format again: they are
/// written out for repair as the source's first `prefixLength` bytes, the records joined by
/// `separator`, and `suffix`.
///
/// Records are those of which nothing was read, so that the mended file, ingested into the same set,
/// doubles nothing; it stands beside its source, whose header it repeats. By format:
/// - tables, JSON and JSON lines: the row or object. Rows of lists in which several make one entry
///   (EU and UK tables): only where the entry has one row;
/// - sanctions lists, GLEIF: the entry, the record. OFAC advanced: none, because an entry takes its
///   list and programmes from what stands behind all of them;
/// - goAML: the transaction or report party of a lone report, under its header; none of a batch;
/// - FinCEN: the activity; what is missing inside one that was filed is not written;
/// - ISO 20022: the payment of a message without groups, where it is the first of its document;
///   entries of statements and orders in groups take account and side from around them: none;
/// - SWIFT: the message; a line of a statement or one payment of a series is not written;
/// - BODS, FollowTheMoney: the statement or entity, in a delta with its operation. One that was read
///   but for a date or a share is not written: the earlier statement may be the later by its date.
///
/// What is not written is mended in the file itself, which then replaces its source.
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
