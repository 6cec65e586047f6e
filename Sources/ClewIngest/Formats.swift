/// The formats that sources are read in.
package enum Formats {
  /// All readers, in the order in which detection asks them.
  package static let readers: [any Reader.Type] = [
    NativeTransactions.self, NativeAccounts.self, NativeLinks.self, NativeParties.self,
    MappedCSV.self,
  ]

  /// Recognisers of formats that are named and refused.
  package static let refused: [@Sendable (SourceHead) -> FormatDescription?] = []
}
