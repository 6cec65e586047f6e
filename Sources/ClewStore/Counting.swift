/// Which statements count: those of a source that was neither withdrawn nor replaced, and that no
/// later source of the same family superseded. Accounts and transactions have no editions: for them
/// a live source is all.
///
/// Every question asks through these conditions; a statement that does not count stays as history.
enum Counting {
  /// Joins a record to its source, if the record counts.
  ///
  /// - Parameters:
  ///   - record: the name of the record's table in the query: a mention, a link, a listing, a
  ///     supplement or a filing.
  ///   - source: the name the source gets.
  static func join(_ record: String, _ source: String = "s") -> String {
    "join source \(source) on \(source).id = \(record).source and \(source).live = 1"
      + " and \(record).superseded is null"
  }

  /// The listing that says what an entry of a list is now: the lowest that counts, else the lowest of
  /// all. Takes the SQL of the entry's id.
  static func listing(ofEntry entry: String) -> String {
    """
    (select stated.id from listing asked
        join listing stated on stated.ref = asked.ref and stated.list = asked.list
          and stated.entry = asked.entry
        join source stating on stating.id = stated.source
      where asked.id = \(entry)
      order by (stating.live = 1 and stated.superseded is null) desc, stated.id limit 1)
    """
  }
}
