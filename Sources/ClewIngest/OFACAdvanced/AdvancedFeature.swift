import ClewModel

/// What a `FeatureVersion` states: texts, values of reference sets, days, places.
struct AdvancedFeature {
  var places: [OFACAddress] = []
  var further: [Fact] = []
  private var details: [String] = []
  private var times: [String] = []
  private var comment: String?

  init(_ version: RecordNode, _ tables: AdvancedTables) {
    let references = tables.references
    for detail in version.children("VersionDetail") {
      _ = detail.attribute("DetailTypeID")
      let reference = detail.attribute("DetailReferenceID")
      let known = reference.map { references.named(.detailReference, $0) }
      if let text = detail.text ?? known { details.append(text) }
    }
    for period in version.children("DatePeriod") {
      let time = AdvancedDate(period, references)
      if let words = time.words ?? (time.isEmpty ? nil : AdvancedDate.raw(period)) {
        times.append(words)
      }
    }
    for place in version.children("VersionLocation") {
      let id = place.attribute("LocationID")
      if let known = tables.locations[id ?? ""] {
        places.append(known)
      } else {
        further.append(Fact("location-not-found", id ?? "not stated"))
      }
    }
    for back in version.children("IDRegDocumentReference") { back.takeAll() }
    comment = version.text("Comment")
    let reliability = references.text(.reliability, version.attribute("ReliabilityID"))
    if let reliability, reliability.lowercased() != "unknown" {
      further.append(Fact("reliability", reliability))
    }
    if let comment, !(details.isEmpty && times.isEmpty && places.isEmpty) {
      further.append(Fact(.comment, comment))
    }
  }

  /// The values as text; the comment where there is no other, and an empty one where nothing is
  /// stated but the type.
  ///
  /// - Parameter type: of a country or a flag only the country of a place is taken.
  func texts(of type: String) -> [String] {
    let type = type.lowercased()
    let isCountry = ["nationality", "citizen", "flag"].contains { type.contains($0) }
    let lines = places.compactMap { isCountry ? $0.country ?? $0.line : $0.line }
    let all = details + times + lines
    if all.isEmpty, further.contains(where: { $0.property == "location-not-found" }) { return [] }
    return all.isEmpty ? [comment ?? ""] : all
  }
}
