import ClewModel
import Testing

@testable import ClewIngest

struct CodeListTests {
  private func read(_ text: String, name: String = "lists/transmode.json") throws -> Readings {
    let bytes = Array(text.utf8)
    let type = try Formats.detect(SourceHead(bytes: bytes))
    #expect(type.description.name == "code-list")
    var result = Readings()
    try type.init(options: ReadOptions()).read(
      stream(bytes, name: name), header: { result.header = $0 }, batch: { result.add($0) })
    return result
  }

  @Test func aTable() throws {
    let read = try read(
      """
      List;Code;Label;FIU;means;note
      transmode;ELCFT;Electronic funds transfer;AE;;x
      entity_person_role;13;Verwaltungsrat;ch;Director;
      fincen/asset;39;Cash;;;
      transmode;;empty;;;
      transmode;A;;;;
      transmode;B;b;;nonsense;

      """)
    #expect(
      read.codeLabels.map { "\($0.scheme) \($0.code) \($0.label) \($0.means ?? "")" } == [
        "goaml:ae/transmode ELCFT Electronic funds transfer ",
        "goaml:ch/entity_person_role 13 Verwaltungsrat director", "fincen/asset 39 Cash ",
      ])
    #expect(
      read.rejections.map { $0.reason.split(separator: ",")[0] } == [
        "code is empty", "label is empty", "means is none of owner",
      ])
    #expect(read.unread == ["note": 1])
    #expect(read.codeLabels[0].provenance.line == 2)
  }

  @Test func anArrayNamedForItsFile() throws {
    let read = try read(
      #"[{"code":"A","label":"Cash \u00e9"},{"label":"none"},{"code":"-","label":"Unknown"}]"#)
    #expect(read.codeLabels.map(\.scheme) == ["goaml/transmode", "goaml/transmode"])
    #expect(read.codeLabels.map(\.label) == ["Cash é", "Unknown"])
    #expect(read.rejections.map(\.reason) == ["code is empty"])
    #expect(read.frame == RepairFrame(prefixLength: 1, separator: ",\n", suffix: "]"))
    #expect(CodeListReader.listName(ofFile: "a.zip!lists/x.y.json") == "x")
  }

  @Test(arguments: [
    #"[{"code":"A","label":"b","other":1}]"#, #"[{"code":"A"}]"#, "code,label\nA,b",
    #"[{"code":"A","label":{"en":"b"}}]"#,
  ])
  func whatIsNoCodeList(text: String) {
    #expect(!CodeListReader.recognises(SourceHead(bytes: Array(text.utf8))))
  }

  @Test func whatLabelsSay() {
    func word(_ label: String, _ use: GoAMLCodeLists.Use = .entity) -> CodeWord? {
      CodeWord(label: label, use)
    }
    #expect(word("Managing Director") == .director)
    #expect(word("Nominnee Director") == .director && word("Nominee") == .nominee)
    #expect(word("Ultimate Beneficial Owner") == .beneficialOwner)
    #expect(word("Shareholder") == .owner && word("Subsidiary", .entityEntity) == .owned)
    #expect(word("Primary Account Holder", .account) == .holder)
    #expect(word("Owner and director") == nil && word("Verwaltungsrat") == nil)
    #expect(word("Wife", .person) == .family && word("Wife") == nil)
  }

  private func label(_ list: String, _ code: String, _ label: String, _ means: String? = nil)
    -> CodeLabel
  {
    CodeLabel(
      scheme: list, code: code, label: label, means: means,
      provenance: Provenance(offset: 0, length: 0, line: 1))
  }

  private func links(_ labels: [CodeLabel], role: String = "13") throws -> [Link] {
    let text = """
      <report><rentity_id>7</rentity_id><report_code>STR</report_code>
      <entity_reference>R-1</entity_reference><currency_code_local>CHF</currency_code_local>
      <activity><report_parties><report_party><entity><name>Fen AG</name><related_persons>
      <entity_related_person><person><last_name>Reed</last_name></person><role>\(role)</role>
      </entity_related_person></related_persons></entity></report_party><report_party><account>
      <account>7</account><swift>HARBDEFFXXX</swift><related_persons><account_related_person>
      <t_person><last_name>Reed</last_name></t_person><role>\(role)</role></account_related_person>
      </related_persons></account></report_party></report_parties></activity></report>
      """
    var result = Readings()
    try GoAMLReader(options: ReadOptions(codeLabels: labels)).read(
      stream(Array(text.utf8)), header: { _ in }, batch: { result.add($0) })
    return result.links
  }

  @Test func codesOfRolesBecomeKinds() throws {
    #expect(try links([]).map(\.kind) == [.linked, .linked])
    let known = try links([
      label("goaml:ch/entity_person_role", "13", "Verwaltungsrat", "director"),
      label("goaml:ch/account_person_role", "13", "Account owner"),
      label("goaml:ch/transmode", "13", "Director"),
    ])
    #expect(known.map(\.kind) == [.director, .holder])
    #expect(known.map(\.role) == ["13", "13"])
    #expect(
      known.map { stated($0.facts, "role-label") } == [
        ["Verwaltungsrat (goaml:ch/entity_person_role)"],
        ["Account owner (goaml:ch/account_person_role)"],
      ])
    let owner = try links([label("goaml/party_roles", "13", "Ultimate Beneficial Owner")])
    #expect(owner.map(\.kind) == [.ownership, .beneficiary])
    #expect(owner[0].direct == false)
  }

  @Test func listsThatDisagreeDecideNothing() throws {
    let both = [
      label("goaml:ch/role", "SHRHL", "Director"), label("goaml:li/role", "SHRHL", "Trustee"),
    ]
    let found = try links(both, role: "SHRHL")
    #expect(found.map(\.kind) == [.ownership, .linked])
    #expect(stated(found[0].facts, "role-label").count == 2)
    #expect(try links([both[0]], role: "SHRHL").map(\.kind) == [.director, .director])
  }

  @Test(
    .enabled(if: publicData != nil, "the public data is not here"),
    arguments: [
      ("funds", 7), ("item_status", 20), ("party_roles", 14), ("transmode", 6),
    ])
  func listsOfTheEmirates(_ file: String, _ count: Int) throws {
    let path = try #require(publicData) + "/formats/goaml/lookups-ae/\(file).json"
    let bytes = try fileBytes(path)
    let read = try read(String(decoding: bytes, as: UTF8.self), name: path)
    #expect(read.codeLabels.count == count)
    #expect(Set(read.codeLabels.map(\.scheme)) == ["goaml/\(file)"])
    #expect(read.rejections == [] && read.unread == [:])
  }
}
