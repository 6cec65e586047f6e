import ClewModel
import GRDB

/// Writes what a source says about its own reading: what was not taken, how its rejected records are
/// framed for repair, and the code lists it brings.
final class ReadingWriter {
  private let source: Int64
  private let unread: RawStatement
  private let frame: RawStatement
  private let label: RawStatement

  init(_ db: Database, source: Int64) throws {
    self.source = source
    unread = try RawStatement(
      db,
      """
      insert into unread_path (source, name, count, offset, length, line, path)
      values (?, ?, ?, ?, ?, ?, ?)
      on conflict (source, name) do update set count = count + excluded.count
      """)
    frame = try RawStatement(
      db,
      """
      insert into repair_frame (source, prefix_length, separator, suffix) values (?, ?, ?, ?)
      on conflict (source) do nothing
      """)
    label = try RawStatement(
      db,
      """
      insert into code_label (source, scheme, code, label, means, offset, length, line, path)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
  }

  func add(_ batch: Batch) throws {
    for path in batch.unread where path.count > 0 {
      unread.int(source)
      unread.text(path.path)
      unread.int(path.count)
      unread.provenance(path.first)
      try unread.run()
    }
    if let stated = batch.frame {
      frame.int(source)
      frame.int(stated.prefixLength)
      frame.text(stated.separator)
      frame.text(stated.suffix)
      try frame.run()
    }
    for stated in batch.codeLabels {
      label.int(source)
      label.text(stated.scheme)
      label.text(stated.code)
      label.text(stated.label)
      label.text(stated.means)
      label.provenance(stated.provenance)
      try label.run()
    }
  }
}
