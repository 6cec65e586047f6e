/// Conditions on the table of judgements that several questions share.
///
/// The names of rules begin with `rule:`; every other name is a person's. An entry that undoes a
/// person's own judgement is `unsure` and says nothing of its own; one that undoes a rule's is
/// `different` and speaks for the person.
enum JudgementSQL {
  static let isByRule = "by glob 'rule:*'"

  /// Judgements that hold: not undone, and no bare undoing of others.
  static let holds = """
    undone_by is null and not (opinion = 'unsure' and id in (
      select undone_by from judgement where undone_by is not null))
    """

  /// Judgements of persons that hold.
  static let speaksForPerson = "by not glob 'rule:*' and \(holds)"
}
