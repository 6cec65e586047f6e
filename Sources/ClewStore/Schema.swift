import GRDB

/// The tables of a casefile and how they came about.
///
/// Conventions of all tables: ids ascend in the order of ingest and are never used again. A time
/// takes two columns, the start in seconds and a *mark* (see `TimeMark`). `set_id` numbers the
/// record set, `source` the source; `path` and `line` are the readable locator. A statement of a
/// withdrawn or replaced source stays where it is: `source.live` is 0; one that a later edition of
/// its family superseded stays too: its own `superseded` names that source (`Counting`).
package enum Schema {
  /// `Clew` as a big-endian number, in the header of every casefile (`PRAGMA application_id`).
  package static let applicationID: Int32 = 0x436C_6577

  /// Pages of 16 KiB load 5 to 8 % faster than 4 KiB; larger ones bring nothing.
  static let pageSize = 16_384

  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1-thread") { db in
      try db.execute(sql: base)
      try db.execute(sql: statements)
      try db.execute(sql: transactions)
      try db.execute(sql: lists)
      try db.execute(sql: identity)
      try db.execute(sql: search)
    }
    migrator.registerMigration("2-editions") { db in try db.execute(sql: editions) }
    migrator.registerMigration("3-work") { db in try db.execute(sql: work) }
    migrator.registerMigration("4-filings") { db in try db.execute(sql: filings) }
    migrator.registerMigration("5-containers") { db in
      // SHA-256 of the archive or workbook that a source was read from.
      try db.execute(sql: "alter table source add column container text")
    }
    migrator.registerMigration("6-ownership") { db in try db.execute(sql: ownership) }
    migrator.registerMigration("7-restated") { db in
      try db.execute(
        sql: """
          -- A side file of an edition that came with a later one too, byte for byte: it counts for
          -- the edition of `with_source` as well.
          create table restatement (
            source integer not null,
            with_source integer not null,
            primary key (source, with_source)
          ) strict, without rowid
          """)
    }
    migrator.registerMigration("8-traces") { db in try db.execute(sql: traces) }
    return migrator
  }

  /// The casefile itself, its sources and its chain of custody.
  private static let base = """
    create table casefile (key text primary key, value any not null) strict, without rowid;

    create table record_set (id integer primary key, name text not null unique) strict;

    -- Ids of one source's records are contiguous: first … last, null where it has none.
    create table source (
      id integer primary key,
      sha256 text not null unique,
      path text not null,
      location text not null,
      format text not null,
      encoding text not null,
      bytes integer not null,
      set_id integer not null references record_set (id),
      reporter text,
      list text,
      published integer, published_mark integer,
      as_of integer, as_of_mark integer,
      handling text,
      grade text,
      ingested_at text not null,
      partial integer not null,
      -- SHA-256 of every mebibyte, one after the other.
      blocks blob,
      replaces integer references source (id),
      replaced_by integer references source (id),
      withdrawn_why text,
      live integer not null,
      parties integer not null default 0,
      accounts integer not null default 0,
      transactions integer not null default 0,
      links integer not null default 0,
      listings integer not null default 0,
      filings integer not null default 0,
      rejections integer not null default 0,
      first_mention integer, last_mention integer,
      first_account integer, last_account integer,
      first_transaction integer, last_transaction integer,
      first_link integer, last_link integer,
      first_listing integer, last_listing integer,
      first_filing integer, last_filing integer
    ) strict;

    -- The bytes of a source as handed over by the caller (compressed there), in parts.
    create table source_bytes (
      source integer not null,
      part integer not null,
      data blob not null,
      primary key (source, part)
    ) strict, without rowid;

    create table rejection (
      id integer primary key,
      source integer not null,
      offset integer not null, length integer not null, line integer not null, path text not null,
      reason text not null,
      snippet text not null
    ) strict;
    create index rejection_source on rejection (source);

    create table journal (
      id integer primary key,
      at text not null,
      who text not null,
      version text not null,
      arguments text not null,
      revision integer not null
    ) strict;

    -- What the analyst wrote down about a record; kind is the letter of its id.
    create table note (
      id integer primary key,
      kind text not null,
      number integer not null,
      text text not null,
      who text not null,
      at text not null
    ) strict;
    create index note_record on note (kind, number);

    create table finding (
      id integer primary key,
      identity text not null unique,
      kind text not null,
      score text not null,
      revision integer not null,
      version text not null,
      body text not null
    ) strict;
    """

  /// Statements of parties, accounts, links and filings.
  private static let statements = """
    -- party: the lowest mention of the joined ones, itself where it is joined to none lower.
    -- placeholder: 1 where nothing but a reference to (set_id, ref) made it; 2 for what is said
    -- about the party of (set_id, ref) beside its own statement, whose place it never takes.
    create table mention (
      id integer primary key,
      source integer not null,
      ref text,
      set_id integer not null,
      kind integer not null,
      name text not null,
      occurrences integer not null,
      offset integer not null, length integer not null, line integer not null, path text not null,
      placeholder integer not null default 0,
      party integer not null
    ) strict;
    create index mention_joined on mention (party) where party <> id;
    create index mention_ref on mention (ref, set_id) where ref is not null;
    create index mention_placeholder on mention (set_id, source) where placeholder = 1;

    -- A statement of an account. account: the lowest statement of the same account, itself where
    -- there is none lower. text: may be a ref or a number of the set.
    create table account_mention (
      id integer primary key,
      source integer not null,
      set_id integer not null,
      ref text,
      iban text,
      institution text,
      number text,
      text text,
      kind integer not null,
      currency text,
      name text,
      opened integer, opened_mark integer,
      closed integer, closed_mark integer,
      balance integer, balance_scale integer, balance_currency text,
      balance_time integer, balance_time_mark integer,
      offset integer not null, length integer not null, line integer not null, path text not null,
      account integer not null
    ) strict;
    create index account_joined on account_mention (account) where account <> id;
    create index account_ref on account_mention (ref, set_id) where ref is not null;
    create index account_text on account_mention (text, set_id) where text is not null;
    -- A plain text may name an account by number only where the set describes that account.
    create index account_number on account_mention (number, set_id)
      where number is not null and ref is not null;

    -- The keys of accounts (`AccountKey.text`, without the kind text): key → its first statement.
    create table account_key (
      key text primary key,
      account_mention integer not null
    ) strict, without rowid;

    create table property (id integer primary key, name text not null unique) strict;

    -- owner_kind: see `FactOwner`.
    create table fact (
      owner_kind integer not null,
      owner integer not null,
      ordinal integer not null,
      property integer not null,
      value text not null,
      raw text,
      qualifier text,
      primary key (owner_kind, owner, ordinal)
    ) strict, without rowid;

    -- An end of a link: what was stated (…_kind, see `LinkEnd`, and …_text for a ref or a listing
    -- name) and the record it resolves to: a mention, an account mention or a listing.
    create table link (
      id integer primary key,
      source integer not null,
      set_id integer not null,
      ref text,
      kind integer not null,
      from_kind integer not null, from_text text,
      from_mention integer, from_account integer, from_listing integer,
      to_kind integer not null, to_text text,
      to_mention integer, to_account integer, to_listing integer,
      capital_min integer, capital_max integer, capital_decimals integer,
      votes_min integer, votes_max integer, votes_decimals integer,
      direct integer,
      candidate integer not null,
      start integer, start_mark integer,
      "end" integer, end_mark integer,
      known integer, known_mark integer,
      grade text,
      role text,
      offset integer not null, length integer not null, line integer not null, path text not null
    ) strict;
    create index link_from on link (from_mention) where from_mention is not null;
    create index link_to on link (to_mention) where to_mention is not null;
    create index link_from_account on link (from_account) where from_account is not null;
    create index link_to_account on link (to_account) where to_account is not null;
    create index link_from_listing on link (from_listing) where from_listing is not null;
    create index link_to_listing on link (to_listing) where to_listing is not null;
    create index link_ref on link (ref) where ref is not null;
    create index link_from_text on link (from_text, set_id) where from_text is not null;
    create index link_to_text on link (to_text, set_id) where to_text is not null;

    create table filing (
      id integer primary key,
      source integer not null,
      ref text,
      kind text not null,
      filer text,
      filed integer, filed_mark integer,
      narrative text not null,
      first_transaction integer, last_transaction integer,
      offset integer not null, length integer not null, line integer not null, path text not null
    ) strict;
    create index filing_ref on filing (ref) where ref is not null;
    create index filing_transactions on filing (first_transaction)
      where first_transaction is not null;

    create table filing_subject (
      filing integer not null,
      ordinal integer not null,
      mention integer,
      account integer,
      role text not null,
      suspected integer,
      reason text,
      primary key (filing, ordinal)
    ) strict, without rowid;
    create index filing_subject_mention on filing_subject (mention) where mention is not null;
    create index filing_subject_account on filing_subject (account) where account is not null;

    create table record_note (
      id integer primary key,
      source integer not null,
      text text not null,
      first_transaction integer, last_transaction integer,
      offset integer not null, length integer not null, line integer not null, path text not null
    ) strict;
    """

  /// Transactions: one lean table, the few wide rows apart, and an index by account in blocks.
  private static let transactions = """
    create table code (id integer primary key, text text not null unique) strict;

    -- from_account, to_account: an account mention of the same source, 0 for cash over the
    -- counter, null for none. currency, mode: code ids. balance_after: at the amount's scale.
    create table transactions (
      id integer primary key,
      source integer not null,
      lo integer not null,
      precision integer not null,
      from_account integer,
      to_account integer,
      mantissa integer not null,
      scale integer not null,
      currency integer not null,
      same_as integer,
      mode integer,
      balance_after integer,
      offset integer not null, length integer not null, line integer not null,
      ref text,
      reference text
    ) strict;
    create index transaction_same on transactions (same_as) where same_as is not null;

    -- A run of at most 2^20 transactions of one source, in file order.
    create table transaction_block (
      id integer primary key,
      source integer not null,
      first integer not null,
      last integer not null,
      min_lo integer not null,
      max_lo integer not null
    ) strict;
    create index transaction_block_source on transaction_block (source);

    -- id: block * 2^32 + account mention - first account mention of the source. rows: ascending
    -- little-endian UInt32, each (transaction - block.first) * 2, plus 1 where the account is the
    -- receiving side.
    create table leg (id integer primary key, rows blob not null) strict;

    -- id: block * 256 + the low 8 bits of the hash of the ref (`TransactionRefs`). entries:
    -- little-endian UInt64 in ascending transaction, each the top 32 bits of the hash * 2^32 +
    -- (transaction - block.first).
    create table transaction_ref (id integer primary key, entries blob not null) strict;

    create table transaction_detail (
      id integer primary key,
      path text not null,
      description text not null,
      uetr text,
      value_date integer, value_date_mark integer,
      suspicious integer
    ) strict;
    create index transaction_uetr on transaction_detail (uetr) where uetr is not null;

    create table transaction_role (
      transaction_id integer not null,
      ordinal integer not null,
      name text not null,
      mention integer,
      party_ref text,
      account integer,
      mantissa integer, scale integer, currency text,
      funds text,
      country text,
      suspected integer,
      primary key (transaction_id, ordinal)
    ) strict, without rowid;
    create index transaction_role_mention on transaction_role (mention) where mention is not null;
    create index transaction_role_account on transaction_role (account) where account is not null;
    """

  /// Sanctions and watch lists. entry: the lowest listing of the same (list, ref).
  private static let lists = """
    create table listing (
      id integer primary key,
      source integer not null,
      list text not null,
      authority integer not null,
      effect integer not null,
      ref text not null,
      kind integer not null,
      name text not null,
      listed integer, listed_mark integer,
      subject integer,
      offset integer not null, length integer not null, line integer not null, path text not null,
      entry integer not null
    ) strict;
    create index listing_ref on listing (ref, list);

    create table listing_supplement (
      id integer primary key,
      source integer not null,
      list text not null,
      ref text not null,
      offset integer not null, length integer not null, line integer not null, path text not null
    ) strict;
    create index listing_supplement_ref on listing_supplement (ref, list);
    """

  /// Who is the same as whom, and why.
  private static let identity = """
    -- Strong keys of mentions: rule numbers are those of `IdentityRule`.
    create table identity_key (
      key text not null,
      rule integer not null,
      mention integer not null,
      primary key (key, rule, mention)
    ) strict, without rowid;
    create index identity_key_mention on identity_key (mention);

    -- a_kind, b_kind: the letter of the id. undone_by: the judgement that undid this one.
    create table judgement (
      id integer primary key,
      a_kind text not null, a integer not null,
      b_kind text not null, b integer not null,
      opinion text not null,
      by text not null,
      why text not null,
      at text not null,
      undone_by integer references judgement (id)
    ) strict;
    create index judgement_a on judgement (a_kind, a);
    create index judgement_b on judgement (b_kind, b);
    """

  /// Names and words, folded by the functions in `Folding`.
  private static let search = """
    -- Folded whole names of mentions and listings, aliases too; owner_kind: see `FactOwner`.
    create table name_key (
      key text not null,
      owner_kind integer not null,
      owner integer not null,
      primary key (key, owner_kind, owner)
    ) strict, without rowid;

    -- Tokens of names, identifiers and narratives, joined by blanks; rowid: see `WordRow`. Marks are
    -- parts of words: without them the vowel signs of Indic and Thai scripts would cut a token in
    -- several, which makes it a phrase, and `detail = none` holds no phrases.
    create virtual table word using fts5 (
      text, content = '', columnsize = 0, detail = none,
      tokenize = "unicode61 remove_diacritics 0 categories 'L* N* Co M*'"
    );
    """
}

/// Whose a fact, a name key or a word is. The numbers are in casefiles: never change one.
package enum FactOwner: Int64, Sendable, CaseIterable {
  case mention = 1
  case account = 2
  case link = 3
  case listing = 4
  case supplement = 5
  case filing = 6
  case transaction = 7
}

/// What a link states at one of its ends. The numbers are in casefiles: never change one.
package enum LinkEnd: Int64, Sendable, CaseIterable {
  case mention = 1
  case account = 2
  /// A party of the set, by ref.
  case partyRef = 3
  /// An account of the set, else a party of the set, by ref.
  case accountRef = 4
  case listing = 5
  /// A listing of the source's list, by name.
  case listingName = 6
}
