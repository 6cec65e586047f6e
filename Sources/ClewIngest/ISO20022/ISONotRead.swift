/// Messages of ISO 20022 that state no movement of money of their own: recognised and refused by
/// name, alone in a file; beside others, a rejection.
enum ISONotRead {
  struct Message: Sendable {
    var code: String
    var roots: [String]
    /// What it is, in a few words.
    var title: String
    /// What it tells, and why that is no payment.
    var yields: String
  }

  static let all: [Message] = [
    Message(
      code: "pacs.002", roots: ["FIToFIPmtStsRpt"], title: "payment status report",
      yields: "what became of a payment that another message states; moves no money"),
    Message(
      code: "pacs.028", roots: ["FIToFIPmtStsReq"], title: "payment status request",
      yields: "a question about a payment; moves no money"),
    Message(
      code: "pain.002", roots: ["CstmrPmtStsRpt"], title: "payment status report to a customer",
      yields: "what became of an order that another message states; moves no money"),
    Message(
      code: "pain.007", roots: ["CstmrPmtRvsl"], title: "order to reverse direct debits",
      yields: "an order that names payments stated elsewhere"),
    Message(
      code: "pain.013", roots: ["CdtrPmtActvtnReq"], title: "request to pay",
      yields: "a request for a payment that nobody has ordered"),
    Message(
      code: "pain.014", roots: ["CdtrPmtActvtnReqStsRpt"], title: "status of a request to pay",
      yields: "the answer to a request; moves no money"),
    Message(
      code: "camt.029", roots: ["RsltnOfInvstgtn"], title: "resolution of an investigation",
      yields: "the answer to a request to cancel; moves no money"),
    Message(
      code: "camt.055", roots: ["CstmrPmtCxlReq"], title: "customer's request to cancel a payment",
      yields: "a request about a payment that another message states"),
    Message(
      code: "camt.056", roots: ["FIToFIPmtCxlReq"], title: "request to cancel a payment",
      yields: "a request about a payment that another message states"),
    Message(
      code: "camt.057", roots: ["NtfctnToRcv"], title: "notification to receive",
      yields: "an announcement of money that may come; nobody has sent it"),
    Message(
      code: "camt.058", roots: ["NtfctnToRcvCxlAdvc"], title: "cancelled notification to receive",
      yields: "the end of an announcement; moves no money"),
    Message(
      code: "camt.060", roots: ["AcctRptgReq"], title: "request for an account report",
      yields: "a question about an account; states no booking"),
    Message(
      code: "camt.086", roots: ["BkSvcsBllgStmt"], title: "bank services billing statement",
      yields: "fees for services; the bookings stand in account statements"),
    Message(
      code: "camt.105", roots: ["ChrgsPmtNtfctn"], title: "notification of charges",
      yields: "charges of payments stated elsewhere"),
    Message(
      code: "camt.106", roots: ["ChrgsPmtReq"], title: "request to pay charges",
      yields: "a claim for charges of payments stated elsewhere"),
    Message(
      code: "camt.107", roots: ["ChqPresntmntNtfctn"], title: "notification of a presented cheque",
      yields: "a cheque that was presented, not its booking"),
    Message(
      code: "camt.108", roots: ["ChqCxlOrStopReq"], title: "request to stop a cheque",
      yields: "a request about a cheque; moves no money"),
    Message(
      code: "camt.109", roots: ["ChqCxlOrStopRpt"], title: "answer to a request to stop a cheque",
      yields: "the answer to a request; moves no money"),
  ]

  /// The message whose root element has a local name.
  static func ofRoot(_ name: String) -> Message? {
    let plain = ISOMessage.withoutVersion(name)
    return all.first { $0.roots.contains(plain) || plain.hasPrefix($0.code + ".") }
  }
}

extension NotYetRead {
  /// Messages by their root element or namespace, bare or in an envelope; then what has the namespace
  /// of ISO 20022 and no message known here.
  static let iso20022: [UnreadFormat] =
    ISONotRead.all.map { message in
      UnreadFormat(
        "iso20022-\(message.code)",
        "ISO 20022 \(message.title) (\(message.code): \(message.yields))",
        by: "element \(message.roots[0])", yields: message.yields
      ) { signs in
        guard !signs.root.isEmpty else { return false }
        return signs.namespace.contains("iso:20022:tech:xsd:\(message.code).")
          || ElementNames(signs.text).contains { ISONotRead.ofRoot($0)?.code == message.code }
      }
    } + [
      UnreadFormat(
        "iso20022", "Other ISO 20022 message",
        by: "namespace urn:iso:std:iso:20022:tech:xsd", yields: "depends on the message"
      ) {
        $0.namespace.contains("iso:20022:tech:xsd") || $0.namespace == "urn:swift:xsd:envelope"
      }
    ]
}
