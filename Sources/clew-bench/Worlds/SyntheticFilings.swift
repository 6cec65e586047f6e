import ClewModel

/// A synthetic goAML report with many transactions: bi-party, account to account, with holders
/// given inline as reporting entities do.
struct SyntheticFilings {
  var transactions: Int
  var seed: UInt64 = 1

  func write(to path: String) throws {
    let file = try TextFile(path: path)
    var seed = Seed(self.seed)
    file.write(
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <report>
        <rentity_id>4711</rentity_id>
        <submission_code>E</submission_code>
        <report_code>STR</report_code>
        <entity_reference>BENCH-1</entity_reference>
        <submission_date>2026-01-31T00:00:00</submission_date>
        <currency_code_local>EUR</currency_code_local>

      """)
    for number in 0..<transactions {
      let day = 1 + number * 28 / max(transactions, 1)
      file.write("  <transaction>\n    <transactionnumber>B")
      file.write(number, width: 8)
      file.write("</transactionnumber>\n    <date_transaction>2026-01-")
      file.write(min(day, 28), width: 2)
      file.write(
        "T10:00:00</date_transaction>\n    <transmode_code>ELCFT</transmode_code>\n"
          + "    <amount_local>")
      file.write(1 + seed.below(90_000))
      file.write(".00</amount_local>\n")
      side(file, "from", person: seed.below(5000), my: true)
      side(file, "to", person: seed.below(5000), my: false)
      file.write("  </transaction>\n")
    }
    file.write(
      "  <report_indicators><indicator>STRUC</indicator></report_indicators>\n</report>\n")
    file.close()
  }

  private func side(_ file: TextFile, _ side: String, person: Int, my: Bool) {
    let wrapper = my ? "t_\(side)_my_client" : "t_\(side)"
    file.write(
      """
          <\(wrapper)>
            <\(side)_funds_code>ELCFT</\(side)_funds_code>
            <\(side)_account>
              <institution_name>Bench Bank \(person % 20)</institution_name>
              <swift>BNCH\(person % 2 == 0 ? "DE" : "FR")2A</swift>
              <account>\(70_000_000 + person)</account>
              <currency_code>EUR</currency_code>
              <account_name>Holder \(person)</account_name>
              <signatory>
                <is_primary>true</is_primary>
                <t_person>
                  <first_name>Given\(person % 200)</first_name>
                  <last_name>Family\(person)</last_name>
                  <birthdate>19\(50 + person % 50)-0\(1 + person % 9)-1\(person % 10)T00:00:00</birthdate>
                  <passport_number>X\(100_000 + person)</passport_number>
                  <passport_country>DE</passport_country>
                </t_person>
                <role>PAH</role>
              </signatory>
            </\(side)_account>
            <\(side)_country>DE</\(side)_country>
          </\(wrapper)>

      """)
  }
}
