extension FinCENTable {
  /// `CyberEventIndicatorsTypeCode`: what an indicator of a cyber event is (SARX 1.2).
  static let cyberEvents = FinCENTable(
    """
    1 Command and control IP address
    2 Command and control URL/domain
    3 Malware MD5, Malware SHA-1, or Malware SHA-256
    4 Media Access Control (MAC) Address
    5 Port
    6 Suspicious e-mail address
    7 Suspicious file name
    8 Suspicious IP address
    9 Suspicious URL/domain
    10 Targeted system
    999 Other
    """)
}
