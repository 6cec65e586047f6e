import ClewModel
import Testing

@testable import ClewCase

@Suite struct CodeBookTests {
  private func label(_ scheme: String, _ code: String, _ label: String) -> CodeLabel {
    CodeLabel(
      scheme: scheme, code: code, label: label,
      provenance: Provenance(offset: 0, length: 1, line: 1))
  }

  @Test func aListIsFoundByThePropertyThatStatesTheCode() {
    let book = CodeBook([
      label("goaml/transmode", "SWIFT", "SWIFT wire transfer"),
      label("goaml/item_types", "APA", "Apartment"), label("goaml/funds", "ELCFT", "Electronic"),
      label("goaml:ae/party_roles", "DIR", "Director"),
      label("goaml:xx/party_roles", "DIR", "Direktor"), label("nothing", "DIR", "x"),
    ])
    #expect(book.label(of: "SWIFT", as: "mode", in: "goaml") == "SWIFT wire transfer")
    #expect(book.label(of: "SWIFT", as: "transmode_code", in: "goaml") == "SWIFT wire transfer")
    #expect(book.label(of: "SWIFT", as: "mode", in: "native-transactions") == nil)
    #expect(book.label(of: "APA", as: "goods/item[2]/item-type", in: "goaml") == "Apartment")
    #expect(book.label(of: "ELCFT", as: "from_funds_code", in: "goaml") == "Electronic")
    #expect(book.label(of: "DIR", as: "role", in: "goaml") == "Director / Direktor")
    #expect(book.label(of: "DIR", as: "mode", in: "goaml") == nil)
  }
}
