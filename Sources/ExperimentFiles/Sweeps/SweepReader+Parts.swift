// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration
internal import SamplingDesigns

extension SweepReader {
  /// Reads all parts: those beside a union multiply each of its members.
  mutating func readProducts(_ mapping: Mapping) -> [SweepProduct] {
    var products = [SweepProduct(factors: [])]
    for entry in mapping.entries {
      let members: [SweepProduct]
      switch entry.key {
      case "union": members = readUnion(entry.value)
      case "outer": members = [SweepProduct(factors: readOuter(entry))]
      default: members = [SweepProduct(factors: readPart(entry))]
      }
      guard !members.isEmpty else { continue }
      products = products.flatMap { product in
        members.map { SweepProduct(factors: product.factors + $0.factors) }
      }
    }
    for product in products { checkPaths(of: product) }
    return products
  }

  private mutating func readUnion(_ node: Node) -> [SweepProduct] {
    if node.isNull { return [] }
    guard let items = node.items, !items.isEmpty else {
      diagnostics.error(
        "'union': expected a list of grids such as '[{ grid: … }]', "
          + "found \(node.kindDescription)", at: node.location)
      return []
    }
    var products: [SweepProduct] = []
    for item in items {
      guard let mapping = item.mapping else {
        diagnostics.error(
          "'union': expected '{ grid: … }', found \(item.kindDescription)", at: item.location)
        continue
      }
      let known = Self.partKeys.contains { mapping[$0] != nil }
      guard reportStrangers(in: mapping) || known else {
        diagnostics.error(
          "'union': expected a part such as '{ grid: … }', found none of "
            + Self.partKeys.map { "'\($0)'" }.joined(separator: ", "), at: item.location)
        continue
      }
      products.append(SweepProduct(factors: mapping.entries.flatMap { readPart($0) }))
    }
    return products
  }

  /// Reports what is no part of a union, and says whether there is any.
  private mutating func reportStrangers(in mapping: Mapping) -> Bool {
    let found = diagnostics.count
    var rest = Mapping()
    for entry in mapping.entries {
      guard Self.keys.contains(entry.key), !Self.partKeys.contains(entry.key) else {
        rest.set(entry)
        continue
      }
      let way =
        switch entry.key {
        case "outer":
          "'outer' stands beside 'union', and holds for all of its members: "
            + "'sweep: { outer: { sobol: 64, over: { … } }, union: [ … ] }'"
        case "union": "'union' has no union inside; write its members into the outer list"
        default: "'\(entry.key)' stands beside 'union', for all of the sweep"
        }
      diagnostics.error(way, at: entry.keyLocation)
    }
    reportUnknownParts(of: rest, known: Self.partKeys, in: "a part of a union")
    return diagnostics.count > found
  }

  /// Reads one part; other keys have none.
  private mutating func readPart(_ entry: Mapping.Entry) -> [SweepFactor] {
    switch entry.key {
    case "grid": readGrid(entry.value)
    case "zip": readZip(entry.value)
    case "random": readDesign(entry, .random)
    case "latin-hypercube": readDesign(entry, .latinHypercube)
    case "sobol": readDesign(entry, .sobol(isScrambled: true))
    default: []
    }
  }

  private mutating func readGrid(_ node: Node) -> [SweepFactor] {
    if node.isNull { return [] }
    guard let mapping = node.mapping else {
      diagnostics.error(
        "'grid': expected paths with their values such as 'tasks.batch.rate: [1 GiB/s, 2 GiB/s]', "
          + "found \(node.kindDescription)", at: node.location)
      return []
    }
    return mapping.entries.compactMap { entry in
      let values = readValues(entry)
      guard !values.isEmpty else { return nil }
      return readAxis(entry, .choices(values)).map { SweepFactor(zipping: [$0]) }
    }
  }

  /// Reads axes that change together; what the command line has set drops out of them.
  private mutating func readZip(_ node: Node) -> [SweepFactor] {
    if node.isNull { return [] }
    guard let mapping = node.mapping, !mapping.entries.isEmpty else {
      diagnostics.error(
        "'zip': expected paths with lists of the same length such as "
          + "'{ host.memory: [96 GiB, 128 GiB], guests.db.memory: [64 GiB, 96 GiB] }', "
          + "found \(node.kindDescription)", at: node.location)
      return []
    }
    var axes: [SweepAxis] = []
    var first: (key: String, count: Int)?
    for entry in mapping.entries {
      let values = readValues(entry)
      guard !values.isEmpty else { continue }
      if let first, first.count != values.count {
        diagnostics.error(
          "'zip': expected lists of the same length, found "
            + "\(CountText.of(values.count, "value")) of '\(entry.key)' beside \(first.count) of '\(first.key)'",
          at: entry.value.location)
        continue
      }
      first = first ?? (entry.key, values.count)
      if let axis = readAxis(entry, .choices(values)) { axes.append(axis) }
    }
    return axes.isEmpty ? [] : [SweepFactor(zipping: axes)]
  }

  /// No path may be varied twice, nor inside of what is varied as a whole.
  private mutating func checkPaths(of product: SweepProduct) {
    let axes = product.axes
    for (index, axis) in axes.enumerated() {
      for other in axes[..<index] {
        if axis.path == other.path {
          diagnostics.error(
            "'\(axis.path)' is varied twice", at: axis.keyLocation,
            notes: [.init(location: other.keyLocation, message: "it is varied by this already")])
        } else if axis.path.isInside(other.path) {
          diagnostics.error(
            "'\(axis.path)' lies inside '\(other.path)', which the same sweep varies",
            at: axis.keyLocation)
        }
      }
    }
  }
}
