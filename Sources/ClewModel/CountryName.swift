/// English names of countries, as lists and registers write them, as ISO 3166-1 alpha-2 codes.
package enum CountryName {
  /// The code of a country's name, nil for what has none (`undetermined`, a region, a town).
  /// Kosovo is `XK`, the user-assigned code in common use; the dissolved Netherlands Antilles `AN`.
  package static func code(_ name: some StringProtocol) -> String? {
    codes[name.trimmed.lowercased()]
  }

  /// A country as a fact: the code where there is one, with the name as stated beside it.
  package static func value(_ name: String) -> String { code(name) ?? name }

  private static let codes: [String: String] = {
    var codes: [String: String] = [:]
    for line in table.split(separator: "\n") {
      for pair in line.split(separator: ";") {
        let text = pair.trimmed
        codes[String(text.dropFirst(3)).lowercased()] = String(text.prefix(2))
      }
    }
    return codes
  }()

  private static let table = """
    HK China, Hong Kong Special Administrative Region; HK Hong Kong Special Administrative Region
    HK Hong Kong (SAR); HK Hong Kong SAR; MO Macao; MO China, Macao Special Administrative Region
    CG Congo; CG Congo (Republic); CD Congo (Democratic Republic); IR Islamic Republic of Iran
    CD Congo, Democratic Republic of; CD Congo, Democratic Republic of (was Zaire); CD DRC
    IR Iran (Islamic Republic of); IR Iran, Islamic Republic of; PS State of Palestine
    PS Palestinian Territories; PS Palestinian Territory; PS Occupied Palestinian Territories
    PS Palestinian Territory, Occupied; PS Gaza Strip; SY Syrian Arab Republic; TR Türkiye
    GB United Kingdom of Great Britain and Northern Ireland; GB UK; GB Great Britain; US USA
    US United States of America; TZ United Republic of Tanzania; VN Viet Nam; AE UAE
    KM Union of the Comoros; OM Sultanate of Oman; NL The Netherlands; LY Libyan Arab Jamahiriya
    LA Lao People's Democratic Republic; MD Republic of Moldova; MD Moldova, Republic of
    BO Bolivia (Plurinational State of); VE Venezuela (Bolivarian Republic of)
    VE Venezuela, Bolivarian Republic of; FM Micronesia (Federated States of)
    CI Côte d'Ivoire; CI Côte d’Ivoire; CI Ivory Coast; BN Brunei Darussalam; CW Curaçao
    MK The former Yugoslav Republic of Macedonia; KP DPRK; KR Korea, Republic of
    KP Korea, Democratic People's Republic of; KP North Korea (Democratic People's Republic of)
    MM Myanmar (Burma); BA Bosnia & Herzegovina; TT Trinidad & Tobago; AG Antigua & Barbuda
    KN St Kitts and Nevis; KN St Kitts & Nevis; VC St Vincent and the Grenadines; VC St Vincent
    LC St Lucia; TC Turks & Caicos Islands; VA Vatican City; TL East Timor; VI US Virgin Islands
    ST São Tomé and Príncipe; RE Réunion; SZ Kingdom of Eswatini; TW Taiwan, Province of China
    CV Cabo Verde (Cape Verde); SS Republic of South Sudan; RS Republic of Serbia
    CN People's Republic of China; CN China (People's Republic); RU The Russian Federation
    AF Afghanistan; AL Albania; DZ Algeria; AD Andorra; AO Angola; AI Anguilla; AQ Antarctica
    AG Antigua and Barbuda; AR Argentina; AM Armenia; AW Aruba; AU Australia; AT Austria
    AZ Azerbaijan; BS Bahamas, The; BS Bahamas; BS The Bahamas; BH Bahrain; BD Bangladesh
    BB Barbados; BY Belarus; BE Belgium; BZ Belize; BJ Benin; BM Bermuda; BT Bhutan; BO Bolivia
    BA Bosnia and Herzegovina; BW Botswana; BR Brazil; VG Virgin Islands, British
    VG British Virgin Islands; BN Brunei; BG Bulgaria; BF Burkina Faso; MM Burma; MM Myanmar
    BI Burundi; CV Cabo Verde; CV Cape Verde; KH Cambodia; CM Cameroon; CA Canada
    KY Cayman Islands; CF Central African Republic; TD Chad; CL Chile; CN China; CO Colombia
    KM Comoros; CD Congo, Democratic Republic of the; CD Democratic Republic of the Congo
    CG Congo, Republic of the; CG Republic of the Congo; CK Cook Islands; CR Costa Rica
    CI Cote d Ivoire; CI Cote d'Ivoire; HR Croatia; CU Cuba; CW Curacao; CY Cyprus
    CZ Czech Republic; CZ Czechia; DK Denmark; DJ Djibouti; DM Dominica; DO Dominican Republic
    TL Timor-Leste; EC Ecuador; EG Egypt; SV El Salvador; GQ Equatorial Guinea; ER Eritrea
    EE Estonia; SZ Eswatini; SZ Swaziland; ET Ethiopia; FK Falkland Islands; FO Faroe Islands
    FJ Fiji; FI Finland; FR France; GF French Guiana; PF French Polynesia; GA Gabon
    GM The Gambia; GM Gambia, The; GM Gambia; GE Georgia; DE Germany; GH Ghana; GI Gibraltar
    GR Greece; GL Greenland; GD Grenada; GP Guadeloupe; GU Guam; GT Guatemala; GG Guernsey
    GN Guinea; GW Guinea-Bissau; GY Guyana; HT Haiti; VA Holy See; HN Honduras; HK Hong Kong
    HU Hungary; IS Iceland; IN India; ID Indonesia; IR Iran; IQ Iraq; IE Ireland
    IM Man, Isle of; IM Isle of Man; IL Israel; IT Italy; JM Jamaica; JP Japan; JE Jersey
    JO Jordan; KZ Kazakhstan; KE Kenya; KI Kiribati; KP Korea, North; KP North Korea
    KP Democratic People's Republic of Korea; KR Korea, South; KR South Korea
    KR Republic of Korea; XK Kosovo; KW Kuwait; KG Kyrgyzstan; LA Laos; LV Latvia; LB Lebanon
    LS Lesotho; LR Liberia; LY Libya; LI Liechtenstein; LT Lithuania; LU Luxembourg; MO Macau
    MK Macedonia, The Former Yugoslav Republic of; MK North Macedonia, The Republic of
    MK North Macedonia; MG Madagascar; MW Malawi; MY Malaysia; MV Maldives; ML Mali; MT Malta
    MH Marshall Islands; MQ Martinique; MR Mauritania; MU Mauritius; YT Mayotte; MX Mexico
    FM Micronesia, Federated States of; FM Micronesia; MD Moldova; MC Monaco; MN Mongolia
    ME Montenegro; MS Montserrat; MA Morocco; MZ Mozambique; NA Namibia; NR Nauru; NP Nepal
    NL Netherlands; AN Netherlands Antilles; NC New Caledonia; NZ New Zealand; NI Nicaragua
    NE Niger; NG Nigeria; NU Niue; NO Norway; OM Oman; PK Pakistan; PW Palau; PS Palestinian
    PS Palestine; PS West Bank; PS Gaza; PS Region: Gaza; PA Panama; PG Papua New Guinea
    PY Paraguay; PE Peru; PH Philippines; PL Poland; PT Portugal; PR Puerto Rico; QA Qatar
    RE Reunion; RO Romania; RU Russia; RU Russian Federation; RW Rwanda
    KN Saint Kitts and Nevis; KN St. Kitts & Nevis; LC Saint Lucia
    VC Saint Vincent and the Grenadines; VC St. Vincent and the Grenadines; WS Samoa
    SM San Marino; ST Sao Tome and Principe; SA Saudi Arabia; SN Senegal; RS Serbia
    SC Seychelles; SL Sierra Leone; SG Singapore; SX Sint Maarten; SK Slovakia; SI Slovenia
    SB Solomon Islands; SO Somalia; ZA South Africa; SS South Sudan; ES Spain; LK Sri Lanka
    SD Sudan; SR Suriname; SE Sweden; CH Switzerland; SY Syria; TW Taiwan; TJ Tajikistan
    TZ Tanzania; TH Thailand; TG Togo; TK Tokelau; TO Tonga; TT Trinidad and Tobago; TN Tunisia
    TR Turkey; TR Turkiye; TM Turkmenistan; TC Turks and Caicos Islands; TV Tuvalu; UG Uganda
    UA Ukraine; AE United Arab Emirates; GB United Kingdom; US United States; UY Uruguay
    UZ Uzbekistan; VU Vanuatu; VE Venezuela; VN Vietnam; VI Virgin Islands, U.S.
    WF Wallis and Futuna; EH Western Sahara; YE Yemen; ZM Zambia; ZW Zimbabwe
    """
}
