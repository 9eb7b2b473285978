/// All points of a sweep, in their order; the tree of each is made only when it is asked for.
///
/// The points of a grid are counted through with its last axis fastest, the grids of a union one
/// after the other. A file without a sweep has one point without assignments.
struct SweepPlan: Sendable {
  /// The most trials of one sweep, repetitions counted.
  static let trialsMax = 1_000_000

  /// A point, by its grid and its number in it.
  private struct Point: Sendable {
    var grid: Int32
    var combination: Int32
  }

  /// The experiment without its sweep.
  let base: Node
  /// How often each point is run, each time with other random numbers.
  let repetitions: Int
  /// The number from which all random numbers are made.
  let seed: Int64

  private let grids: [SweepGrid]
  private let points: [Point]

  /// Creates a plan from grids that have been checked.
  ///
  /// - Parameter isWanted: whether a point fulfils the constraint of the sweep.
  init(
    base: Node, grids: [SweepGrid], repetitions: Int, seed: Int64,
    where isWanted: (Node) throws(Evaluator.Fault) -> Bool
  ) throws(Evaluator.Fault) {
    self.base = base
    self.repetitions = repetitions
    self.seed = seed
    self.grids = grids
    var points: [Point] = []
    for (number, grid) in grids.enumerated() {
      for combination in 0..<(grid.pointCount(atMost: Self.trialsMax) ?? 0)
      where try isWanted(Self.tree(base, grid, combination)) {
        points.append(Point(grid: Int32(number), combination: Int32(combination)))
      }
    }
    self.points = points
  }

  /// The number of points.
  var count: Int { points.count }

  /// The values of the axes at a point, in the order of the file.
  func assignments(of index: Int) -> [SweepAssignment] {
    let grid = grids[Int(points[index].grid)]
    let indices = grid.valueIndices(of: Int(points[index].combination))
    return zip(grid.axes, indices).map { axis, value in
      SweepAssignment(path: axis.path.description, label: axis.values[value].label)
    }
  }

  /// The experiment with the values of a point.
  func tree(of index: Int) -> Node {
    Self.tree(base, grids[Int(points[index].grid)], Int(points[index].combination))
  }

  /// All axes of all grids.
  var axes: [SweepAxis] { grids.flatMap(\.axes) }

  /// Points in which every value occurs that occurs in any point.
  ///
  /// They are all points when there are no more than `limit`; of more, those that have a value
  /// which no point before them has, so that their number is that of the values at most.
  func samples(atMost limit: Int) -> [Int] {
    guard count > limit else { return Array(0..<count) }
    var seen = grids.map { grid in grid.axes.map { Array(repeating: false, count: $0.values.count) }
    }
    return points.indices.filter { index in
      let grid = Int(points[index].grid)
      let values = grids[grid].valueIndices(of: Int(points[index].combination))
      var isNew = false
      for (axis, value) in values.enumerated() where !seen[grid][axis][value] {
        seen[grid][axis][value] = true
        isNew = true
      }
      return isNew
    }
  }

  private static func tree(_ base: Node, _ grid: SweepGrid, _ combination: Int) -> Node {
    var tree = base
    for (axis, value) in zip(grid.axes, grid.valueIndices(of: combination)) {
      tree = replacing(axis, with: axis.values[value], in: tree)
    }
    return tree
  }

  private static func replacing(_ axis: SweepAxis, with value: Node, in tree: Node) -> Node {
    // The reader has refused paths that lead nowhere; one that an earlier axis of the same grid
    // has cut off leaves the tree as it is.
    (try? tree.replacing(axis.path, with: value, keyLocation: axis.keyLocation)) ?? tree
  }
}
