import ClewAnalyse
import ClewGraph
import ClewModel
import ClewRender
import ClewStore
import Foundation
import Testing

@testable import ClewCase

/// The test data, where it lies: `CLEW_TEST_DATA`, else `../shared/data` beside the repository.
private let bodsExamples: String? = {
  let folder =
    ProcessInfo.processInfo.environment["CLEW_TEST_DATA"]
    ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("shared/data").path
  let examples = folder + "/ownership/bods-examples"
  return FileManager.default.fileExists(atPath: examples) ? examples : nil
}()

/// Declarations and findings from files to tables.
@Suite struct DeclaredReportTests {
  private let day = Day(iso: "2026-06-30")!

  private func folder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("clew-declared-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }

  private func session(_ folder: URL) -> Session {
    Session(
      Surroundings(
        casefile: folder.appendingPathComponent("case.clew").path, user: "ada", today: day,
        now: "2026-06-30T00:00:00Z", arguments: ["clew"]))
  }

  /// Everything said of every party of a casefile.
  private func reports(
    of text: String, _ session: Session
  ) throws -> (lines: [String], findings: [String], tables: [Table], json: [JSON.Member]) {
    try session.reading { casefile in
      let id = try session.party(text, in: casefile)
      let snapshot = try casefile.ownershipSnapshot(around: [id], .upward)
      let node = try #require(snapshot.node(of: id))
      let report = try DeclaredReport(node, snapshot, at: Moment(asOf: day), casefile)
      let names = try PartyNames(report.parties.union([node]), snapshot, casefile)
      let lines = report.comparison.rows.map { row in
        let label = names.label(row.owner)
        return "\(label.text) \(row.register.rawValue) \(row.outcome.word)"
      }
      return (
        lines, report.findings.map { "\($0.kind.rawValue): \($0.text { names.label($0).text })" },
        report.tables(names), report.json(names)
      )
    }
  }

  @Test func theBritishRegisterBesideATableOfShareholders() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    func write(_ text: String, _ name: String) throws {
      try text.write(
        to: folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
    }
    try write(
      """
      id,name,kind,country,registration_number,birth_date
      T,Tern Quay Ltd,organisation,GB,09990001,
      A,Alder Holdings Ltd,organisation,GB,09990002,
      P,Petra Fell,person,,,2025-07-01
      Q,Quill Moss,person,,,1980

      """, "parties.csv")
    try write(
      """
      from,to,kind,share
      P,A,owns,60
      A,T,owns,45
      Q,T,owns,55

      """, "links.csv")
    func psc(_ company: String, _ name: String, _ nature: String, _ key: String) -> String {
      """
      {"company_number":"\(company)","data":{"kind":"individual-person-with-significant-control",\
      "name":"\(name)","links":{"self":"/company/\(company)/\(key)"},"notified_on":"2020-01-02",\
      "natures_of_control":["\(nature)"]}}

      """
    }
    try write(
      psc("09990001", "Petra Fell", "ownership-of-shares-75-to-100-percent", "1")
        + psc("09990001", "Rook Dale", "right-to-appoint-and-remove-directors", "2")
          + """
          {"company_number":"09990001","data":{"kind":"persons-with-significant-control-statement",\
          "statement":"no-individual-or-entity-with-signficant-control","notified_on":"2021-01-01",\
          "links":{"self":"/company/09990001/s"}}}

          """, "psc.jsonl")
    let session = session(folder)
    let loaded = try session.ingest(IngestRequest(paths: [folder.path]))
    #expect(!loaded.hasFailed)
    let found = try reports(of: "ref:T", session)
    // Nothing joins the two of one name: the owner of the table is not the person of the register,
    // and stands for the company that it controls.
    #expect(
      found.lines == [
        "Petra Fell uk-psc not-declared", "Quill Moss uk-psc not-declared",
        "Petra Fell uk-psc shares-give-nothing", "Rook Dale uk-psc not-shown-by-shares",
      ])
    #expect(
      found.findings.map { String($0.prefix { $0 != ":" }) } == [
        "capital-above-100", "nobody-but-owner", "under-2",
      ])
    #expect(found.findings[1].contains("no-individual-or-entity-with-signficant-control"))
    #expect(found.tables.map(\.rows.count) == [4, 3])
    #expect(found.tables[1].rows[2][2].text == "1,280 of 4,316,165")
    #expect(found.json.map(\.key) == ["declared", "dataQuality"])
  }

  /// The examples of the standard: no two parties that are not named are one, and what is computed
  /// agrees with what the examples declare.
  @Test(.enabled(if: bodsExamples != nil)) func examplesOfTheStandard() throws {
    let examples = try #require(bodsExamples)
    var outcomes: [String: [String]] = [:]
    for name in ["indirect-ownership", "mixed-direct-and-indirect-ownership", "levent", "fermcat"] {
      let folder = try folder()
      defer { try? FileManager.default.removeItem(at: folder) }
      let session = session(folder)
      let loaded = try session.ingest(IngestRequest(paths: ["\(examples)/\(name).json"]))
      #expect(!loaded.hasFailed)
      try session.reading { casefile in
        let snapshot = try casefile.snapshot(parts: .ownership)
        let world = try casefile.declaredWorld(snapshot, at: Moment(asOf: day))
        for node in 0..<Int32(snapshot.partyCount) {
          outcomes[name, default: []] += DeclaredAgainstComputed(of: node, in: world).rows
            .map { $0.outcome.word }
        }
        let holders = snapshot.ownerStatements.filter(\.statement.isHolder)
        #expect(Set(holders.map(\.party)).count == holders.count)
        if name == "levent" { #expect(holders.map(\.statement.reason) == [.withheld]) }
        #expect(
          OwnershipFindings.all(in: world).allSatisfy { !$0.links.isEmpty && !$0.parties.isEmpty })
      }
    }
    #expect(outcomes.values.allSatisfy { !$0.contains("differs") }, "\(outcomes)")
    #expect(outcomes["indirect-ownership"]?.isEmpty == false)
  }
}
