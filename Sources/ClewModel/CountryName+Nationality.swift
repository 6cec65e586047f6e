extension CountryName {
  /// The code of a nationality as lists word it: the name of the country, or the adjective of its
  /// people (`Pakistani`, `Syrian`); nil for what is neither.
  package static func code(nationality: some StringProtocol) -> String? {
    code(nationality) ?? adjectives[nationality.trimmed.lowercased()]
  }

  private static let adjectives: [String: String] = {
    var codes: [String: String] = [:]
    for pair in adjectiveTable.split(whereSeparator: { $0 == ";" || $0 == "\n" }) {
      let text = pair.trimmed
      codes[String(text.dropFirst(3)).lowercased()] = String(text.prefix(2))
    }
    return codes
  }()

  private static let adjectiveTable = """
    AF Afghan; AL Albanian; DZ Algerian; AO Angolan; AR Argentine; AR Argentinian; AM Armenian
    AU Australian; AT Austrian; AZ Azerbaijani; AZ Azeri; BH Bahraini; BD Bangladeshi
    BY Belarusian; BY Belarussian; BE Belgian; BZ Belizean; BJ Beninese; BO Bolivian; BA Bosnian
    BW Botswanan; BR Brazilian; GB British; BG Bulgarian; BF Burkinabe; MM Burmese; BI Burundian
    KH Cambodian; CM Cameroonian; CA Canadian; CF Central African; TD Chadian; CL Chilean
    CN Chinese; CO Colombian; KM Comorian; CD Congolese (Democratic Republic); CR Costa Rican
    HR Croatian; CU Cuban; CY Cypriot; CZ Czech; DK Danish; DJ Djiboutian
    NL Dutch; EC Ecuadorian; EG Egyptian; AE Emirati; GQ Equatorial Guinean; ER Eritrean
    EE Estonian; ET Ethiopian; PH Filipino; FI Finnish; FR French; GA Gabonese; GM Gambian
    GE Georgian; DE German; GH Ghanaian; GR Greek; GT Guatemalan; GN Guinean
    GW Bissau-Guinean; GY Guyanese; HT Haitian; HN Honduran; HU Hungarian; IS Icelandic; IN Indian
    ID Indonesian; IR Iranian; IQ Iraqi; IE Irish; IL Israeli; IT Italian; CI Ivorian; JM Jamaican
    JP Japanese; JO Jordanian; KZ Kazakh; KZ Kazakhstani; KE Kenyan; XK Kosovan; XK Kosovar
    KW Kuwaiti; KG Kyrgyz; KG Kyrgyzstani; LA Laotian; LV Latvian; LB Lebanese; LR Liberian
    LY Libyan; LT Lithuanian; LU Luxembourgish; MK Macedonian; MG Malagasy; MW Malawian
    MY Malaysian; MV Maldivian; ML Malian; MT Maltese; MR Mauritanian; MU Mauritian; MX Mexican
    MD Moldovan; MN Mongolian; ME Montenegrin; MA Moroccan; MZ Mozambican; NA Namibian
    NP Nepalese; NP Nepali; NZ New Zealander; NI Nicaraguan; NE Nigerien; NG Nigerian
    KP North Korean; NO Norwegian; OM Omani; PK Pakistani; PA Panamanian; PY Paraguayan
    PE Peruvian; PL Polish; PT Portuguese; QA Qatari; RO Romanian; RU Russian; RW Rwandan
    SV Salvadoran; SA Saudi; SA Saudi Arabian; SN Senegalese; RS Serbian; SC Seychellois
    SL Sierra Leonean; SG Singaporean; SK Slovak; SI Slovenian; SO Somali; ZA South African
    KR South Korean; SS South Sudanese; ES Spanish; LK Sri Lankan; SD Sudanese; SR Surinamese
    SE Swedish; CH Swiss; SY Syrian; TW Taiwanese; TJ Tajik; TJ Tajikistani; TZ Tanzanian
    TH Thai; TG Togolese; TT Trinidadian; TN Tunisian; TR Turkish; TM Turkmen; UG Ugandan
    UA Ukrainian; US American; UY Uruguayan; UZ Uzbek; UZ Uzbekistani; VE Venezuelan
    VN Vietnamese; YE Yemeni; ZM Zambian; ZW Zimbabwean
    """
}
