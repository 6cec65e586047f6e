import ClewMatch
import Testing

@Suite struct AddressKeyTests {
  @Test(arguments: [
    ("12 Harbour Street, Lowport", "12 HARBOUR ST., LOWPORT"),
    ("12 Harbour Street, Lowport", "Harbour Street 12, Lowport"),
    ("Hafenstraße 12, 3rd Floor, Hamburg", "12 Hafenstr., Floor 3, Hamburg"),
    ("Calle Mayor, 12, Valmar", "Calle Mayor 12, Valmar"),
    ("P.O. Box 77, Road Town", "PO Box 77, Road Town"),
    ("Post Office Box 77, Road Town", "P O Box 77; Road Town"),
    ("Suite 5, 12 High Street", "12 High Str, Ste 5"),
    ("No. 12 High Street", "12 High Street"),
    ("12 High Street, United Kingdom", "12 High St, UK"),
    ("Rm 1201, 12/F, Pearl Tower", "Pearl Tower, 12th Floor, Room 1201"),
    ("Lagerweg 8\nZürich 8001", "8 Lagerweg, 8001 Zurich"),
  ])
  func oneAddress(a: String, b: String) {
    #expect(AddressKey.key(a) == AddressKey.key(b))
  }

  @Test(arguments: [
    ("Suite 5, 12 High Street", "Suite 12, 5 High Street"),
    ("Suite 5, 12 High Street", "12 High Street"),
    ("Floor 3, 12 High Street", "Floor 4, 12 High Street"),
    ("12 N Street", "12 North Street"),
    ("12 St Mary Road", "12 Saint Mary Road"),
    ("12 High Street", "12a High Street"),
    ("12-14 High Street", "12 High Street"),
    ("3/12 High Street", "312 High Street"),
    ("PO Box 77, Road Town", "PO Box 78, Road Town"),
    ("12 High Street, Lowport", "12 High Street, Highport"),
    ("12 High Street", "12 High Road"),
  ])
  func twoAddresses(a: String, b: String) {
    #expect(AddressKey.key(a) != AddressKey.key(b))
  }

  @Test func saysWhatItKeeps() {
    #expect(
      AddressKey.key("Suite 5, 3rd Floor, 12-14 High Street, Lowport")
        == "12-14 high st lowport | floor 3 | suite 5")
    #expect(AddressKey.key(" , ; ") == "")
  }

  @Test func randomTextDoesNotStopIt() {
    var generator = SplitMix(state: 11)
    let alphabet = Array("12aZ ,;/-|.#Floor suite no PO Box é東\n")
    for _ in 0..<5_000 {
      let text = String(
        (0..<Int.random(in: 0...20, using: &generator)).map { _ in
          alphabet.randomElement(using: &generator)!
        })
      if text.contains(where: { $0.isLetter || $0.isNumber }) {
        #expect(!AddressKey.key(text).isEmpty, "\(text)")
      }
    }
  }
}
