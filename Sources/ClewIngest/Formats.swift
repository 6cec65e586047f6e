/// The formats that sources are read in.
package enum Formats {
  /// All readers, in the order in which detection asks them.
  package static let readers: [any Reader.Type] = [
    GoAMLReader.self, FinCENSARReader.self, FinCENCTRReader.self, FinCEN8300Reader.self,
    FinCENFBARReader.self, FinCENExemptionReader.self, FinCENAcknowledgementReader.self,
    CodeListReader.self,
    NativeTransactions.self, NativeAccounts.self, NativeLinks.self, NativeParties.self,
    BODSReader.self, FTMReader.self,
    LEIReader.self, LEIRelationshipReader.self, LEIExceptionReader.self,
    CompanyDataReader.self, OverseasEntityReader.self, ControlReader.self,
    OFACReader.self, OFACAliasReader.self, OFACAddressReader.self, OFACCommentsReader.self,
    OFACXMLReader.self, OFACAdvancedReader.self, ScreeningListReader.self,
    ScreeningJSONReader.self, DeniedPersonsReader.self,
    UNReader.self, EUReader.self, EUTableReader.self, UKXMLReader.self,
    UKConsolidatedReader.self, UKSanctionsReader.self, MalaysiaReader.self,
    ISOPaymentReader.self, ISOOrderReader.self, ISOStatementReader.self,
    SWIFTMTReader.self, MT940Reader.self,
    MappedCSV.self,
  ]

  /// What is read, then what is recognised and refused by name.
  package static var descriptions: [FormatDescription] {
    readers.map { $0.description } + NotYetRead.descriptions
  }
}
