// SPDX-License-Identifier: Apache-2.0

import Testing

/// The tests that record: one recording at a time owns the signals of the process.
@Suite(.serialized) enum RecordingTests {}
