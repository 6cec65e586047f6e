/// What a code of a source's own list stands for, from a code list that the analyst loads: goAML's
/// lists differ from one financial-intelligence unit to the next.
package struct CodeLabel: Hashable, Sendable {
  /// The list it belongs to, with whose it is: `goaml/transmode`, `goaml:ae/transmode`.
  package var scheme: String
  package var code: String
  package var label: String
  /// What the code says in one of a few words (`owner`, `director`, `holder`), where the list has a
  /// column for it: a label in any language need not.
  package var means: String?
  package var provenance: Provenance

  package init(
    scheme: String, code: String, label: String, means: String? = nil, provenance: Provenance
  ) {
    self.scheme = scheme
    self.code = code
    self.label = label
    self.means = means
    self.provenance = provenance
  }
}
