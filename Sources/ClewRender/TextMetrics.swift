/// How wide a text is, from a table: the same on every machine, whatever fonts it has.
///
/// Widths are the advances of DejaVu Sans and DejaVu Sans Bold 2.37, in thousandths of the font
/// size. They are the widest of the usual sans-serif faces, so that a box made for them also holds
/// Helvetica, Arial or Liberation Sans. Scripts beyond Latin-1 take a generous figure per block.
package enum TextMetrics {
  /// The width in points.
  package static func width(of text: some StringProtocol, size: Double, bold: Bool = false)
    -> Double
  {
    var sum = 0
    for scalar in text.unicodeScalars { sum += advance(of: scalar, bold: bold) }
    return Double(sum) * size / 1000
  }

  /// The advance of one scalar in thousandths of the font size.
  package static func advance(of scalar: Unicode.Scalar, bold: Bool) -> Int {
    let value = scalar.value
    if value >= 0x20, value < 0x7F { return Int((bold ? boldASCII : ascii)[Int(value) - 0x20]) }
    if value >= 0xA0, value <= 0xFF { return Int((bold ? boldLatin1 : latin1)[Int(value) - 0xA0]) }
    switch CharacterCells.cells(of: scalar) {
    case 0: return 0
    case 2: return 1400
    default: break
    }
    let regular =
      switch value {
      case 0x0100...0x024F, 0x0370...0x03FF, 0x1E00...0x1EFF: 840
      case 0x0400...0x04FF: 940
      case 0x0590...0x05FF: 720
      case 0x0600...0x06FF, 0xFB50...0xFDFF, 0xFE70...0xFEFF: 800
      case 0x2010...0x205F: 1000
      default: 1100
      }
    return bold ? regular * 113 / 100 : regular
  }

  /// Breaks a text into lines no wider than `width` points: at line feeds, at spaces, and inside a
  /// word only where the word alone is too wide. Nothing but the spaces at a break is lost.
  ///
  /// A character wider than `width` stands alone on its line. Time: linear in the text.
  package static func wrap(_ text: String, width: Double, size: Double, bold: Bool = false)
    -> [String]
  {
    var lines: [String] = []
    for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
      var line = ""
      var used = 0.0
      for word in paragraph.split(separator: " ") {
        let extent = Self.width(of: word, size: size, bold: bold)
        let space = line.isEmpty ? 0 : Self.width(of: " ", size: size, bold: bold)
        if used + space + extent <= width {
          if !line.isEmpty { line += " " }
          line += word
          used += space + extent
          continue
        }
        if !line.isEmpty { lines.append(line) }
        line = ""
        used = 0
        for character in word {
          let step = Self.width(of: String(character), size: size, bold: bold)
          if used + step > width, !line.isEmpty {
            lines.append(line)
            line = ""
            used = 0
          }
          line.append(character)
          used += step
        }
      }
      lines.append(line)
    }
    return lines
  }

  /// Scalars 0x20 to 0x7E.
  private static let ascii: [UInt16] = [
    318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636,
    636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770,
    632, 575, 775, 752, 295, 295, 656, 557, 863, 748, 787, 603, 787, 695, 635, 611, 732, 684, 989,
    685, 611, 685, 390, 337, 390, 838, 500, 500, 613, 635, 550, 635, 615, 352, 635, 634, 278, 278,
    579, 278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636,
    838,
  ]

  private static let boldASCII: [UInt16] = [
    348, 456, 521, 838, 696, 1002, 872, 306, 457, 457, 523, 838, 380, 415, 380, 365, 696, 696,
    696, 696, 696, 696, 696, 696, 696, 696, 400, 400, 838, 838, 838, 580, 1000, 774, 762, 734,
    830, 683, 683, 821, 837, 372, 372, 775, 637, 995, 837, 850, 733, 850, 770, 720, 682, 812, 774,
    1103, 771, 724, 725, 457, 365, 457, 838, 500, 500, 675, 716, 593, 716, 678, 435, 716, 712,
    343, 343, 665, 343, 1042, 712, 687, 716, 716, 493, 595, 478, 712, 652, 924, 645, 652, 582,
    712, 365, 712, 838,
  ]

  /// Scalars 0xA0 to 0xFF.
  private static let latin1: [UInt16] = [
    318, 401, 636, 636, 636, 636, 337, 500, 500, 1000, 471, 612, 838, 361, 1000, 500, 500, 838,
    401, 401, 500, 636, 636, 318, 500, 401, 471, 612, 969, 969, 969, 531, 684, 684, 684, 684, 684,
    684, 974, 698, 632, 632, 632, 632, 295, 295, 295, 295, 775, 748, 787, 787, 787, 787, 787, 838,
    787, 732, 732, 732, 732, 611, 605, 630, 613, 613, 613, 613, 613, 613, 982, 550, 615, 615, 615,
    615, 278, 278, 278, 278, 612, 634, 612, 612, 612, 612, 612, 838, 612, 634, 634, 634, 634, 592,
    635, 592,
  ]

  private static let boldLatin1: [UInt16] = [
    348, 456, 696, 696, 636, 696, 365, 500, 500, 1000, 564, 646, 838, 415, 1000, 500, 500, 838,
    438, 438, 500, 736, 636, 380, 500, 438, 564, 646, 1035, 1035, 1035, 580, 774, 774, 774, 774,
    774, 774, 1085, 734, 683, 683, 683, 683, 372, 372, 372, 372, 838, 837, 850, 850, 850, 850,
    850, 838, 850, 812, 812, 812, 812, 724, 738, 719, 675, 675, 675, 675, 675, 675, 1048, 593,
    678, 678, 678, 678, 343, 343, 343, 343, 687, 712, 687, 687, 687, 687, 687, 838, 687, 712, 712,
    712, 712, 652, 716, 652,
  ]
}
