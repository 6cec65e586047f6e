/// The elements of goAML that carry a meaning here, by their local names (schema 4.0 to 5.0.2).
///
/// An element that is not named here is not lost: it becomes a fact under its own path.
enum GoAMLElement: String, CaseIterable {
  case report
  case reports
  case reportdata
  case transactions
  case transaction
  case activity
  case reportParties = "report_parties"
  case reportParty = "report_party"
  case goodsServices = "goods_services"
  case item
  case rentityId = "rentity_id"
  case rentityBranch = "rentity_branch"
  case submissionCode = "submission_code"
  case reportCode = "report_code"
  case entityReference = "entity_reference"
  case fiuRefNumber = "fiu_ref_number"
  case prevRejectedRefNumber = "prev_rejected_ref_number"
  case submissionDate = "submission_date"
  case reportDate = "report_date"
  case currencyCodeLocal = "currency_code_local"
  case reportingPerson = "reporting_person"
  case reportingUserCode = "reporting_user_code"
  case location
  case reason
  case action
  case reportIndicators = "report_indicators"
  case indicator
  case schemaVersion = "schema_version"
  case additionalInformation = "additional_information"
  case transactionnumber
  case transactionIsSuspicious = "transaction_is_suspicious"
  case internalRefNumber = "internal_ref_number"
  case transactionDescription = "transaction_description"
  case dateTransaction = "date_transaction"
  case valueDate = "value_date"
  case transmodeCode = "transmode_code"
  case amountLocal = "amount_local"
  case transactionAddress = "transaction_address"
  case involvedParties = "involved_parties"
  case party
  case tFromMyClient = "t_from_my_client"
  case tFrom = "t_from"
  case tToMyClient = "t_to_my_client"
  case tTo = "t_to"
  case fromFundsCode = "from_funds_code"
  case toFundsCode = "to_funds_code"
  case fundsCode = "funds_code"
  case fromForeignCurrency = "from_foreign_currency"
  case toForeignCurrency = "to_foreign_currency"
  case foreignCurrency = "foreign_currency"
  case foreignCurrencyCode = "foreign_currency_code"
  case foreignAmount = "foreign_amount"
  case conductorIsSuspected = "conductor_is_suspected"
  case tConductor = "t_conductor"
  case fromIsSuspected = "from_is_suspected"
  case toIsSuspected = "to_is_suspected"
  case isSuspected = "is_suspected"
  case fromAccount = "from_account"
  case toAccount = "to_account"
  case fromPerson = "from_person"
  case toPerson = "to_person"
  case fromEntity = "from_entity"
  case toEntity = "to_entity"
  case fromCountry = "from_country"
  case toCountry = "to_country"
  case country
  case role
  case person
  case personMyClient = "person_my_client"
  case account
  case accountMyClient = "account_my_client"
  case entity
  case entityMyClient = "entity_my_client"
  case significance
  case comments
  case subject
  case institutionName = "institution_name"
  case institutionCode = "institution_code"
  case swift
  case branch
  case accountName = "account_name"
  case iban
  case clientNumber = "client_number"
  case personalAccountType = "personal_account_type"
  case accountType = "account_type"
  case currencyCode = "currency_code"
  case tEntity = "t_entity"
  case relatedEntities = "related_entities"
  case accountRelatedEntity = "account_related_entity"
  case accountEntityRelation = "account_entity_relation"
  case signatory
  case tPerson = "t_person"
  case isPrimary = "is_primary"
  case relatedPersons = "related_persons"
  case accountRelatedPerson = "account_related_person"
  case relatedAccounts = "related_accounts"
  case accountRelatedAccount = "account_related_account"
  case accountAccountRelation = "account_account_relation"
  case opened
  case closed
  case balance
  case dateBalance = "date_balance"
  case statusCode = "status_code"
  case gender
  case title
  case firstName = "first_name"
  case middleName = "middle_name"
  case prefix
  case lastName = "last_name"
  case birthdate
  case birthPlace = "birth_place"
  case alias
  case fullNameFrn = "full_name_frn"
  case previousNames = "previous_names"
  case previousName = "previous_name"
  case ssn
  case passportNumber = "passport_number"
  case passportCountry = "passport_country"
  case idNumber = "id_number"
  case nationality1
  case nationality2
  case nationality3
  case residence
  case phones
  case phone
  case tphContactType = "tph_contact_type"
  case tphCommunicationType = "tph_communication_type"
  case tphCountryPrefix = "tph_country_prefix"
  case tphNumber = "tph_number"
  case tphExtension = "tph_extension"
  case addresses
  case address
  case addressType = "address_type"
  case houseNumber = "house_number"
  case apartmentNumber = "apartment_number"
  case additionalAddressLine1 = "additional_address_line1"
  case additionalAddressLine2 = "additional_address_line2"
  case town
  case city
  case zip
  case countryCode = "country_code"
  case state
  case networkDevices = "network_devices"
  case networkDevice = "network_device"
  case ipAddress = "ip_address"
  case ipv4
  case ipv6
  case email
  case emails
  case occupation
  case employerAddressId = "employer_address_id"
  case employerPhoneId = "employer_phone_id"
  case identification
  case identifications
  case type
  case number
  case issueCountry = "issue_country"
  case entityIdentifications = "entity_identifications"
  case entityIdentifier = "entity_identifier"
  case dateDeceased = "date_deceased"
  case taxNumber = "tax_number"
  case taxRegNumber = "tax_reg_number"
  case peps
  case pep
  case pepCountry = "pep_country"
  case functionName = "function_name"
  case sanctions
  case sanctionList = "sanction_list"
  case sanctionListName = "sanction_list_name"
  case provider
  case personRelatedPerson = "person_related_person"
  case personPersonRelation = "person_person_relation"
  case relationDateRange = "relation_date_range"
  case validFrom = "valid_from"
  case validTo = "valid_to"
  case name
  case commercialName = "commercial_name"
  case incorporationLegalForm = "incorporation_legal_form"
  case incorporationNumber = "incorporation_number"
  case business
  case entityStatus = "entity_status"
  case url
  case urls
  case incorporationCountryCode = "incorporation_country_code"
  case directorId = "director_id"
  case entityRelatedPerson = "entity_related_person"
  case entityRelatedEntity = "entity_related_entity"
  case entityEntityRelation = "entity_entity_relation"
  case sharePercentage = "share_percentage"
  case votingPercentage = "voting_percentage"
  case incorporationDate = "incorporation_date"
  case dateBusinessClosed = "date_business_closed"
  case itemType = "item_type"
  case itemMake = "item_make"
  case description
  case previouslyRegisteredTo = "previously_registered_to"
  case presentlyRegisteredTo = "presently_registered_to"
  case estimatedValue = "estimated_value"
  case disposedValue = "disposed_value"
  case size
  case sizeUom = "size_uom"
  case statusComments = "status_comments"
  case registrationDate = "registration_date"
  case registrationNumber = "registration_number"
  case identificationNumber = "identification_number"

  /// In the order of the cases, so that the number of a name is the position of its case.
  static let names = RecordNames(allCases.map(\.rawValue))

  private static let all = allCases

  /// The element of a name number, nil for a name that has no case.
  @inline(__always)
  init?(_ number: Int32) {
    guard number >= 0, Int(number) < Self.all.count else { return nil }
    self = Self.all[Int(number)]
  }

  static func numbers(_ elements: [GoAMLElement]) -> Set<Int32> {
    Set(elements.compactMap { element in allCases.firstIndex(of: element).map(Int32.init) })
  }
}
