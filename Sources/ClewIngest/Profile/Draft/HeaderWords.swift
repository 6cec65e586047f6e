import ClewModel

/// What banks call their columns, in the languages of their statements: names as they stand on
/// exports of retail and corporate banking, in lower case. A name fits a field where it is one of its
/// words, or begins with one.
enum HeaderWords {
  /// Fields in the order in which they choose: the narrower first.
  static let fields: [(field: Profile.Field, words: [String])] = [
    (
      .valueDate,
      [
        "value date", "valuta", "valutadatum", "wertstellung", "wertstellungsdatum", "rentedatum",
        "date de valeur", "date valeur", "fecha valor", "f. valor", "data waluty", "data valuta",
        "data valor", "értéknap", "datum valuty", "valutadag", "rentedato", "effective date",
        "interest date", "valørdato", "valutering", "wert",
      ]
    ),
    (
      .date,
      [
        "booking date", "transaction date", "posting date", "date", "buchungstag",
        "buchungsdatum", "datum", "boekdatum", "boekingsdatum", "transactiedatum",
        "date de comptabilisation", "date opération", "date operation", "date comptable", "fecha",
        "fecha operación", "f. operación", "data operacji", "data księgowania", "data",
        "data contabile", "data operazione", "data lançamento", "data movimento", "bokföringsdag",
        "bokførtdato", "bokføringsdato", "bogføringsdato", "dato", "könyvelés dátuma", "dátum",
        "datum zaúčtování", "datum provedení", "tranzakció dátuma", "completed date",
        "started date", "time", "fecha de operación", "bogføringsdag", "bokføringsdato",
      ]
    ),
    (
      .balanceAfter,
      [
        "balance", "running balance", "resulting balance", "saldo", "solde", "kontostand",
        "saldo po operacji",
        "saldo po transakcji", "egyenleg", "zůstatek", "restbetrag", "saldo contabile",
      ]
    ),
    (
      .debit,
      [
        "debit", "debit amount", "soll", "belastung", "lastschrift", "débit", "cargo", "debe",
        "cargos", "obciążenia", "dare", "uscite", "uit", "af", "withdrawal", "withdrawals",
        "paid out", "money out", "ausgang", "ausgaben", "débito", "terhelés", "uttag",
      ]
    ),
    (
      .credit,
      [
        "credit", "credit amount", "haben", "gutschrift", "crédit", "abono", "haber", "abonos",
        "uznania", "avere", "entrate", "bij", "deposit", "deposits", "paid in", "money in",
        "eingang", "einnahmen", "crédito", "jóváírás", "insättning",
      ]
    ),
    (
      .direction,
      [
        "af bij", "af/bij", "d/c", "dc", "c/d", "cd", "s/h", "soll/haben", "debit/credit",
        "credit/debit", "cr/dr", "dr/cr", "sens", "credit debit indicator", "direction",
      ]
    ),
    (
      .amount,
      [
        "amount", "transaction amount", "betrag", "umsatz", "bedrag", "montant", "importe",
        "kwota", "kwota operacji", "importo", "belopp", "beløb", "beløp", "valor", "összeg",
        "částka", "objem", "suma",
      ]
    ),
    (
      .currency,
      [
        "currency", "währung", "waehrung", "waluta", "devise", "divisa", "moneda", "munt", "valuta",
        "valuuta", "moeda", "pénznem", "devizanem", "měna", "ccy", "muntsoort",
      ]
    ),
    (
      .counterpartyInstitution,
      [
        "bic", "swift", "blz", "bankleitzahl", "bank code", "bic/swift", "bic (swift-code)",
        "counterparty bic", "sort code", "kod banku",
      ]
    ),
    (
      .counterparty,
      [
        "counterparty account", "counterparty iban", "iban zahlungsbeteiligter", "gegenkonto",
        "kontonummer/iban", "kontonummer", "konto-nr.", "tegenrekening", "tegenrekening iban/bban",
        "compte contrepartie", "nr rachunku kontrahenta", "numer rachunku kontrahenta",
        "rachunek kontrahenta", "beneficiary account", "account number", "iban", "konto",
        "cuenta", "numer konta", "protiúčet", "rekening tegenpartij", "account",
        "partner számlaszám", "számlaszám", "counterparty",
      ]
    ),
    (
      .counterpartyName,
      [
        "counterparty", "counterparty name", "payee", "payee name", "beneficiary",
        "beguenstigter/zahlungspflichtiger", "begünstigter/zahlungspflichtiger",
        "name zahlungsbeteiligter", "auftraggeber/empfänger", "auftraggeber/begünstigter",
        "empfänger", "zahlungspflichtiger", "naam tegenpartij", "naam/omschrijving", "naam",
        "nazwa kontrahenta", "dane kontrahenta", "kontrahent", "nom", "contrepartie",
        "beneficiario", "ordenante", "mottagare", "modtager", "mottaker", "merchant", "name",
        "partner", "název protiúčtu", "partner név", "navn", "namn",
        "nadawca/odbiorca", "odbiorca", "nadawca", "begünstigter/auftraggeber", "name/description",
        "auftraggeber", "begünstigter",
      ]
    ),
    (
      .reference,
      [
        "reference", "payment reference", "verwendungszweck", "purpose", "omschrijving",
        "omschrijving-1", "mededelingen", "communication", "libellé", "libelle", "concepto",
        "tytuł", "tytuł operacji", "opis operacji", "opis", "description", "details", "causale",
        "narrative", "text", "buchungsdetails", "meddelande", "tekst", "közlemény", "zpráva",
        "descrizione", "descrição", "memo", "vwz", "zahlungsgrund",
        "notifications", "beskrivelse", "beskrivning", "libelle operation", "beschreibung1",
      ]
    ),
    (
      .mode,
      [
        "type", "transaction type", "buchungstext", "mutatiesoort", "code", "typ operacji",
        "umsatzart", "art", "tipo", "channel", "rodzaj operacji", "typ transakce", "product",
      ]
    ),
    (
      .id,
      [
        "transaction id", "txn id", "id", "transaktionsnummer", "transactiereferentie", "umsatz-id",
        "nr transakcji", "numer transakcji", "id transakce", "transaction number",
        "entry reference",
      ]
    ),
  ]

  /// The account that a statement is about, where its rows repeat it.
  static let own = [
    "auftragskonto", "iban auftragskonto", "rekening", "own account", "own iban", "account",
    "account number", "iban", "konto", "kontonummer", "rachunek", "numer rachunku", "compte",
    "cuenta", "conto", "konto-nr.", "rekeningnummer", "bokföringskonto", "számlaszám", "číslo účtu",
  ]

  /// Columns of tables that state both sides.
  static let sides: [(field: Profile.Field, words: [String])] = [
    (
      .from,
      [
        "from account", "from", "sender account", "debtor account", "payer account", "from iban",
        "originator account", "source account", "sender iban", "debtor iban", "account from",
      ]
    ),
    (
      .to,
      [
        "to account", "to", "receiver account", "creditor account", "payee account", "to iban",
        "beneficiary account", "destination account", "receiver iban", "creditor iban",
        "account to", "beneficiary iban",
      ]
    ),
    (
      .fromName,
      ["sender name", "sender", "payer", "payer name", "debtor name", "debtor", "from name"]
    ),
    (
      .toName,
      [
        "receiver name", "receiver", "payee name", "payee", "creditor name", "creditor", "to name",
        "beneficiary name", "beneficiary",
      ]
    ),
    (.fromInstitution, ["from bank", "sender bank", "debtor bank", "sender bic", "debtor bic"]),
    (
      .toInstitution, ["to bank", "receiver bank", "creditor bank", "receiver bic", "creditor bic"]
    ),
  ]

  /// What the words of a direction column stand for.
  static func direction(_ word: String) -> String? {
    switch word.lowercased() {
    case "d", "dr", "debit", "dbit", "af", "s", "soll", "out", "debet", "-", "belastung": "out"
    case "c", "cr", "credit", "crdt", "bij", "h", "haben", "in", "k", "+", "gutschrift": "in"
    default: nil
    }
  }

  /// What the words of a column of states stand for, in a payment's own terms.
  static func standing(_ word: String) -> String? {
    switch word.lowercased() {
    case "completed", "booked", "gebucht", "posted", "settled", "executed", "cleared", "done":
      "settled"
    case "pending", "vorgemerkt", "authorised", "authorized", "reserved", "processing": "pending"
    case "reverted", "declined", "failed", "cancelled", "canceled", "rejected", "storniert": "void"
    default: nil
    }
  }

  /// Columns that say whether a payment is done.
  static let standings = ["state", "status", "státusz", "stan", "estado", "stato", "statut"]

  /// How well a column's name fits the words: 3 the same, 2 the same before a bracket or unit, 1 it
  /// begins with one; 0 not at all.
  static func fit(_ name: String, _ words: [String]) -> Int {
    let name = plain(name)
    if words.contains(name) { return 3 }
    let bare = plain(String(name.prefix { $0 != "(" && $0 != "[" && $0 != "," }))
    if words.contains(bare) { return 2 }
    return words.contains { word in
      word.count > 3 && name.hasPrefix(word + " ")
    } ? 1 : 0
  }

  /// In lower case, without signs around it, blanks around a slash and underscores.
  private static func plain(_ name: String) -> String {
    var name = name.lowercased().replacing("_", with: " ").replacing(" /", with: "/")
      .replacing("/ ", with: "/").trimmed[...]
    while let last = name.last, ":.*".contains(last) { name = name.dropLast() }
    while let first = name.first, "#*".contains(first) { name = name.dropFirst() }
    return String(name).trimmed
  }
}
