/// Which statements count: those of a source that was neither withdrawn nor replaced, and that no
/// later source of the same family superseded. A transaction goes with its filing, or else with all
/// of its source: it has no editions of its own.
///
/// Every question asks through these conditions; a statement that does not count stays as history.
enum Counting {
  /// Joins a record to its source, if the record counts.
  ///
  /// - Parameters:
  ///   - record: the name of the record's table in the query: a mention, a statement of an
  ///     account, a link, a listing, a supplement or a filing.
  ///   - source: the name the source gets.
  static func join(_ record: String, _ source: String = "s") -> String {
    "join source \(source) on \(source).id = \(record).source and \(source).live = 1"
      + " and \(record).superseded is null"
  }

  /// The source that superseded a transaction, with its filing or its whole source; null where it
  /// counts.
  ///
  /// - Parameters:
  ///   - transaction: the name of the table `transactions` in the query.
  ///   - source: the name of the transaction's source.
  static func supersededTransaction(_ transaction: String, _ source: String) -> String {
    """
    coalesce((
      select iif(reported.last_transaction >= \(transaction).id, reported.superseded, null)
      from filing reported
      where reported.first_transaction is not null
        and reported.first_transaction <= \(transaction).id
      order by reported.first_transaction desc limit 1), \(source).superseded)
    """
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
