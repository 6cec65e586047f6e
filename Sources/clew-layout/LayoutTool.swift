@main struct LayoutTool {
  static func main() {}
}
