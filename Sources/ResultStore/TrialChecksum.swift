// SPDX-License-Identifier: Apache-2.0

/// A number by which a trial is known again as it was written: a bit that has changed on the disk shows.
///
/// It is FNV-1a of 64 bits (http://www.isthe.com/chongo/tech/comp/fnv/), against accidents and not against
/// forgers: each text is followed by a byte that no text in UTF-8 has, and one that is missing is another
/// such byte.
struct TrialChecksum {
  private static let end: UInt8 = 0xFF
  private static let missing: UInt8 = 0xFE

  private var hash: UInt64 = 0xcbf2_9ce4_8422_2325

  /// The checksum as it is kept: the integers of SQLite have a sign.
  var value: Int64 { Int64(bitPattern: hash) }

  /// The checksum of a trial.
  static func of(_ record: TrialRecord) -> Int64 {
    var sum = TrialChecksum()
    let hasMetrics = !record.values.names.names.isEmpty
    for text in [
      record.place.key, String(record.seed), record.outcome.name, record.outcome.errorText,
      record.digest, record.simulatedEndNanoseconds.map { "\($0)" }, "\(record.wallNanoseconds)",
      record.policyIdentity, hasMetrics ? record.values.names.text : nil,
      hasMetrics ? record.values.text : nil,
    ] { sum.add(text) }
    return sum.value
  }

  /// Takes a text, or that there is none.
  mutating func add(_ text: String?) {
    guard var text else { return add(Self.missing) }
    text.withUTF8 { add($0) }
  }

  /// Takes a text in UTF-8.
  mutating func add(_ bytes: UnsafeBufferPointer<UInt8>) {
    for byte in bytes { add(byte) }
    add(Self.end)
  }

  private mutating func add(_ byte: UInt8) {
    hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
  }
}
