import ClewModel

/// What a SAR says was suspicious. It has no transactions: one period, one total, the kinds of
/// activity; all are facts of the filing, and no payment is made of them.
extension FinCENMapper {
  private static let suspicionLeaves: [String: FinCENLeaf] = [
    "AmountUnknownIndicator": .unknown("amount"),
    "NoAmountInvolvedIndicator": .flag("amount-involved", "no"),
    "TotalSuspiciousAmountText": .dollars("total-suspicious-amount"),
    "CumulativeTotalViolationAmountText": .dollars("cumulative-amount"),
    "SuspiciousActivityFromDateText": .date("period-start"),
    "SuspiciousActivityToDateText": .date("period-end"),
  ]

  func suspicion(_ root: RecordNode, into activity: inout FinCENActivity) {
    for node in root.children("SuspiciousActivity") {
      FinCENLeaf.state(Self.suspicionLeaves, of: node, into: &activity.facts)
      for kind in node.children("SuspiciousActivityClassification") {
        classification(kind, into: &activity)
      }
    }
    for node in root.children("ActivityIPAddress") {
      guard let address = node.text("IPAddressText") else { continue }
      let moment = moment(
        node, date: node.child("ActivityIPAddressDateText"),
        time: node.child("ActivityIPAddressTimeStampText"), into: &activity.facts)
      activity.facts.add(.ipAddress, address, qualifier: moment)
    }
    for node in root.children("CyberEventIndicators") { cyberEvent(node, into: &activity.facts) }
    for node in root.children("Assets") { asset(node, into: &activity.facts) }
    for node in root.children("AssetsAttribute") { assetText(node, into: &activity.facts) }
    narrative(root, into: &activity)
  }

  /// A type and a subtype as `1/112`; the labels stand beside it as a fact.
  private func classification(_ node: RecordNode, into activity: inout FinCENActivity) {
    let type = node.text("SuspiciousActivityTypeID")
    let subtype = node.text("SuspiciousActivitySubtypeID")
    let other = node.text("OtherSuspiciousActivityTypeText")
    let code = [type, subtype].compactMap { $0 }.joined(separator: "/")
    guard !code.isEmpty else {
      if let other { activity.facts.add(.indicator, other) }
      return
    }
    let labels = [
      type.map { FinCENTable.activityTypes[$0] ?? $0 },
      subtype.map { FinCENTable.activitySubtypes[$0] ?? $0 },
    ]
    if !activity.indicators.contains(code) { activity.indicators.append(code) }
    activity.facts.add(
      .indicator, labels.compactMap { $0 }.joined(separator: ": "), raw: code, qualifier: other)
  }

  /// The date and time of an event: `2026-03-01T10:22:33`; a part that is none stays as it is.
  private func moment(
    _ node: RecordNode, date: RecordNode?, time: RecordNode?, into facts: inout FinCENFacts
  ) -> String? {
    let day = date?.text.flatMap { FinCENValue.date($0) }
    if day == nil, let date { facts.addRaw(date) }
    guard let clock = time?.text else { return day }
    let moment = day.map { "\($0)T\(clock)" }
    guard let moment, TimeSpan(iso: moment) != nil else {
      if let time { facts.addRaw(time) }
      return day
    }
    return moment
  }

  private func cyberEvent(_ node: RecordNode, into facts: inout FinCENFacts) {
    let code = node.text("CyberEventIndicatorsTypeCode")
    let other = node.text("CyberEventTypeOtherText")
    let moment = moment(
      node, date: node.child("CyberEventDateText"), time: node.child("CyberEventTimeStampText"),
      into: &facts)
    guard let value = node.text("EventValueText") else { return }
    let label = other ?? code.map { FinCENTable.cyberEvents[$0] ?? $0 }
    let narrowed = [label, moment].compactMap { $0 }.joined(separator: ", ")
    facts.add("cyber-event", value, qualifier: narrowed.isEmpty ? nil : narrowed)
  }

  /// A product, instrument or payment mechanism.
  private func asset(_ node: RecordNode, into facts: inout FinCENFacts) {
    let type = node.text("AssetTypeID")
    let subtype = node.text("AssetSubtypeID")
    let other = node.text("OtherAssetSubtypeText")
    let code = [type, subtype].compactMap { $0 }.joined(separator: "/")
    guard let label = other ?? subtype.map({ FinCENTable.assets[$0] ?? $0 }) else { return }
    facts.add(
      "asset", label, raw: code, qualifier: type.map { FinCENTable.assetTypes[$0] ?? $0 })
  }

  private func assetText(_ node: RecordNode, into facts: inout FinCENFacts) {
    let code = node.text("AssetAttributeTypeID")
    guard let text = node.text("AssetAttributeDescriptionText") else { return }
    let words = ["1": "cusip", "2": "commodity", "3": "product-description", "4": "market"]
    let word = code.flatMap { words[$0] } ?? code.map { "asset-attribute-\($0)" }
    facts.add(Property(rawValue: word ?? "asset-attribute"), text)
  }
}
