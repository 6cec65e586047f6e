import ClewModel
import Testing

@testable import ClewIngest

/// Reads a source with the reader that its content asks for.
func fincen(
  _ bytes: [UInt8], piece: Int = 1 << 20, as reader: (any Reader.Type)? = nil
) throws -> Readings {
  let type = try reader ?? Formats.detect(SourceHead(bytes: bytes))
  var result = Readings()
  try type.init(options: ReadOptions()).read(
    stream(bytes, piece: piece),
    header: {
      #expect(result.header == nil && result.batches == 0)
      result.header = $0
    },
    batch: { result.add($0) })
  return result
}

func fincen(_ text: String) throws -> Readings { try fincen(Array(text.utf8)) }

/// What a party, a link or a filing states, as `value`, `value (qualifier)`, `value [raw]`.
func stated(_ facts: [Fact], _ property: Property) -> [String] {
  facts.filter { $0.property == property }.map { fact in
    fact.value + (fact.raw.map { " [\($0)]" } ?? "") + (fact.qualifier.map { " (\($0))" } ?? "")
  }
}

extension Readings {
  /// A link as `Ada Reed -owns-> Harbour Bank`.
  func line(_ link: Link) -> String {
    func name(_ end: Endpoint) -> String {
      switch end {
      case .mention(let number):
        let mention = mentions[number]
        return mention.name.isEmpty ? "#\(mention.facts.first?.value ?? "")" : mention.name
      case .account(let number):
        return [accounts[number].institution, accounts[number].number].compactMap { $0 }
          .joined(separator: "/")
      default: return "?"
      }
    }
    let role = link.role.map { ":\($0)" } ?? ""
    return "\(name(link.from)) -\(link.kind.name)\(role)-> \(name(link.to))"
  }

  /// The subjects of a filing as `subject Ada Reed`.
  func subjects(_ filing: Filing) -> [String] {
    filing.subjects.map { subject in
      switch subject.who {
      case .mention(let number): "\(subject.role) \(mentions[number].name)"
      case .account(let number): "\(subject.role) \(accounts[number].number ?? "")"
      }
    }
  }

  /// A transaction as `2026-02-03 cash -> 21-7/00417 1500 USD Deposit(s)`.
  func line(_ row: Row) -> String {
    func side(_ number: Int32) -> String {
      if number == Transactions.cash { return "cash" }
      if number == Transactions.none { return "none" }
      let account = accounts[Int(number)]
      return [account.institution, account.number].compactMap { $0 }.joined(separator: "/")
    }
    return "\(row.time.description) \(side(row.from)) -> \(side(row.to)) \(row.amount) "
      + "\(row.currency) \(row.mode)"
  }

  func roles(_ row: Row) -> [String] {
    row.detail.roles.map { role in "\(role.name) \(role.mention.map { mentions[$0].name } ?? "?")" }
  }
}

/// Reports about nobody, in the shape that the BSA E-Filing system takes.
enum FinCENSamples {
  /// An element with the prefix that real filings use, and a running number.
  static func e(_ name: String, _ children: String...) -> String {
    let body = children.joined()
    let isLeaf = !body.contains("<")
    return "<fc2:\(name)\(isLeaf ? "" : " SeqNum=\"7\"")>\(body)</fc2:\(name)>"
  }

  static func batch(_ form: String, count: Int = 1, _ activities: String...) -> String {
    """
    <?xml version="1.0" encoding="UTF-8"?>
    <!-- made for tests -->
    <fc2:EFilingBatchXML xmlns:fc2="www.fincen.gov/base" TotalAmount="0" PartyCount="1" \
    ActivityCount="\(count)" ActivityAttachmentCount="1" AttachmentCount="1">
    <fc2:FormTypeCode>\(form)</fc2:FormTypeCode>
    \(activities.joined(separator: "\n"))
    </fc2:EFilingBatchXML>
    """
  }

  static func name(_ full: String, _ code: String = "L") -> String {
    e("PartyName", e("PartyNameTypeCode", code), e("RawPartyFullName", full))
  }

  static func id(_ code: String, _ number: String, country: String = "", state: String = "")
    -> String
  {
    e(
      "PartyIdentification", country.isEmpty ? "" : e("OtherIssuerCountryText", country),
      state.isEmpty ? "" : e("OtherIssuerStateText", state),
      e("PartyIdentificationNumberText", number), e("PartyIdentificationTypeCode", code))
  }

  static func party(_ code: String, _ parts: String...) -> String {
    e("Party", e("ActivityPartyTypeCode", code), parts.joined())
  }

  /// The parties that every SAR has beside its subjects.
  static func institutions(control: String = "HB-2026-0042") -> String {
    party("35", name("Harbour Holdings"), id("4", "21-0000007"), id("28", "PHRB0001"))
      + party("37", name("Nell Quill"))
      + party(
        "30", e("PrimaryRegulatorTypeCode", "4"), name("Harbour Bank"), name("HarBank", "DBA"),
        e(
          "Address", e("RawCityText", "Port Fen"), e("RawCountryCodeText", "US"),
          e("RawStateCodeText", "ME"), e("RawStreetAddress1Text", "1 Quay Street"),
          e("RawZIPCode", "040010000")),
        id("2", "21-4748364"), id("29", control),
        e(
          "OrganizationClassificationTypeSubtype", e("OrganizationTypeID", "5"),
          e("OrganizationSubtypeID", "5999"), e("OtherOrganizationSubTypeText", "Tide futures")))
      + party("8", name("Compliance Desk"))
      + party("18", name("Tidewater Police"), e("ContactDateText", "20260301"))
      + party("19", name("Sgt. Pool"))
      + party(
        "34", e("LossToFinancialAmountText", "1500"), e("PayLocationIndicator", "Y"),
        name("Harbour Bank"), id("2", "214748364"),
        e(
          "PartyAssociation",
          party(
            "46", e("Address", e("RawCityText", "Mudflat"), e("RawStateCodeText", "ME")),
            id("14", "99887"))))
  }
}
