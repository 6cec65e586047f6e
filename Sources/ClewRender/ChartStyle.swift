/// An opaque colour, eight bits a channel.
struct Colour: Hashable, Sendable {
  var red: UInt8
  var green: UInt8
  var blue: UInt8

  init(_ rgb: UInt32) {
    red = UInt8(truncatingIfNeeded: rgb >> 16)
    green = UInt8(truncatingIfNeeded: rgb >> 8)
    blue = UInt8(truncatingIfNeeded: rgb)
  }

  /// `#652eb1`.
  var hex: String {
    "#"
      + [red, green, blue].map { byte in
        let digits = String(byte, radix: 16)
        return digits.count == 1 ? "0" + digits : digits
      }.joined()
  }

  static let ink = Colour(0x1B232C)
  static let soft = Colour(0x55606B)
  static let rule = Colour(0xB9C0C7)
  static let paper = Colour(0xFFFFFF)
  static let alarm = Colour(0x8C1D18)
  static let glow = Colour(0xFFF0B3)
}

/// How lines look. Owning is purple, controlling light blue, neither black, as the Beneficial
/// Ownership Data Standard draws them; money is a dark green, a role in a trust brown. Arrow heads
/// differ too, so that a grey copy loses nothing: owning filled, controlling hollow, money swept, a
/// role open, one in a trust a diamond.
struct LineStyle: Sendable {
  enum Head: Sendable { case filled, hollow, swept, diamond, open, dot, none }

  var colour: Colour
  /// A darker tone of the line's colour, for its label.
  var text: Colour
  var head: Head
  var word: String

  init(_ relation: ChartEdge.Relation) {
    switch relation {
    case .ownership:
      (colour, text, head, word) = (Colour(0x652EB1), Colour(0x4A1F87), .filled, "owns")
    case .control:
      (colour, text, head, word) = (Colour(0x349AEE), Colour(0x1565A7), .hollow, "controls")
    case .trust:
      (colour, text, head, word) = (
        Colour(0x8A5A00), Colour(0x6B4600), .diamond, "has a role in a trust"
      )
    case .role:
      (colour, text, head, word) = (Colour(0x000000), .ink, .open, "holds a role in")
    case .holder:
      (colour, text, head, word) = (Colour(0x000000), .ink, .dot, "holds")
    case .money:
      (colour, text, head, word) = (Colour(0x0B6B50), Colour(0x07503B), .swept, "money")
    case .same:
      (colour, text, head, word) = (Colour(0x000000), .ink, .none, "judged the same")
    case .listed:
      (colour, text, head, word) = (.alarm, .alarm, .open, "listed as")
    }
  }
}

extension ChartEdge.Width {
  var points: Double {
    switch self {
    case .thin: 1.1
    case .medium: 2
    case .thick: 3.4
    }
  }
}

extension ChartEdge.Confidence {
  var word: String {
    switch self {
    case .solid: "solid: stated by a register or by two sources"
    case .dashed: "dashed: one source, or a rule's judgement"
    case .dotted: "dotted: indirect, possible or unsure"
    }
  }
}

extension ChartNode.Shape {
  /// The word in the legend.
  var word: String {
    switch self {
    case .unknown: "party of unknown kind"
    case .unknownOwner: "unknown owner"
    case .anonymousOwner: "owner that the register withholds"
    case .arrangement: "trust or like arrangement"
    case .traded: "company with traded shares"
    case .state: "state or public body"
    case .transaction: "payment of several parties"
    case .folded: "folded: counted, not drawn"
    case .account: "bank account"
    case .listing: "list entry"
    default: rawValue
    }
  }

  /// The fill, pale enough that black text on it copies well.
  var fill: Colour {
    switch self {
    case .person: Colour(0xE9F1FA)
    case .organisation, .traded, .state, .arrangement: Colour(0xF6F1E4)
    case .account, .wallet, .card, .cash: Colour(0xE8F4EE)
    case .vessel, .aircraft, .asset, .address: Colour(0xF0EEF6)
    case .listing: Colour(0xF9EAE8)
    case .unknown, .unknownOwner, .anonymousOwner, .transaction, .folded: .paper
    }
  }
}
