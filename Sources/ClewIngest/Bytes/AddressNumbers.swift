/// Numbers of names by the address of the one copy that a parser keeps of each: no name is compared
/// or hashed twice. Open addressing with linear probing; expected O(1) a look-up.
struct AddressNumbers {
  /// 0 is free.
  private var addresses = [UInt](repeating: 0, count: 1024)
  private var numbers = [Int32](repeating: 0, count: 1024)
  private var known = 0

  @inline(__always)
  func number(at name: UnsafePointer<UInt8>) -> Int32? {
    let address = UInt(bitPattern: name)
    var slot = self.slot(of: address)
    while addresses[slot] != 0 {
      if addresses[slot] == address { return numbers[slot] }
      slot = (slot &+ 1) & (addresses.count &- 1)
    }
    return nil
  }

  /// Remembers the number of a name that was not known so far.
  mutating func add(_ number: Int32, at name: UnsafePointer<UInt8>) {
    insert(number, UInt(bitPattern: name))
    known += 1
    guard known * 2 > addresses.count else { return }
    let pairs = zip(addresses, numbers).filter { $0.0 != 0 }
    addresses = [UInt](repeating: 0, count: addresses.count * 2)
    numbers = [Int32](repeating: 0, count: addresses.count)
    for (address, number) in pairs { insert(number, address) }
  }

  private mutating func insert(_ number: Int32, _ address: UInt) {
    var slot = self.slot(of: address)
    while addresses[slot] != 0 { slot = (slot + 1) & (addresses.count - 1) }
    addresses[slot] = address
    numbers[slot] = number
  }

  @inline(__always)
  private func slot(of address: UInt) -> Int {
    Int(truncatingIfNeeded: (address &* 0x9E37_79B9_7F4A_7C15) >> 40) & (addresses.count &- 1)
  }
}
