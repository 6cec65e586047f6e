/// Migration `6-ownership`: how links give control, and what sources say about owners they do not
/// name.
extension Schema {
  static let ownership = """
    -- See `ControlMeans`; 0 for links read before it was kept.
    alter table link add column means integer not null default 0;

    -- See `OwnerStatement`. reason: see `UnknownOwnerReason`.
    create table owner_statement (
      mention integer not null,
      ordinal integer not null,
      reason integer not null,
      text text not null,
      is_holder integer not null,
      start integer, start_mark integer,
      "end" integer, end_mark integer,
      known integer, known_mark integer,
      primary key (mention, ordinal)
    ) strict, without rowid;
    """
}
