/// Where in its source a record stands. The source itself is known from the batch.
package struct Provenance: Hashable, Sendable {
  /// Byte offset of the record in the decompressed source, and its length in bytes.
  package var offset: Int64
  package var length: Int32
  /// The line on which the record begins, from 1.
  package var line: Int32
  /// The readable place where a line alone does not say enough: an element path such as
  /// `report/transaction[3]/t_from/from_person`. Empty for lines of a table.
  package var path: String

  package init(offset: Int64, length: Int32, line: Int32, path: String = "") {
    self.offset = offset
    self.length = length
    self.line = line
    self.path = path
  }

  /// `line 12` or `line 12, report/transaction[3]`.
  package var locator: String { path.isEmpty ? "line \(line)" : "line \(line), \(path)" }
}

/// An input record that could not be read: what, where and why. Bad data is a value, not an error.
///
/// The place has a length only where it is a record of which nothing was read: that record can be
/// written out, mended and ingested beside the rest (`RepairFrame`). A rejection about a part of a
/// record that was otherwise read, or about the source, has the length 0.
package struct Rejection: Hashable, Sendable {
  package var provenance: Provenance
  /// One sentence: what is wrong and what was expected. No personal values.
  package var reason: String
  /// The first bytes of the record as they stand in the source, at most 500.
  package var snippet: String

  package init(provenance: Provenance, reason: String, snippet: String) {
    self.provenance = provenance
    self.reason = reason
    self.snippet = snippet
  }

  /// The same about a part of a record that was otherwise read, or about more than one record.
  package var ofPart: Rejection {
    var part = self
    part.provenance.length = 0
    return part
  }
}
