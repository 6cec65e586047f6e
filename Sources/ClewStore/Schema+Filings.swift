/// Migration `4-filings`: what goes with a superseded filing, and what codes say in a known word.
extension Schema {
  static let filings = """
    -- As of the other records (`Schema.editions`): the source that took its filing, or all of its
    -- source, back.
    alter table account_mention add column superseded integer;
    -- Finds the filing inside whose bytes a record stands.
    create index filing_place on filing (source, offset);
    -- A transaction of a superseded filing or source has 0 in transactions.same_as, as those that
    -- moved no money: it takes no part in any analysis.
    create index filing_superseded on filing (first_transaction)
      where superseded is not null and first_transaction is not null;

    -- The source of which this one holds rejected records, mended: it takes nothing away.
    alter table source add column completes integer;

    alter table code_label add column means text;
    """
}
