// SPDX-License-Identifier: Apache-2.0

internal import HostConfiguration

/// What a metric is, in a sentence that stands alone: without a definition a figure says nothing.
enum DefinitionNote {
  /// The metric's name with its definition; nil for an unknown one.
  static func sentence(of metric: String) -> String? {
    MetricCatalogue.definition(of: metric).map { "\(metric): \($0.definition)" }
  }
}
