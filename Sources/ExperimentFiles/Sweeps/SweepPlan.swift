// SPDX-License-Identifier: Apache-2.0

/// All points of a sweep, in their order; the tree of each is made only when it is asked for.
///
/// The combinations of a product are counted through with its last factor fastest, the products of a
/// union one after the other. A file without a sweep has one point without assignments.
struct SweepPlan: Sendable {
  /// The most trials of one sweep, repetitions counted.
  static let trialsMax = 1_000_000

  /// A point, by its product and its number in it.
  private struct Point: Sendable {
    var product: Int32
    var combination: Int32
  }

  /// The experiment without its sweep.
  let base: Node
  /// How often each point is run, each time with other random numbers.
  let repetitions: Int
  /// The number from which all random numbers are made.
  let seed: Int64
  /// When repetitions are enough, if the file says so.
  let stopping: StoppingRule?

  private let products: [SweepProduct]
  private let points: [Point]

  /// Creates a plan from products that have been checked.
  ///
  /// - Parameter condition: the constraint of the sweep; without one no tree is made.
  init(
    base: Node, products: [SweepProduct], repetitions: Int, seed: Int64, stopping: StoppingRule?,
    where condition: SweepCondition?
  ) throws(Evaluator.Fault) {
    self.base = base
    self.repetitions = repetitions
    self.seed = seed
    self.stopping = stopping
    self.products = products
    var points: [Point] = []
    for (number, product) in products.enumerated() {
      for combination in 0..<(product.pointCount(atMost: Self.trialsMax) ?? 0) {
        if let condition, try !condition.holds(in: product.tree(of: combination, base: base)) {
          continue
        }
        points.append(Point(product: Int32(number), combination: Int32(combination)))
      }
    }
    self.points = points
  }

  /// The number of points.
  var count: Int { points.count }

  /// The values of the axes at a point, in the order of the file.
  func assignments(of index: Int) -> [SweepAssignment] {
    product(of: index).assignments(of: Int(points[index].combination))
  }

  /// The place of a point in the outer design, if there is one.
  func designPoint(of index: Int) -> DesignPoint? {
    product(of: index).designPoint(of: Int(points[index].combination))
  }

  /// Whether an outer design changes one assumption at a time.
  var isOneAtATime: Bool { products.contains { $0.factors.contains(where: \.isOneAtATime) } }

  /// The experiment with the values of a point, those of an outer design only if asked for.
  func tree(of index: Int, withOuter: Bool = true) -> Node {
    product(of: index).tree(
      of: Int(points[index].combination), base: base, withOuter: withOuter)
  }

  /// All axes of all products.
  var axes: [SweepAxis] { products.flatMap(\.axes) }

  /// Whether points come from more than one member of a union.
  var isUnion: Bool { products.count > 1 }

  /// Whether any axis is spread by a design: then points may be equal by chance.
  var hasDesigns: Bool { products.contains { $0.factors.contains(where: \.isDrawn) } }

  /// Points in which every kind of value occurs that occurs in any point.
  ///
  /// They are all points when there are no more than `limit`; of more, those that have a kind of
  /// value (see ``SweepFactor/kind(_:row:)``) which no point before them has.
  func samples(atMost limit: Int) -> [Int] {
    guard count > limit else { return Array(0..<count) }
    var seen = products.map { Array(repeating: Set<Int>(), count: $0.axes.count) }
    return points.indices.filter { index in
      let product = Int(points[index].product)
      let kinds = products[product].kinds(of: Int(points[index].combination))
      var isNew = false
      for (axis, kind) in kinds.enumerated() where seen[product][axis].insert(kind).inserted {
        isNew = true
      }
      return isNew
    }
  }

  private func product(of index: Int) -> SweepProduct { products[Int(points[index].product)] }
}
