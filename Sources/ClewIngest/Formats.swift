/// The formats that sources are read in.
package enum Formats {
  /// All readers, in the order in which detection asks them.
  package static let readers: [any Reader.Type] = [
    GoAMLReader.self, NativeTransactions.self, NativeAccounts.self, NativeLinks.self,
    NativeParties.self, OFACReader.self, OFACAliasReader.self, OFACAddressReader.self,
    OFACCommentsReader.self, BODSReader.self, FTMReader.self,
    MappedCSV.self,
  ]

  /// What is read, then what is recognised and refused by name.
  package static var descriptions: [FormatDescription] {
    readers.map { $0.description } + NotYetRead.descriptions
  }
}
