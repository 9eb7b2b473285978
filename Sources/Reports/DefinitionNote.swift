internal import HostConfiguration

/// What a metric is, in a sentence that stands alone: without a definition a figure says nothing.
enum DefinitionNote {
  private static let reference = "the same, "
  private static let percentile = ", 99th percentile"

  /// The metric's name with its definition; nil for an unknown one.
  ///
  /// The catalogue defines the members of a family by the first of them, "the same, maximum"; a report
  /// may show one without the other.
  static func sentence(of metric: String) -> String? {
    guard let definition = MetricCatalogue.definition(of: metric) else { return nil }
    guard definition.definition.hasPrefix(reference),
      let place = MetricCatalogue.all.firstIndex(where: { $0.name == definition.name }),
      let first = MetricCatalogue.all[..<place].last(where: {
        !$0.definition.hasPrefix(reference)
      })
    else { return "\(metric): \(definition.definition)" }
    let base =
      first.definition.hasSuffix(percentile)
      ? first.definition.dropLast(percentile.count) : first.definition[...]
    return "\(metric): \(base), \(definition.definition.dropFirst(reference.count))"
  }
}
