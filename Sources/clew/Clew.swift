@main struct Clew {
  static func main() {}
}
