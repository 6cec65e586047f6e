/// What a reader hands over: model records of one source, in the order of the file.
///
/// Numbers inside a source (of mentions, accounts, transactions) run on over all its batches: the
/// first mention of the second batch has the number after the last of the first.
package struct Batch: Sendable {
  package var mentions: [Mention] = []
  package var accounts: [AccountMention] = []
  package var links: [Link] = []
  package var listings: [Listing] = []
  package var supplements: [ListingSupplement] = []
  package var filings: [Filing] = []
  package var notes: [RecordNote] = []
  package var rejections: [Rejection] = []
  package var transactions = Transactions()
  /// New entries of the source's currency and mode tables, appended to those of earlier batches.
  package var currencies: [String] = []
  package var modes: [String] = []
  /// Later statements of mentions emitted before, byte-identical: number in the source → how many
  /// more occurrences.
  package var repeats: [Int: Int] = [:]
  /// What was not taken, per path; counts of one path in several batches add up.
  package var unread: [UnreadPath] = []
  package var retractions: [Retraction] = []
  package var codeLabels: [CodeLabel] = []
  /// How rejected records are written out for repair; given once, with or before the first of them.
  package var frame: RepairFrame?
  /// How the source stands to its family where that is known only at its end: an excerpt carries the
  /// header of the whole file it was cut from.
  package var edition: Edition?

  package init() {}

  package var isEmpty: Bool {
    mentions.isEmpty && accounts.isEmpty && links.isEmpty && listings.isEmpty && supplements.isEmpty
      && filings.isEmpty && notes.isEmpty && rejections.isEmpty && transactions.count == 0
      && repeats.isEmpty && unread.isEmpty && retractions.isEmpty && codeLabels.isEmpty
      && frame == nil && edition == nil
  }
}

/// What a source turned out to be, known once its first bytes are read.
package struct SourceHeader: Hashable, Sendable {
  /// The name of the format: `native-parties`, `goaml`, `ofac-csv`.
  package var format: String
  /// `utf-8`, `utf-16le`, `windows-1252`.
  package var encoding: String
  /// The date the source itself says it was published or filed, where it does.
  package var published: TimeSpan?
  /// The list a listing source is a version of.
  package var list: String?
  /// Who reports its transactions, where that is the same for the whole source.
  package var reporter: String?
  /// How it stands to other sources; nil where its records stand for themselves.
  package var edition: Edition?

  package init(
    format: String, encoding: String, published: TimeSpan? = nil, list: String? = nil,
    reporter: String? = nil, edition: Edition? = nil
  ) {
    self.format = format
    self.encoding = encoding
    self.published = published
    self.list = list
    self.reporter = reporter
    self.edition = edition
  }
}
