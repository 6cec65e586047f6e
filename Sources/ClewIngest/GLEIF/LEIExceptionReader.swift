import ClewModel

/// GLEIF reporting exceptions: why an entity states no parent (Reporting Exceptions format 1.1, 2.1).
package struct LEIExceptionReader: Reader {
  package static let description = FormatDescription(
    name: "gleif-repex", title: "GLEIF reporting exceptions",
    versions: "1.1, 2.1; XML, JSON, CSV of the golden copy; whole files and deltas",
    recognisedBy: "root ReportingExceptionData; JSON keys LEI and ExceptionCategory; columns LEI, "
      + "Exception.Category",
    yields: "the reason why an entity's direct or ultimate parent is not stated",
    limits: "reasons in GLEIF's own codes")

  private static let file = GLEIFFile(
    format: "gleif-repex", root: "ReportingExceptionData",
    element: "Exception")

  package static func recognises(_ head: SourceHead) -> Bool {
    file.matches(head) {
      $0.hasColumns("lei", "exceptioncategory") || $0.hasColumns("lei", "exception.category")
        || $0.hasKeys("LEI", "ExceptionCategory") && !$0.keys.contains("Entity")
        || !$0.keys.contains("Entity") && $0.innerKeys.isSuperset(of: ["LEI", "ExceptionCategory"])
    }
  }

  package static func published(_ head: SourceHead) -> TimeSpan? { GLEIFFile.published(head) }

  package init(options: ReadOptions) throws(IngestError) {}

  package func read(
    _ bytes: ByteStream, header: (SourceHeader) throws -> Void, batch: (Batch) throws -> Void
  ) throws {
    try Self.file.read(bytes, header: header, batch: batch) { node, provenance, _, batch in
      Self.add(node, provenance, to: &batch)
    }
  }

  private static func add(
    _ record: RecordNode, _ provenance: Provenance, to batch: inout Batch
  ) {
    let parts = record.child("Exception")
    let category =
      record.value("ExceptionCategory") ?? record.value("Exception.Category")
      ?? parts?.value("Category")
    guard let lei = record.value("LEI"), let category else {
      return batch.rejections.append(
        record.refused("the exception lacks its LEI or its category", provenance))
    }
    let ref = "\(lei.uppercased()) \(category)"
    if let deletion = record.child("Extension")?.child("Deletion") {
      record.takeAll()
      batch.retractions.append(
        Retraction(
          target: .party(ref: ref), why: "deleted \(deletion.text("DeletedAt") ?? "")".trimmed,
          provenance: provenance))
      return
    }
    var facts = [Fact(.lei, lei.uppercased())]
    var owners: [OwnerStatement] = []
    let reasons = record.children("ExceptionReason") + (parts?.children("Reason") ?? [])
    for reason in reasons.compactMap(\.value) {
      facts.append(Fact("reporting-exception", reason, qualifier: category))
      owners.append(
        OwnerStatement(
          .notStated,
          text: "\(category) \(reason)"
            + (LEIOwnerReason.words(ofException: reason).map { ": \($0)" } ?? "")))
    }
    let references = record.children("ExceptionReference") + (parts?.children("Reference") ?? [])
    for text in references.compactMap(\.value) {
      facts.append(Fact("reporting-exception-reference", text, qualifier: category))
    }
    // Tables made of the file repeat the date of its content in every record.
    record.child("ContentDate")?.takeAll()
    batch.mentions.append(
      Mention(
        ref: ref, kind: .organisation, name: "", facts: facts, provenance: provenance,
        ownerStatements: owners))
  }
}
