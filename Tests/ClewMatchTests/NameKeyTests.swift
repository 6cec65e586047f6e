import ClewMatch
import Testing

@Suite struct NameKeyTests {
  @Test(arguments: [
    ("GARCIA PEREZ, José María", "garcia perez jose maria"),
    ("Straße Łódź Đorđević Øresund", "strasse lodz dordevic oresund"),
    ("Ægir Þór Œuvre", "aegir thor oeuvre"),
    ("Nguyễn Thị Minh Khai", "nguyen thi minh khai"),
    ("İstanbul ILICA", "istanbul ilica"),
    ("Al-Qa'ida", "al qaida"),
    ("Al-Qa’ida", "al qaida"),
    ("O'Brien & Sons", "obrien sons"),
    ("GRUPO FARO, S.A. DE C.V.", "grupo faro sa de cv"),
    ("GRUPO FARO SA DE CV", "grupo faro sa de cv"),
    ("d.o.o. Hafen", "doo hafen"),
    ("J.P. Hart Co.Ltd", "jp hart co ltd"),
    ("J. Smith", "j smith"),
    ("No.5 3.5", "no 5 3 5"),
    ("ＡＣＭＥ　Ｔｒａｄｉｎｇ１２", "acme trading12"),
    ("Cle\u{301}ment", "clement"),
    ("soft\u{AD}ware zero\u{200B}width", "software zerowidth"),
    ("Фёдор Андрей", "федор андреи"),
    ("Αθήνα ΟΔΥΣΣΕΎΣ", "αθηνα οδυσσευσ"),
    ("أحمد عبـــد الرَّحمٰن", "احمد عبد الرحمن"),
    ("علی کریمی", "علي كريمي"),
    ("ﻣﺤﻤﺪ", "محمد"),
    ("习近平", "习 近 平"),
    ("株式会社ABC東京", "株 式 会 社 abc 東 京"),
    ("김정은", "김 정 은"),
    ("김", "김"),
    ("ｶﾞﾙﾌﾞ", "ガ ル ブ"),
    ("אַבְרָהָם", "אברהם"),
    ("١٢٣ शर्मा", "123 शर्मा"),
    ("ŉdoro", "ndoro"),
    ("", ""), (" - ", ""), ("—…—", ""),
  ])
  func key(name: String, expected: String) {
    #expect(NameKey.key(name).unicodeScalars.elementsEqual(expected.unicodeScalars))
  }

  @Test func tokensAreTheWordsOfTheKey() {
    #expect(NameKey.tokens("S.A. de C.V., 東京") == ["sa", "de", "cv", "東", "京"])
    #expect(NameKey.tokens(" .. ") == [])
  }

  @Test func orderIsKept() {
    #expect(NameKey.key("Reed, Ann") != NameKey.key("Ann Reed"))
  }

  @Test func everyScalarFoldsOnceAndForAll() {
    for value in (0...0x2_FFFF as ClosedRange<UInt32>) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let once = NameKey.key("x \(scalar)")
      let twice = NameKey.key(once)
      if once != twice {
        Issue.record("U+\(String(value, radix: 16)): '\(once)' folds again to '\(twice)'")
      }
    }
  }

  @Test func randomTextFoldsOnceAndIsNeverEmptyWithALetter() {
    var generator = SplitMix(state: 7)
    let letters: Set<Unicode.GeneralCategory> = [
      .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .otherLetter, .decimalNumber,
    ]
    let blocks: [ClosedRange<UInt32>] = [
      0x20...0x7E, 0x20...0x7E, 0xA0...0x24F, 0x300...0x36F, 0x370...0x52F, 0x590...0x6FF,
      0x900...0x97F, 0x1100...0x11FF, 0x1E00...0x1FFF, 0x2000...0x206F, 0x3000...0x30FF,
      0x4E00...0x4EFF, 0xAC00...0xACFF, 0xFB50...0xFEFF, 0xFF00...0xFFEF, 0x1D400...0x1D7FF,
    ]
    for _ in 0..<20_000 {
      var text = String.UnicodeScalarView()
      for _ in 0..<Int.random(in: 0...12, using: &generator) {
        let block = blocks.randomElement(using: &generator)!
        if let scalar = Unicode.Scalar(UInt32.random(in: block, using: &generator)) {
          text.append(scalar)
        }
      }
      let once = NameKey.key(String(text))
      #expect(NameKey.key(once).utf8.elementsEqual(once.utf8))
      if text.contains(where: { letters.contains($0.properties.generalCategory) }) {
        #expect(!once.isEmpty)
      }
      #expect(!once.hasPrefix(" ") && !once.hasSuffix(" ") && !once.contains("  "))
    }
  }
}

/// A small generator with a fixed course (Steele, Lea, Flood 2014), so that failures repeat.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
