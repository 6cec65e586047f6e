import ClewModel

/// What an identifier of BODS is, by its scheme.
///
/// Entities carry codes of org-id.guide (`GB-COH`: ISO 3166-1 alpha-2 and a list, `XI-LEI`), persons
/// `{alpha-3}-PASSPORT`, `-TAXID` or `-IDCARD` (BODS, "Real world identifiers").
enum BODSIdentifier {
  /// The fact an identifier makes.
  ///
  /// The number of a country's company register is qualified with the country, so that it is the
  /// same key as in other formats; those of its other registers with the whole scheme, because a
  /// charity and a company may have equal numbers. German numbers (`HRB 12345`) are those of one of
  /// some hundred courts: without the court's XJustiz code before them they name no company.
  static func fact(id: String, scheme: String?, schemeName: String?) -> Fact {
    guard !Sentinel.matches(id) else {
      return Fact(.otherID, id, qualifier: scheme ?? schemeName)
    }
    let value = CheckDigits.compact(id)
    let code = scheme?.uppercased() ?? ""
    let parts = code.split(separator: "-", maxSplits: 1).map(String.init)
    if code == "XI-LEI" || code == "LEI" { return Fact(.lei, value, raw: id) }
    if parts.count == 2, parts[0].utf8.count == 3, let country = alpha2[parts[0]] {
      switch parts[1] {
      case "PASSPORT": return Fact(.passport, value, raw: id, qualifier: country)
      case "TAXID": return Fact(.taxNumber, value, raw: id, qualifier: country)
      case "IDCARD": return Fact(.nationalID, value, raw: id, qualifier: country)
      default: return Fact(.otherID, value, raw: id, qualifier: scheme)
      }
    }
    if parts.count == 2, parts[0].utf8.count == 2 {
      if taxSchemes.contains(code) {
        return Fact(.taxNumber, value, raw: id, qualifier: parts[0])
      }
      if code == "GB-COH" {
        return Fact(
          .registrationNumber, CompanyNumber.british(id), raw: id, qualifier: parts[0])
      }
      if code == "DE-CR", !namesCourt(value) {
        return Fact(.registrationNumber, value, raw: id, qualifier: "DE-CR without court")
      }
      if companyRegisters.contains(code) {
        return Fact(.registrationNumber, value, raw: id, qualifier: parts[0])
      }
      return Fact(.registrationNumber, value, raw: id, qualifier: code)
    }
    return named(value, id, scheme: scheme, name: schemeName)
  }

  /// True for a number that begins with an XJustiz code: a letter, four digits (`D4601`, `R1101`).
  private static func namesCourt(_ number: String) -> Bool {
    let bytes = Array(number.utf8.prefix(6))
    return bytes.count == 6 && (65...90).contains(bytes[0])
      && bytes[1..<5].allSatisfy { (48...57).contains($0) } && !(48...57).contains(bytes[5])
  }

  /// An identifier whose scheme is only named, in words.
  private static func named(_ value: String, _ id: String, scheme: String?, name: String?) -> Fact {
    let words = (name ?? scheme ?? "").lowercased()
    let property: Property =
      if words.contains("legal entity identifier") || words == "lei" {
        .lei
      } else if words.contains("passport") {
        .passport
      } else if words.contains("tax") || words.hasPrefix("vat") {
        .taxNumber
      } else {
        .otherID
      }
    return Fact(property, value, raw: id, qualifier: name ?? scheme)
  }

  /// The main register of companies of a country (org-id.guide). Another list's numbers stay apart.
  private static let companyRegisters: Set<String> = codes(
    """
    BE-BCE_KBO BG-EIK CZ-ICO DK-CVR EE-RIK FI-PRO FR-RCS GB-COH IE-CRO IN-MCA LV-RE MD-IDNO
    NG-CAC NL-KVK NO-BRC PL-KRS SE-BLV SI-PRS SK-ORSR UA-EDR ZA-CIP
    """)

  /// Lists of tax numbers (org-id.guide).
  private static let taxSchemes: Set<String> = codes(
    """
    AR-CUIT BR-CNPJ CO-NIT EC-RUC GB-UTR IN-PAN MX-RFC PE-RUC PL-NIP RU-INN US-EIN UY-RUT
    """)

  private static func codes(_ table: String) -> Set<String> {
    Set(table.split(whereSeparator: \.isWhitespace).map(String.init))
  }

  /// ISO 3166-1 alpha-2 by alpha-3.
  static let alpha2: [String: String] = {
    var codes: [String: String] = [:]
    for pair in alpha3.split(whereSeparator: \.isWhitespace) {
      codes[String(pair.prefix(3))] = String(pair.suffix(2))
    }
    return codes
  }()

  private static let alpha3 = """
    ABWAW AFGAF AGOAO AIAAI ALAAX ALBAL ANDAD AREAE ARGAR ARMAM ASMAS ATAAQ ATFTF ATGAG AUSAU AUTAT
    AZEAZ BDIBI BELBE BENBJ BESBQ BFABF BGDBD BGRBG BHRBH BHSBS BIHBA BLMBL BLRBY BLZBZ BMUBM BOLBO
    BRABR BRBBB BRNBN BTNBT BVTBV BWABW CAFCF CANCA CCKCC CHECH CHLCL CHNCN CIVCI CMRCM CODCD COGCG
    COKCK COLCO COMKM CPVCV CRICR CUBCU CUWCW CXRCX CYMKY CYPCY CZECZ DEUDE DJIDJ DMADM DNKDK DOMDO
    DZADZ ECUEC EGYEG ERIER ESHEH ESPES ESTEE ETHET FINFI FJIFJ FLKFK FRAFR FROFO FSMFM GABGA GBRGB
    GEOGE GGYGG GHAGH GIBGI GINGN GLPGP GMBGM GNBGW GNQGQ GRCGR GRDGD GRLGL GTMGT GUFGF GUMGU GUYGY
    HKGHK HMDHM HNDHN HRVHR HTIHT HUNHU IDNID IMNIM INDIN IOTIO IRLIE IRNIR IRQIQ ISLIS ISRIL ITAIT
    JAMJM JEYJE JORJO JPNJP KAZKZ KENKE KGZKG KHMKH KIRKI KNAKN KORKR KWTKW LAOLA LBNLB LBRLR LBYLY
    LCALC LIELI LKALK LSOLS LTULT LUXLU LVALV MACMO MAFMF MARMA MCOMC MDAMD MDGMG MDVMV MEXMX MHLMH
    MKDMK MLIML MLTMT MMRMM MNEME MNGMN MNPMP MOZMZ MRTMR MSRMS MTQMQ MUSMU MWIMW MYSMY MYTYT NAMNA
    NCLNC NERNE NFKNF NGANG NICNI NIUNU NLDNL NORNO NPLNP NRUNR NZLNZ OMNOM PAKPK PANPA PCNPN PERPE
    PHLPH PLWPW PNGPG POLPL PRIPR PRKKP PRTPT PRYPY PSEPS PYFPF QATQA REURE ROURO RUSRU RWARW SAUSA
    SDNSD SENSN SGPSG SGSGS SHNSH SJMSJ SLBSB SLESL SLVSV SMRSM SOMSO SPMPM SRBRS SSDSS STPST SURSR
    SVKSK SVNSI SWESE SWZSZ SXMSX SYCSC SYRSY TCATC TCDTD TGOTG THATH TJKTJ TKLTK TKMTM TLSTL TONTO
    TTOTT TUNTN TURTR TUVTV TWNTW TZATZ UGAUG UKRUA UMIUM URYUY USAUS UZBUZ VATVA VCTVC VENVE VGBVG
    VIRVI VNMVN VUTVU WLFWF WSMWS XKXXK YEMYE ZAFZA ZMBZM ZWEZW
    """
}
