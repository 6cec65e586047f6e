/// Chinese, Japanese and Korean characters: which they are, and their composed full-width forms.
enum EastAsianForms {
  /// True for the characters that are words or syllables by themselves: Han, kana, Hangul.
  static func isIdeographic(_ value: UInt32) -> Bool {
    switch value {
    case 0x3005...0x3007, 0x3041...0x30FF, 0x3105...0x312F, 0x31A0...0x31BF, 0x31F0...0x31FF,
      0x3400...0x4DBF, 0x4E00...0x9FFF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0x20000...0x3FFFD:
      true
    default: false
    }
  }

  /// True where half-width kana, separate voicing marks or separate Hangul letters occur.
  static func needsComposition(_ scalars: [Unicode.Scalar]) -> Bool {
    scalars.contains {
      switch $0.value {
      case 0xFF65...0xFF9F, 0x3099...0x309C, 0x1100...0x11FF: true
      default: false
      }
    }
  }

  /// Half-width kana as full-width, voicing marks joined to their kana, Hangul letters joined to
  /// syllables (Unicode Standard, section 3.12, Hangul syllable composition).
  static func composed(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
    var result: [Unicode.Scalar] = []
    result.reserveCapacity(scalars.count)
    for scalar in scalars.map(fullWidth) {
      if let last = result.last, let joined = join(last.value, scalar.value) {
        result[result.count - 1] = joined
      } else {
        result.append(scalar)
      }
    }
    return result
  }

  private static let halfWidthKana = Array(
    "・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン゙゚"
      .unicodeScalars)

  private static func fullWidth(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar.value {
    case 0xFF65...0xFF9F: halfWidthKana[Int(scalar.value - 0xFF65)]
    case 0x309B: "\u{3099}"
    case 0x309C: "\u{309A}"
    default: scalar
    }
  }

  private static func join(_ first: UInt32, _ second: UInt32) -> Unicode.Scalar? {
    switch second {
    case 0x3099: voiced(first)
    case 0x309A: semiVoiced(first)
    case 0x1161...0x1175:
      (0x1100...0x1112).contains(first)
        ? Unicode.Scalar(0xAC00 + ((first - 0x1100) * 21 + second - 0x1161) * 28) : nil
    case 0x11A8...0x11C2:
      (0xAC00...0xD7A3).contains(first) && (first - 0xAC00) % 28 == 0
        ? Unicode.Scalar(first + second - 0x11A7) : nil
    default: nil
    }
  }

  /// か to が: in both kana blocks the voiced kana follows the plain one.
  private static func voiced(_ kana: UInt32) -> Unicode.Scalar? {
    let katakana = kana >= 0x30A1
    switch katakana ? kana - 0x60 : kana {
    case 0x3046: return Unicode.Scalar(kana + 0x4E)
    case 0x304B, 0x304D, 0x304F, 0x3051, 0x3053, 0x3055, 0x3057, 0x3059, 0x305B, 0x305D, 0x305F,
      0x3061, 0x3064, 0x3066, 0x3068, 0x306F, 0x3072, 0x3075, 0x3078, 0x307B:
      return Unicode.Scalar(kana + 1)
    default: return nil
    }
  }

  /// は to ぱ.
  private static func semiVoiced(_ kana: UInt32) -> Unicode.Scalar? {
    switch kana >= 0x30A1 ? kana - 0x60 : kana {
    case 0x306F, 0x3072, 0x3075, 0x3078, 0x307B: Unicode.Scalar(kana + 2)
    default: nil
    }
  }
}
