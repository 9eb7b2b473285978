// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import SamplingDesigns

extension SweepReader {
  /// The axes over which a design is spread, each with the dimension that it has whatever drops out.
  private typealias Spread = [(axis: SweepAxis, dimension: Int)]

  /// Reads `{ points: 64, over: { … } }`.
  mutating func readDesign(_ entry: Mapping.Entry, _ design: SamplingDesign) -> [SweepFactor] {
    let name = entry.key
    let isSobol = name == "sobol"
    guard let mapping = entry.value.mapping else {
      diagnostics.error(
        "'\(name)': expected '{ points: \(Self.size(entry.value)), over: "
          + "{ tasks.batch.rate: 1..4 GiB/s } }', found \(entry.value.kindDescription)",
        at: entry.value.location)
      return []
    }
    reportUnknownKeys(
      of: mapping, known: (isSobol ? SmallBlocks.sobol : SmallBlocks.design).names,
      in: "'\(name)'")
    guard let points = mapping["points"] else {
      diagnostics.error(
        "'\(name)': missing key 'points', such as 'points: 64'", at: entry.keyLocation)
      return []
    }
    let count = readCount(mapping, "points")
    var design = design
    if isSobol {
      design = .sobol(isScrambled: truth(mapping, "scrambled", default: true))
      warnOfUnbalance(count, at: points)
    }
    let seed = designSeed(mapping)
    let spread = readOver(mapping, of: entry, matrices: 1, isOuter: false)
    guard !spread.isEmpty else { return [] }
    let columns = spread.map {
      design.coordinates(ofDimension: $0.dimension, count: count, seed: seed)
    }
    return [SweepFactor(spread.map(\.axis), columns: columns)]
  }

  /// Reads `{ sobol: 256, scrambled-replicates: 8, over: { … } }`: a design over what is assumed,
  /// every sample of which is a world of its own for the other parts.
  mutating func readOuter(_ entry: Mapping.Entry) -> [SweepFactor] {
    let designs: [(name: String, design: SamplingDesign)] = [
      ("sobol", .sobol(isScrambled: true)), ("latin-hypercube", .latinHypercube),
      ("random", .random),
    ]
    let mapping = entry.value.mapping
    if let mapping, let node = mapping[Self.oneAtATimeKey] { return readOneAtATime(mapping, node) }
    let chosen = designs.filter { mapping?[$0.name] != nil }
    guard let mapping, chosen.count == 1, let size = mapping[chosen[0].name], size.mapping == nil
    else {
      let found =
        chosen.count > 1
        ? "found \(chosen.map { "'\($0.name)'" }.joined(separator: " and "))"
        : mapping == nil
          ? "found \(entry.value.kindDescription)"
          : chosen.isEmpty ? "found none" : "found the design as a block of its own"
      let samples = mapping.flatMap { $0[chosen.first?.name ?? ""]?.mapping?["points"] }
      diagnostics.error(
        "'outer': expected one design with its number of samples, as in "
          + "'{ sobol: \(Self.size(samples ?? entry.value)), scrambled-replicates: 4, over: "
          + "{ ultravisor.destroy: 1..10 us log } }', \(found)",
        at: entry.keyLocation)
      return []
    }
    let (name, design) = chosen[0]
    let replicatesKey = name == "sobol" ? "scrambled-replicates" : "replicates"
    reportUnknownKeys(
      of: mapping, known: [name, replicatesKey, "over", "pick-freeze", "seed"], in: "'outer'")
    let count = readCount(mapping, name)
    if name == "sobol" { warnOfUnbalance(count, at: size) }
    let replicates = Int(number(mapping, replicatesKey, 1...1000, default: 1))
    let isPickFreeze = truth(mapping, "pick-freeze", default: false)
    let seed = designSeed(mapping)
    let spread = readOver(mapping, of: entry, matrices: isPickFreeze ? 2 : 1, isOuter: true)
    guard !spread.isEmpty else { return [] }
    let rows = count * replicates
    guard rows * (isPickFreeze ? spread.count + 2 : 1) <= SweepPlan.trialsMax else {
      diagnostics.error(
        "'outer': more than \(SweepPlan.trialsMax) samples, take fewer of them or of the "
          + "replicates", at: entry.keyLocation)
      return []
    }
    return [
      outerFactor(
        spread, design, declared: mapping["over"]?.mapping?.entries.count ?? spread.count,
        count: count, replicates: replicates, isPickFreeze: isPickFreeze, seed: seed)
    ]
  }

  /// The samples of all replicates; of each sample the rows of its matrices stand together.
  private func outerFactor(
    _ spread: Spread, _ design: SamplingDesign, declared: Int, count: Int, replicates: Int,
    isPickFreeze: Bool, seed: UInt64
  ) -> SweepFactor {
    let matrices: [DesignPoint.Matrix] =
      isPickFreeze ? [.a, .b] + spread.indices.map { .ab($0) } : [.a]
    var columns = Array(repeating: [UInt32](), count: spread.count)
    var places: [OuterPlace] = []
    for replicate in 0..<replicates {
      let seed = SamplingDesign.seed(seed, part: replicate)
      let own = spread.map {
        design.coordinates(ofDimension: $0.dimension, count: count, seed: seed)
      }
      // The second matrix is the same design in as many dimensions again.
      let other =
        isPickFreeze
        ? spread.map {
          design.coordinates(ofDimension: $0.dimension + declared, count: count, seed: seed)
        } : []
      for sample in 0..<count {
        for matrix in matrices {
          places.append(OuterPlace(replicate: replicate, sample: sample, matrix: matrix))
          for axis in spread.indices {
            let isOther = matrix == .b || matrix == .ab(axis)
            columns[axis].append(isOther ? other[axis][sample] : own[axis][sample])
          }
        }
      }
    }
    return SweepFactor(spread.map(\.axis), columns: columns, places: places)
  }

  private mutating func readOver(
    _ mapping: Mapping, of entry: Mapping.Entry, matrices: Int, isOuter: Bool
  ) -> Spread {
    guard let over = mapping["over"]?.mapping, !over.entries.isEmpty else {
      let found = mapping["over"].map { ", found \($0.kindDescription)" } ?? ""
      diagnostics.error(
        "'\(entry.key)': expected 'over' with paths and their ranges, such as "
          + "'over: { ultravisor.destroy: 1..10 us log }'\(found)",
        at: mapping["over"]?.location ?? entry.keyLocation)
      return []
    }
    guard over.entries.count * matrices <= SamplingDesign.dimensionsMax else {
      diagnostics.error(
        "'\(entry.key)': \(CountText.of(over.entries.count, "axis", "axes")), at most "
          + "\(SamplingDesign.dimensionsMax / matrices) can be spread evenly",
        at: entry.keyLocation)
      return []
    }
    var spread: Spread = []
    for (dimension, inner) in over.entries.enumerated() {
      guard let domain = readDomain(inner),
        let axis = readAxis(inner, domain, isOuter: isOuter)
      else { continue }
      spread.append((axis, dimension))
    }
    return spread
  }

  /// The number of points in an example: the one that is there, if there is one.
  private static func size(_ node: Node) -> String {
    node.text.flatMap { Int64($0) }.map { "\(max($0, 1))" } ?? "64"
  }

  private mutating func readCount(_ mapping: Mapping, _ key: String) -> Int {
    Int(number(mapping, key, 1...Int64(SweepPlan.trialsMax), default: 1))
  }

  private mutating func designSeed(_ mapping: Mapping) -> UInt64 {
    let own = UInt64(number(mapping, "seed", 0...Int64.max, default: seed))
    defer { designCount += 1 }
    // A seed of its own means the same points wherever the design stands.
    return mapping["seed"] == nil ? SamplingDesign.seed(own, part: designCount) : own
  }

  private mutating func warnOfUnbalance(_ count: Int, at node: Node) {
    guard count & (count - 1) != 0 else { return }
    let lower = 1 << (Int.bitWidth - 1 - count.leadingZeroBitCount)
    diagnostics.report(
      Diagnostic(
        "only a power of two of Sobol points covers every half and quarter of a range equally: "
          + "take \(lower) or \(2 * lower) instead of \(count)", at: node.location,
        severity: .warning))
  }
}
