extension GoAMLElement {
  /// Names of the schema (4.0 to 5.0.2) that carry no meaning of their own here and are kept as facts
  /// under their own paths. A name that is neither here nor a case is of a dialect not seen before.
  static let keptAsStated: Set<String> = Set(
    """
    account_category account_fund account_funds additional_info agent_name authorized beneficiary
    beneficiary_comment block_number business_closed carrier_name carrier_number cgn_port
    collection_account country_of_birth currency_balance currency_balance_date date_posting deceased
    device_number employer_addresses employer_business employer_identifier employer_name
    employer_phones employment employment_history employment_period entity_status_date
    error_distance_margin expiry_date first_seen_date foreign_exchange_rate from_funds_comment
    from_transaction_additional_info function_description funds_comment geo_location
    incorporation_state info_boolean info_date info_numeric info_subject info_text info_type
    institution_country is_approx_from_date is_approx_location is_approx_to_date is_protected
    issue_date issued_by last_seen_date late_deposit latitude link_to_source longitude margin_uom
    match_criteria means_of_transport mothers_name nat non_bank_institution operating_system
    pep_date_range place platform plus_code re_relationship relationship_date_range reporting_point
    residence_since routing sanction_list_attributes sanction_list_date_range service_provider
    social_account social_media source_of_wealth status_date step_code step_date step_number
    step_status teller to_funds_comment to_transaction_additional_info transaction_additional_info
    transaction_location transaction_status transaction_type_code transmode_comment transport_mode
    transport_type user_name using_proxy virtual_address
    """.split(whereSeparator: \.isWhitespace).map(String.init))
}
