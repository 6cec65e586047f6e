import ClewModel

/// Who says it, when and how: what every statement carries, of any version.
extension BODSMapper {
  func publication(_ node: RecordNode, into facts: inout [Fact]) {
    text(node, "declaration", "declaration", &facts)
    text(node, "declarationSubject", "declaration-subject", &facts)
    if let details = node.child("publicationDetails") {
      text(details, "publicationDate", "publication-date", &facts)
      text(details, "bodsVersion", "bods-version", &facts)
      text(details, "license", "licence", &facts)
      if let publisher = details.child("publisher") {
        agent(publisher, "publisher", &facts, uri: publisher.text("url"))
      }
    }
    if let source = node.child("source") { self.source(source, into: &facts, prefix: "source") }
    for annotation in node.children("annotations") { self.annotation(annotation, into: &facts) }
  }

  /// A source, of a statement or of what is said about political exposure.
  func source(_ source: RecordNode, into facts: inout [Fact], prefix: String) {
    for type in source.texts("type") {
      facts.append(Fact(Property(rawValue: "\(prefix)-type"), type))
    }
    for (child, word) in [
      (source.child("description"), "description"), (source.child("url"), "url"),
      (source.child("retrievedAt"), "retrieved"),
    ] {
      if let value = child?.text {
        facts.append(Fact(Property(rawValue: "\(prefix)-\(word)"), value))
      }
    }
    for asserter in source.children("assertedBy") {
      agent(
        asserter, Property(rawValue: prefix == "source" ? "asserted-by" : "\(prefix)-asserted-by"),
        &facts, uri: asserter.text("uri"))
    }
  }

  private func annotation(_ node: RecordNode, into facts: inout [Fact]) {
    let place = node.text("statementPointerTarget")
    let motivation = node.text("motivation")
    let description = node.text("description")
    if let value = description ?? motivation {
      let about = [description == nil ? nil : motivation, place].compactMap { $0 }
      facts.append(
        Fact(
          "annotation", value, qualifier: about.isEmpty ? nil : about.joined(separator: " ")))
    }
    if let content = node.text("transformedContent") {
      facts.append(Fact("annotation-content", content, qualifier: place))
    }
    if let date = node.text("creationDate") {
      facts.append(Fact("annotation-date", date, qualifier: place))
    }
    if let url = node.text("url") { facts.append(Fact("annotation-url", url, qualifier: place)) }
    if let by = node.child("createdBy") { agent(by, "annotation-by", &facts, uri: by.text("uri")) }
  }

  private func agent(
    _ node: RecordNode, _ property: Property, _ facts: inout [Fact], uri: String?
  ) {
    guard let value = node.text("name") ?? uri else { return }
    facts.append(Fact(property, value, qualifier: uri == value ? nil : uri))
  }

  /// A plain text as a fact.
  func text(
    _ node: RecordNode, _ name: StaticString, _ property: Property, _ facts: inout [Fact]
  ) {
    for value in node.texts(name) { facts.append(Fact(property, value)) }
  }

  /// A country or a part of one (`{name, code}`, a code, a name) as ISO 3166-1 alpha-2, with what
  /// was stated; ISO 3166-2 codes keep the country.
  func country(_ node: RecordNode) -> (code: String, raw: String?)? {
    let code = node.isLeaf ? node.text : node.text("code")
    let name = node.isLeaf ? nil : node.text("name")
    if let code {
      let upper = code.uppercased()
      let parts = upper.split(separator: "-", maxSplits: 1)
      let isCode = parts.first.map { $0.utf8.count == 2 && $0.utf8.allSatisfy(Self.isLetter) }
      if isCode == true { return (String(parts[0]), parts.count > 1 ? code : name) }
      return (CountryName.value(code), name ?? code)
    }
    return name.map { (CountryName.value($0), $0) }
  }

  private static func isLetter(_ byte: UInt8) -> Bool { byte >= 65 && byte <= 90 }
}
