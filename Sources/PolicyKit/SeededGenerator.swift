/// SplitMix64: the one generator of the laboratory.
///
/// Small, fast and the same everywhere. Steele, Lea and Flood, "Fast splittable pseudorandom number
/// generators", OOPSLA 2014, https://doi.org/10.1145/2660193.2660195. A policy that draws must
/// lease its answer with `.once` or `.commitment`, for a prediction would not be one.
public struct SeededGenerator: RandomNumberGenerator, Sendable, Hashable {
  private var state: UInt64

  /// Creates the generator of a stream.
  ///
  /// - Parameters:
  ///   - seed: The seed of the trial.
  ///   - stream: The number of the stream; streams of one seed are independent for our purposes.
  public init(seed: UInt64, stream: UInt64 = 0) {
    state = seed &+ stream &* 0xD1B5_4A32_D192_ED03
  }

  /// Creates the generator that belongs to an identity, so that adding an actor shifts nobody's draws.
  ///
  /// - Parameters:
  ///   - seed: The seed of the trial.
  ///   - identity: Who draws, and for what: `task.batch.start`, say.
  public init(seed: UInt64, identity: String) {
    // FNV-1a over the bytes; the hash of the standard library differs between processes.
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    var identity = identity
    identity.withUTF8 {
      for byte in $0 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }
    var mixer = SeededGenerator(seed: hash)
    self.init(seed: seed, stream: mixer.next() | 1)
  }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A whole number drawn uniformly from `range`, the same on every machine.
  ///
  /// Multiplies and shifts (Lemire, 2019, https://doi.org/10.1145/3230636, without the rejection
  /// step: the bias is below the width of the range divided by 2^64).
  public mutating func uniform(in range: ClosedRange<Int64>) -> Int64 {
    let width = UInt64(bitPattern: range.upperBound &- range.lowerBound)
    guard width != .max else { return Int64(bitPattern: next()) }
    let product = next().multipliedFullWidth(by: width + 1)
    return range.lowerBound &+ Int64(bitPattern: product.high)
  }

  /// An exponential variate of mean `mean`, rounded down, by integer arithmetic alone.
  ///
  /// Von Neumann's comparison method in 32-bit fixed point ("Various techniques used in connection
  /// with random digits", 1951): no floating point and no math library, so the bits are the same
  /// everywhere.
  public mutating func exponential(mean: UInt64) -> UInt64 {
    let product = exponentialQ32().multipliedFullWidth(by: mean)
    return product.high << 32 | product.low >> 32
  }

  @inline(__always)
  private mutating func exponentialQ32() -> UInt64 {
    var whole: UInt64 = 0
    while true {
      let first = next() >> 32
      var even = first
      while true {
        let odd = next() >> 32
        if odd >= even { return whole << 32 | first }
        even = next() >> 32
        if even >= odd { break }
      }
      whole &+= 1
    }
  }
}
