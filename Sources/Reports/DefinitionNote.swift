public import HostConfiguration

/// What a metric is, in a sentence that stands alone: without a definition a figure says nothing.
public enum DefinitionNote {
  private static let reference = "the same, "
  private static let percentile = ", 99th percentile"

  /// The metric's name with its definition; nil for an unknown one.
  static func sentence(of metric: String) -> String? {
    MetricCatalogue.definition(of: metric).map { "\(metric): \(definition(of: $0))" }
  }

  /// What a metric is.
  ///
  /// The catalogue defines the members of a family by the first of them, "the same, maximum"; a report
  /// may show one without the other.
  public static func definition(of definition: MetricDefinition) -> String {
    guard definition.definition.hasPrefix(reference),
      let place = MetricCatalogue.all.firstIndex(where: { $0.name == definition.name }),
      let first = MetricCatalogue.all[..<place].last(where: {
        !$0.definition.hasPrefix(reference)
      })
    else { return definition.definition }
    let base =
      first.definition.hasSuffix(percentile)
      ? first.definition.dropLast(percentile.count) : first.definition[...]
    return "\(base), \(definition.definition.dropFirst(reference.count))"
  }
}
