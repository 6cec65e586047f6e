import ClewModel
import Foundation
import Glibc
import Testing

@testable import ClewIngest

/// Every official example of every version, and every fixture of Open Ownership's checker.
@Suite struct BODSSamplesTests {
  static let folder = publicData.map { $0 + "/formats/bods/" }
  static let isThere = folder.map { access($0, R_OK) == 0 } ?? false

  /// Mentions, links, rejections, retractions and values left unread.
  static func counts(_ file: String) throws -> String {
    let bytes = try fileBytes((folder ?? "") + file)
    guard BODSReader.recognises(SourceHead(bytes: bytes)) else { return "not recognised" }
    let all = try JSONReading(BODSReader(options: ReadOptions(set: "s")), bytes).all
    return [
      all.mentions.count, all.links.count, all.rejections.count, all.retractions.count,
      all.unread.reduce(0) { $0 + $1.count },
    ].map(String.init).joined(separator: " ")
  }

  static func files(_ folder: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder)
      .filter { $0.hasSuffix(".json") && !$0.contains("schema/codelists") }.sorted()
  }

  @Test(.enabled(if: isThere, "the public data is not there"))
  func everyExampleHasItsCounts() throws {
    let folder = try #require(Self.folder)
    let files = try Self.files(folder).filter {
      !$0.contains("/schema/") && !$0.hasPrefix("lib-cove")
    }
    var found: [String: String] = [:]
    for file in files { found[file] = try Self.counts(file) }
    for (file, counts) in found.sorted(by: { $0.key < $1.key }) {
      #expect(counts == Self.examples[file], "\(file)")
    }
    #expect(found.count == Self.examples.count)
  }

  /// The fixtures that are not read without rejections and without anything left: what the checker
  /// calls invalid is read as far as it is sound.
  @Test(.enabled(if: isThere, "the public data is not there"))
  func everyFixtureIsReadAsFarAsItIsSound() throws {
    let folder = try #require(Self.folder)
    var totals = [0, 0, 0]
    var odd: [String: String] = [:]
    for file in try Self.files(folder + "lib-cove-fixtures/") {
      let counts = try Self.counts("lib-cove-fixtures/" + file)
      let numbers = counts.split(separator: " ").compactMap { Int($0) }
      if numbers.count == 5, numbers[2] == 0, numbers[4] == 0 {
        totals[0] += 1
        totals[1] += numbers[0]
        totals[2] += numbers[1]
      } else {
        odd[file] = counts
      }
    }
    for (file, counts) in odd.sorted(by: { $0.key < $1.key }) {
      #expect(counts == Self.fixtures[file], "\(file)")
    }
    #expect(odd.count == Self.fixtures.count)
    #expect(totals == [455, 789, 297])
    #expect(odd.keys.allSatisfy { !$0.contains("/valid-schema/") })
  }

  /// One graph out of one example in every version, and in 0.4 as JSON lines.
  @Test(.enabled(if: isThere, "the public data is not there"))
  func theVersionsGiveOneGraph() throws {
    let folder = try #require(Self.folder)
    var lines: [String] = []
    for version in ["0.1.0", "0.2.0", "0.3.0"] {
      let reading = try JSONReading(
        BODSReader(options: ReadOptions()), fileBytes(folder + version + "/1-single-direct.json"))
      lines.append(reading.all.links.map(reading.line).joined(separator: "\n"))
      #expect(reading.all.mentions.map(\.kind) == [.organisation, .person])
      let company = reading.all.mentions[0]
      #expect(company.facts.contains(Fact(.registrationNumber, "07444723", qualifier: "GB")))
    }
    #expect(Set(lines).count == 1)
    let newest = try JSONReading(
      BODSReader(options: ReadOptions()), fileBytes(folder + "0.4.0/bods-package.json"))
    let shape = newest.all.links.map { link in
      newest.line(link).replacing("Jennifer Hewitson-Smith", with: "Christopher Taggart")
        .replacing("Profitech Ltd", with: "CHRINON LTD")
    }
    #expect(shape == [lines[0]])
  }

  /// The summary of a chain is indirect and the chain's own links are not, so that the owner's
  /// share is counted once.
  @Test(.enabled(if: isThere, "the public data is not there"))
  func chainsAreNotCountedTwice() throws {
    let folder = try #require(Self.folder)
    let files = [
      "0.2.0/indirect-ownership/os-03-dr-04.json", "0.3.0/indirect-ownership/os-03-dr-04.json",
      "0.4.0/indirect-ownership.json",
    ]
    for file in files {
      let reading = try JSONReading(BODSReader(options: ReadOptions()), fileBytes(folder + file))
      #expect(
        reading.all.links.map(reading.line) == [
          "Company B owns Company A | capital 60.0000000000000 | direct | shareholding | 2017-11-01..",
          "Person 1 owns Company B",
          "Person 1 owns Company A | capital 30.0000000000000 | indirect | shareholding | 2017-11-01..",
        ], "\(file)")
    }
  }

  static let examples: [String: String] = [
    "0.1.0/1-single-direct.json": "2 1 0 0 0",
    "0.1.0/2-single-update.json": "3 2 0 1 0",
    "0.1.0/3-joint-ownership.json": "4 3 1 0 0",
    "0.1.0/flat-serialisation/gb-coh-bods-package.json": "2 1 0 0 0",
    "0.1.0/flat-serialisation/gb-coh-entity-statement.json": "1 0 0 0 0",
    "0.1.0/flat-serialisation/gb-coh-person-statement.json": "1 0 0 0 0",
    "0.1.0/flat-serialisation/single-direct.json": "not recognised",
    "0.1.0/workshop/modelling-bods-data/bods-package-ren-consulting-limited.json": "2 2 0 0 0",
    "0.1.0/workshop/modelling-bods-data/natalie-coleman-person-statement.json": "1 0 0 0 0",
    "0.1.0/workshop/modelling-bods-data/ren-consulting-limited-natalie-coleman.json": "0 2 0 0 0",
    "0.1.0/workshop/modelling-bods-data/ren-consulting-limited.json": "1 0 0 0 0",
    "0.1.0/workshop/modelling-bods-data/renco-energy-ltd-entity-statement.json": "1 0 0 0 0",
    "0.1.0/workshop/modelling-bods-data/renco-energy-ltd-roberto-lopez.json": "0 2 0 0 0",
    "0.1.0/workshop/modelling-bods-data/renco-holding-company-limited.json": "1 0 0 0 0",
    "0.1.0/workshop/modelling-bods-data/roberto-lopez.json": "1 0 0 0 0",
    "0.2.0/1-single-direct.json": "2 1 0 0 0",
    "0.2.0/2-single-update.json": "3 2 0 1 0",
    "0.2.0/3-joint-ownership.json": "4 3 1 0 0",
    "0.2.0/4a-simple-pep-declaration.json": "2 2 0 0 0",
    "0.2.0/4b-full-pep-declaration.json": "2 2 0 0 0",
    "0.2.0/flat-serialisation/gb-coh-bods-package.json": "2 1 0 0 0",
    "0.2.0/flat-serialisation/gb-coh-entity-statement.json": "1 0 0 0 0",
    "0.2.0/flat-serialisation/gb-coh-person-statement.json": "1 0 0 0 0",
    "0.2.0/indirect-ownership/os-03-dr-03.json": "3 3 0 0 0",
    "0.2.0/indirect-ownership/os-03-dr-04.json": "3 3 0 0 0",
    "0.2.0/indirect-ownership/os-06-dr-03.json": "4 5 0 0 0",
    "0.2.0/indirect-ownership/os-06-dr-04.json": "4 5 0 0 0",
    "0.2.0/indirect-ownership/os-07-dr-04-company-a.json": "3 3 0 0 0",
    "0.2.0/indirect-ownership/os-07-dr-04-company-b.json": "4 5 0 0 0",
    "0.2.0/indirect-ownership/os-07-dr-04-company-c.json": "2 1 0 0 0",
    "0.2.0/indirect-ownership/os-07-dr-04-company-d.json": "2 1 0 0 0",
    "0.2.0/indirect-ownership/os-08-dr-04-company-a.json": "3 4 0 0 0",
    "0.2.0/missing-data/os-01-dr-02-dc-05.json": "2 1 0 0 0",
    "0.2.0/missing-data/os-17-dr-02-dc-06.json": "2 1 0 0 0",
    "0.2.0/os-01-dr-01.json": "2 1 0 0 0",
    "0.2.0/workshop/modelling-bods-data/bods-package-ren-consulting-limited.json": "2 2 0 0 0",
    "0.2.0/workshop/modelling-bods-data/natalie-coleman-person-statement.json": "1 0 0 0 0",
    "0.2.0/workshop/modelling-bods-data/ren-consulting-limited-natalie-coleman.json": "0 2 0 0 0",
    "0.2.0/workshop/modelling-bods-data/ren-consulting-limited.json": "1 0 0 0 0",
    "0.2.0/workshop/modelling-bods-data/renco-energy-ltd-entity-statement.json": "1 0 0 0 0",
    "0.2.0/workshop/modelling-bods-data/renco-energy-ltd-roberto-lopez.json": "0 2 0 0 0",
    "0.2.0/workshop/modelling-bods-data/renco-holding-company-limited.json": "1 0 0 0 0",
    "0.2.0/workshop/modelling-bods-data/roberto-lopez.json": "1 0 0 0 0",
    "0.3.0/1-single-direct.json": "2 1 0 0 0",
    "0.3.0/2-single-update.json": "3 2 0 1 0",
    "0.3.0/3-joint-ownership.json": "4 3 1 0 0",
    "0.3.0/4a-simple-pep-declaration.json": "2 2 0 0 0",
    "0.3.0/4b-full-pep-declaration.json": "2 2 0 0 0",
    "0.3.0/flat-serialisation/gb-coh-bods-package.json": "2 1 0 0 0",
    "0.3.0/flat-serialisation/gb-coh-entity-statement.json": "1 0 0 0 0",
    "0.3.0/flat-serialisation/gb-coh-person-statement.json": "1 0 0 0 0",
    "0.3.0/indirect-ownership/os-03-dr-03.json": "3 3 0 0 0",
    "0.3.0/indirect-ownership/os-03-dr-04.json": "3 3 0 0 0",
    "0.3.0/indirect-ownership/os-06-dr-03.json": "4 5 0 0 0",
    "0.3.0/indirect-ownership/os-06-dr-04.json": "4 5 0 0 0",
    "0.3.0/indirect-ownership/os-07-dr-04-company-a.json": "3 3 0 0 0",
    "0.3.0/indirect-ownership/os-07-dr-04-company-b.json": "4 5 0 0 0",
    "0.3.0/indirect-ownership/os-07-dr-04-company-c.json": "2 1 0 0 0",
    "0.3.0/indirect-ownership/os-07-dr-04-company-d.json": "2 1 0 0 0",
    "0.3.0/indirect-ownership/os-08-dr-04-company-a.json": "3 4 0 0 0",
    "0.3.0/missing-data/os-01-dr-02-dc-05.json": "2 1 0 0 0",
    "0.3.0/missing-data/os-17-dr-02-dc-06.json": "2 1 0 0 0",
    "0.3.0/os-01-dr-01.json": "2 1 0 0 0",
    "0.3.0/workshop/modelling-bods-data/bods-package-ren-consulting-limited.json": "2 2 0 0 0",
    "0.3.0/workshop/modelling-bods-data/natalie-coleman-person-statement.json": "1 0 0 0 0",
    "0.3.0/workshop/modelling-bods-data/ren-consulting-limited-natalie-coleman.json": "0 2 0 0 0",
    "0.3.0/workshop/modelling-bods-data/ren-consulting-limited.json": "1 0 0 0 0",
    "0.3.0/workshop/modelling-bods-data/renco-energy-ltd-entity-statement.json": "1 0 0 0 0",
    "0.3.0/workshop/modelling-bods-data/renco-energy-ltd-roberto-lopez.json": "0 2 0 0 0",
    "0.3.0/workshop/modelling-bods-data/renco-holding-company-limited.json": "1 0 0 0 0",
    "0.3.0/workshop/modelling-bods-data/roberto-lopez.json": "1 0 0 0 0",
    "0.4.0/bods-package-annotations.json": "2 1 0 0 0",
    "0.4.0/bods-package-entity-owning-entity.json": "2 1 0 0 0",
    "0.4.0/bods-package-fi-soe.json": "4 5 0 0 0",
    "0.4.0/bods-package-linking-annotations.json": "2 1 0 0 0",
    "0.4.0/bods-package.json": "2 1 0 0 0",
    "0.4.0/fermcat.json": "13 17 0 21 0",
    "0.4.0/full-pep-declaration.json": "2 2 0 0 0",
    "0.4.0/indirect-ownership.json": "3 3 0 0 0",
    "0.4.0/joint-ownership.json": "4 3 0 0 0",
    "0.4.0/levent.json": "4 4 0 0 0",
    "0.4.0/listed-company-exempt-from-disclosure.json": "2 1 0 0 0",
    "0.4.0/mixed-direct-and-indirect-ownership.json": "3 4 0 0 0",
    "0.4.0/multiple-indirect-ownership.json": "4 5 0 0 0",
    "0.4.0/multiple-tax-residencies.json": "2 1 0 0 0",
    "0.4.0/mutilple-indirect-ownership-2.json": "4 5 0 0 0",
    "0.4.0/nomination.json": "4 4 0 0 0",
    "0.4.0/plc-entity-statement.json": "1 0 0 0 0",
    "0.4.0/simple-pep-declaration.json": "2 2 0 0 0",
    "0.4.0/tecido.json": "4 18 0 18 0",
  ]

  static let fixtures: [String: String] = [
    "0.1/bad_statement_date.json": "0 3 3 0 2",
    "0.1/badfile_all_validation_errors.expected.json": "not recognised",
    "0.1/badfile_all_validation_errors.json": "14 0 13 4 10",
    "0.1/basic_additional_fields_1.json": "2 1 0 0 2",
    "0.1/basic_missing_statement_ids.json": "2 1 3 0 0",
    "0.1/basic_statement_id_and_type_errors.json": "2 1 4 0 0",
    "0.2/bad_statement_id_type.json": "1 0 1 0 0",
    "0.4/additional-checks/statement_entity_securities_listings_haspubliclisting_not_false-valid-3.json":
      "1 0 0 0 4",
    "0.4/additional-checks/statement_person_identifiers_correct_scheme-invalid-1.json": "1 0 0 0 2",
    "0.4/additional-checks/statement_person_identifiers_correct_scheme-invalid-2.json": "1 0 0 0 2",
    "0.4/additional-checks/statement_person_identifiers_correct_scheme-valid-1.json": "1 0 0 0 2",
    "0.4/additional-checks/statement_person_identifiers_correct_scheme-valid-2.json": "1 0 0 0 2",
    "0.4/additional-checks/statement_relationship_interested_party_entity_or_person-invalid-2.json":
      "2 2 1 0 0",
    "0.4/additional-checks/statement_relationship_interests_share_values-invalid-5.json":
      "2 1 0 0 1",
    "0.4/additional-checks/statement_relationship_interests_share_values-invalid-6.json":
      "2 1 0 0 1",
    "0.4/additional-checks/statement_relationship_interests_share_values-invalid-7.json":
      "2 1 0 0 1",
    "0.4/additional-checks/statement_relationship_interests_share_values-invalid-8.json":
      "2 1 0 0 1",
    "0.4/additional_fields_1.json": "1 0 0 0 2",
    "0.4/invalid-schema/entity_dissolution_date_string.json": "1 0 0 0 1",
    "0.4/invalid-schema/entity_formed_by_statute_string.json": "1 0 0 0 1",
    "0.4/invalid-schema/entity_identifiers_no_scheme_info.json": "1 0 0 0 1",
    "0.4/invalid-schema/entity_identifiers_not_objects.json": "1 0 0 0 1",
    "0.4/invalid-schema/entity_public_listing_not_object.json": "1 0 0 0 1",
    "0.4/invalid-schema/entity_security_listing_no_ticker.json": "1 0 0 0 1",
    "0.4/invalid-schema/entity_security_listing_string.json": "1 0 0 0 1",
    "0.4/invalid-schema/entity_unspecified_entity_details_not_object.json": "1 0 0 0 1",
    "0.4/invalid-schema/person_PepStatusDetails_source_no_object.json": "1 0 0 0 1",
    "0.4/invalid-schema/person_identifiers_not_object.json": "1 0 0 0 1",
    "0.4/invalid-schema/person_names_not_objects.json": "1 0 0 0 1",
    "0.4/invalid-schema/person_politicalExposure_no_object.json": "1 0 0 0 1",
    "0.4/invalid-schema/person_unspecified_person_details_not_object.json": "1 0 0 0 1",
    "0.4/invalid-schema/publication_details_not_object.json": "1 0 0 0 1",
    "0.4/invalid-schema/publication_details_publisher_no_name_url.json": "1 0 0 0 1",
    "0.4/invalid-schema/publication_details_publisher_not_object.json": "1 0 0 0 1",
    "0.4/invalid-schema/relationship_interestedParty_missing.json": "0 0 1 0 0",
    "0.4/invalid-schema/relationship_interests_end_date_string.json": "0 1 0 0 1",
    "0.4/invalid-schema/relationship_interests_exclusive_max_negative.json": "0 1 0 0 1",
    "0.4/invalid-schema/relationship_interests_exclusive_min_negative.json": "0 1 0 0 1",
    "0.4/invalid-schema/relationship_interests_share_exact_too_small.json": "0 1 0 0 1",
    "0.4/invalid-schema/relationship_interests_share_maximum_too_small.json": "0 1 0 0 1",
    "0.4/invalid-schema/relationship_interests_share_minimum_too_small.json": "0 1 0 0 1",
    "0.4/invalid-schema/relationship_interests_share_not_object.json": "0 1 0 0 1",
    "0.4/invalid-schema/relationship_interests_type_code.json": "0 1 0 0 1",
    "0.4/invalid-schema/relationship_subject_missing.json": "0 0 1 0 0",
    "0.4/invalid-schema/statement_annotations_createdBy_no_object.json": "1 0 0 0 1",
    "0.4/invalid-schema/statement_annotations_not_object.json": "1 0 0 0 1",
    "0.4/invalid-schema/statement_recordDetails_missing.json": "0 0 1 0 0",
    "0.4/invalid-schema/statement_recordDetails_no_object.json": "0 0 1 0 0",
    "0.4/invalid-schema/statement_recordId_missing.json": "1 0 1 0 0",
    "0.4/invalid-schema/statement_recordType_code.json": "0 0 1 0 0",
    "0.4/invalid-schema/statement_source_no_object.json": "1 0 0 0 1",
  ]
}
