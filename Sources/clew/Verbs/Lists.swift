import ArgumentParser
import ClewCase
import ClewModel
import ClewRender

struct Lists: Verb {
  static let configuration = CommandConfiguration(
    abstract: "List the sanctions and watch lists that are loaded, their age and their changes.",
    discussion: """
      A list read again in a later edition takes the place of the earlier one: entries that are \
      gone no longer count, and what changed is kept. Later is what the list says of its own date, \
      whichever edition is read first. OFAC's CSV files state no date: give it with 'clew ingest \
      FOLDER --as-of DATE'. 'clew withdraw' brings the edition before back.

      Example:
        clew lists
        clew lists ofac
        clew lists un --changes
        clew lists un --changes --format csv
      """)

  @Argument(help: "One list, such as ofac, with its editions. Default: all.")
  var name: String?

  @Flag(help: "Print the entries that its newest edition added, removed or changed.")
  var changes = false

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if changes, name == nil {
      throw ValidationError("--changes needs the name of a list, such as 'clew lists ofac'.")
    }
  }

  func answer(_ session: Session) async throws -> Answer {
    try session.lists(name, changes: changes)
  }
}
