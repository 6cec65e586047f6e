/// Migration `3-work`: what a source says about its own reading, and the references that tie the
/// statements of one payment together.
extension Schema {
  static let work = """
    -- What the reader of a source did not take, and where it stands first.
    create table unread_path (
      source integer not null,
      name text not null,
      count integer not null,
      offset integer not null, length integer not null, line integer not null, path text not null,
      primary key (source, name)
    ) strict, without rowid;

    -- How rejected records of a source are written out for repair (`RepairFrame`).
    create table repair_frame (
      source integer primary key,
      prefix_length integer not null,
      separator text not null,
      suffix text not null
    ) strict;

    create table code_label (
      id integer primary key,
      source integer not null,
      scheme text not null,
      code text not null,
      label text not null,
      offset integer not null, length integer not null, line integer not null, path text not null
    ) strict;
    create index code_label_code on code_label (scheme, code);

    -- standing: `TransactionDetail.Standing`; references that mean nothing are null. A transaction
    -- that is not settled and of which no settled statement is known has 0 in
    -- transactions.same_as, which names the statement that stands for a payment: it takes no part in
    -- any analysis.
    alter table transaction_detail add column end_to_end text;
    alter table transaction_detail add column servicer_reference text;
    alter table transaction_detail add column standing integer not null default 0;
    create index transaction_end_to_end on transaction_detail (end_to_end)
      where end_to_end is not null;
    create index transaction_servicer on transaction_detail (servicer_reference)
      where servicer_reference is not null;
    create index transaction_standing on transaction_detail (id, standing) where standing <> 0;
    """
}
