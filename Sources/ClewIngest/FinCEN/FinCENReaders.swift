import ClewModel

/// A reader of one form of FinCEN's batches.
protocol FinCENBatchReader: Reader {
  static var form: FinCENForm { get }
  init()
}

extension FinCENBatchReader {
  package init(options: ReadOptions) throws(IngestError) { self.init() }

  package static func recognises(_ head: SourceHead) -> Bool { FinCENForm.of(head) == form }

  /// The last day of filing that the first bytes state.
  package static func published(_ head: SourceHead) -> TimeSpan? {
    let words = ["FilingDateText>", "ApprovalOfficialSignatureDateText>"]
    let days = head.text.split(separator: "<").compactMap { piece -> TimeSpan? in
      guard !piece.hasPrefix("/"), let end = piece.firstIndex(of: ">"),
        words.contains(where: { piece[...end].hasSuffix($0) })
      else { return nil }
      return FinCENValue.span(piece[piece.index(after: end)...].trimmed)
    }
    return days.max { $0.lo < $1.lo }
  }

  package func read(
    _ bytes: ByteStream, header: (SourceHeader) throws -> Void, batch: (Batch) throws -> Void
  ) throws {
    var walk = try FinCENBatch(bytes, form: Self.form, format: Self.description.name)
    try walk.read(header: header, batch: batch)
  }
}

/// Suspicious activity reports.
package struct FinCENSARReader: FinCENBatchReader {
  static let form = FinCENForm.sar
  package static let description = FormatDescription(
    name: "fincen-sar", title: "FinCEN suspicious activity report",
    versions: "BSA E-Filing XML 2.0, SARX 1.0 to 1.2",
    recognisedBy: "root EFilingBatchXML, FormTypeCode SARX, else elements that only a SAR has",
    yields: "filings with narrative, indicators, amounts, period, internet addresses and cyber "
      + "events; subjects and all other parties, accounts, their holders, relations to "
      + "institutions; corrections take back what they name",
    limits: "a SAR states no transactions, and none are made; the attached table is another file; "
      + "a correction names its predecessor by FinCEN's number, which only the acknowledgement "
      + "holds; the predecessor is found by the internal control number where both state one")
  init() {}
}

/// Currency transaction reports.
package struct FinCENCTRReader: FinCENBatchReader {
  static let form = FinCENForm.ctr
  package static let description = FormatDescription(
    name: "fincen-ctr", title: "FinCEN currency transaction report",
    versions: "BSA E-Filing XML 2.0, CTRX 1.0 to 1.2",
    recognisedBy: "root EFilingBatchXML, FormTypeCode CTRX, else elements that only a CTR has",
    yields: "filings, conductors and those they act for, accounts, one transaction in cash for "
      + "each detail",
    limits: "an account stands on a transaction only where the report names one for its direction; "
      + "foreign currency is a fact beside the amounts it is part of")
  init() {}
}

/// Form 8300: cash over $10,000 received in a trade or business.
package struct FinCEN8300Reader: FinCENBatchReader {
  static let form = FinCENForm.form8300
  package static let description = FormatDescription(
    name: "fincen-8300", title: "FinCEN form 8300 (cash received in a trade or business)",
    versions: "BSA E-Filing XML 2.0, 8300X 1.0",
    recognisedBy: "root EFilingBatchXML, FormTypeCode 8300X, else elements that only it has",
    yields: "filings, payers, those they act for, the business, one transaction of the total",
    limits: "instruments and purposes are facts; without a total there is no transaction")
  init() {}
}

/// Reports of foreign bank and financial accounts.
package struct FinCENFBARReader: FinCENBatchReader {
  static let form = FinCENForm.fbar
  package static let description = FormatDescription(
    name: "fincen-fbar", title: "FinCEN report of foreign bank accounts",
    versions: "BSA E-Filing XML 2.0, FBARX 1.0 to 1.2",
    recognisedBy: "root EFilingBatchXML, FormTypeCode FBARX, else elements that only it has",
    yields: "filings, accounts with their maximum value, holders and signatories, institutions",
    limits: "no transactions are stated")
  init() {}
}

/// Designations of exempt persons.
package struct FinCENExemptionReader: FinCENBatchReader {
  static let form = FinCENForm.exemption
  package static let description = FormatDescription(
    name: "fincen-doep", title: "FinCEN designation of exempt person",
    versions: "BSA E-Filing XML 2.0, DOEPX 1.0",
    recognisedBy: "root EFilingBatchXML, FormTypeCode DOEPX, else elements that only it has",
    yields: "filings, exempt parties, banks, the basis and start of the exemption",
    limits: "no accounts and no transactions are stated")
  init() {}
}
