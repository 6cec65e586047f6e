extension Schema {
  /// How sources of one family stand to each other, and what changed from one version of a list to
  /// the next.
  static let editions = """
    -- superseded of a source: the later whole one of its family that took the place of all of it.
    alter table source add column family text;
    alter table source add column is_whole integer not null default 0;
    alter table source add column part text;
    alter table source add column superseded integer;
    create index source_family on source (family) where family is not null;

    -- The source that states the record anew, takes it back, or as a whole no longer has it: the
    -- first after the record's own; its own source where that took it back itself; null counts.
    alter table mention add column superseded integer;
    alter table link add column superseded integer;
    alter table listing add column superseded integer;
    alter table listing_supplement add column superseded integer;
    alter table filing add column superseded integer;

    -- What a source takes back. kind: see `Retractions.Kind`; ref of an earlier record of the family,
    -- else record: the id of one of its own.
    create table retraction (
      id integer primary key,
      source integer not null,
      kind integer not null,
      ref text,
      record integer,
      why text not null,
      offset integer not null, length integer not null, line integer not null, path text not null
    ) strict;
    create index retraction_ref on retraction (ref, kind) where ref is not null;
    create index retraction_record on retraction (record, kind) where record is not null;
    create index retraction_source on retraction (source);

    -- How an edition of a list differs from the one before: a row for every entry that came or went,
    -- and for every property of an entry that says something else. source, against: the lowest source
    -- of each edition. before, after: the values that differ, U+001F between them.
    create table list_change (
      id integer primary key,
      family text not null,
      source integer not null,
      against integer not null,
      list text not null,
      ref text not null,
      what text not null,
      property text,
      before text not null,
      after text not null
    ) strict;
    create index list_change_source on list_change (source);
    """
}
