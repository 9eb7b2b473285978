// SPDX-License-Identifier: Apache-2.0

internal import ExperimentFiles
internal import PolicyKit
internal import ResultStore
internal import TrialExecution

/// What a results file says of the sweep that was run last.
struct PastSweep {
  private let experiment: Experiment?
  private let fault: String
  private var points: [String: Int] = [:]
  private var values: [String: Set<String>] = [:]
  private var trials: [Int: PlacedTrial] = [:]

  /// Reads what the last plan was laid down from, and takes the trials that it has.
  init(
    _ store: ResultStore, placed: [PlacedTrial], catalogue: PolicyCatalogue
  ) throws(ResultStoreError) {
    for point in try store.points() { points[point.assignments] = point.index }
    for trial in placed where trials[trial.place.point] == nil {
      trials[trial.place.point] = trial
    }
    let run = try store.planRun()
    do throws(ExperimentError) {
      experiment = try ExperimentLoader(catalogue: catalogue, traces: .files)
        .load(
          ExperimentSources(encoded: run?.sources ?? "").asRead(in: run?.experimentText ?? ""),
          checkingPoints: false)
      fault = ""
    } catch {
      experiment = nil
      fault = "the experiment of the last run cannot be read: \(error)"
    }
    guard let experiment else { return }
    for index in 0..<experiment.pointCount {
      for assignment in experiment.assignments(ofPoint: index) {
        values[assignment.path, default: []].insert(assignment.label)
      }
    }
  }

  /// Why the trials of a point are not those that were run; nil if they are, as far as they were run.
  func change(of point: SweepPoint, in now: Experiment) -> String? {
    guard let index = points[point.record.assignments] else { return novelty(of: point) }
    guard let trial = trials[index] else { return "no trial of the point was run" }
    guard point.identity.key(seed: trial.seed) != trial.place.key else { return nil }
    var changes = PolicyChange.list(from: trial.policyIdentity, to: point.identity.policies)
      .map(\.text)
    guard let experiment, index < experiment.pointCount else {
      return (changes + [fault]).joined(separator: "; ")
    }
    do throws(ExperimentError) {
      let before = ResolvedLines(try experiment.resolvedText(ofPoint: index))
      let after = ResolvedLines(try now.resolvedText(ofPoint: point.index))
      changes += before.changes(to: after)
    } catch {
      changes.append("the point as it was run last cannot be read: \(error)")
    }
    return changes.isEmpty
      ? "a file changed that the experiment reads, such as a trace"
      : changes.joined(separator: "; ")
  }

  /// Why a trial of a point that has not changed is not there.
  func reason(ofRepetition repetition: Int, seed: UInt64) -> String {
    if let experiment, experiment.seed != seed {
      return "sweep.seed changed from \(experiment.seed) to \(seed)"
    }
    return "more repetitions: they were not run so far"
  }

  private func novelty(of point: SweepPoint) -> String {
    let news = point.assignments.filter { values[$0.path]?.contains($0.label) != true }
    guard !news.isEmpty else { return "the point is new: its values were not run together before" }
    return "the point is new: "
      + news.map { assignment in
        values[assignment.path] == nil
          ? "\(assignment.path) was not varied before"
          : "\(assignment.path) = \(assignment.label) was not run before"
      }.joined(separator: ", ")
  }
}
