/// One quantity that a sweep varies, with the values that it takes.
struct SweepAxis: Sendable {
  /// Where the values are put.
  var path: NodePath
  /// The place where the path is written.
  var keyLocation: SourceLocation
  /// The values, in the order of the file; at least one.
  var values: [Node]
}
