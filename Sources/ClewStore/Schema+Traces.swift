/// Migration `8-traces`: what was traced, with everything the analyst put in.
extension Schema {
  static let traces = """
    -- A run of `clew trace`, never changed. question: what was asked, without the claims, as JSON;
    -- claims: the claims file as given, with its digest; result: what lay where, as JSON, with the
    -- digest of the whole answer; journal: the command.
    create table trace (
      id integer primary key,
      question text not null,
      claims text,
      claims_sha256 text,
      result text not null,
      answer_sha256 text not null,
      revision integer not null,
      journal integer not null references journal (id)
    ) strict;
    create index trace_question on trace (question);
    """
}
