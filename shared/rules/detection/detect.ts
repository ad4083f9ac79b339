import type { Finding } from '../../domain/opportunity.ts';
import { DETECTION_THRESHOLDS, type DetectionThresholds, type Detector } from './detector.ts';
import { detectColdStarts } from './detectors/cold-starts.ts';
import { detectDependencyFailures } from './detectors/dependency-failures.ts';
import { detectErrorSpike } from './detectors/error-spike.ts';
import { detectLatencyDegradation } from './detectors/latency-degradation.ts';
import { detectLogPatterns } from './detectors/log-pattern.ts';
import { detectLowCacheHitRate } from './detectors/low-cache-hit-rate.ts';
import { detectNPlusOne } from './detectors/n-plus-one.ts';
import { detectOverProvisionedMemory } from './detectors/over-provisioned-memory.ts';
import { detectRecurringExceptions } from './detectors/recurring-exception.ts';
import { detectRedundantCalls } from './detectors/redundant-calls.ts';
import { detectResourceExhaustion } from './detectors/resource-exhaustion.ts';
import { detectSequentialWaits } from './detectors/sequential-waits.ts';
import { detectSlowDependencies } from './detectors/slow-dependency.ts';
import { detectSlowRegressions } from './detectors/slow-regression.ts';
import { detectSuperLinearWork } from './detectors/super-linear-work.ts';
import { detectThroughputDrop } from './detectors/throughput-drop.ts';
import { detectTimeouts } from './detectors/timeout.ts';
import type { EvidenceWindow } from './evidence-window.ts';

const DETECTORS: readonly Detector[] = [
  detectLatencyDegradation, detectErrorSpike, detectRecurringExceptions, detectTimeouts, detectLogPatterns, detectThroughputDrop, detectSlowRegressions,
  detectResourceExhaustion, detectNPlusOne, detectRedundantCalls, detectLowCacheHitRate, detectSequentialWaits,
  detectSlowDependencies, detectDependencyFailures, detectSuperLinearWork, detectColdStarts, detectOverProvisionedMemory,
];

/** Everything the detectors find in a window, in their order. One thing found twice (the same key) is told once, the larger gain. */
export const detect = (window: EvidenceWindow, thresholds: DetectionThresholds = DETECTION_THRESHOLDS): Finding[] => {
  const byKey = new Map<string, Finding>();
  for (const finding of DETECTORS.flatMap((detector) => detector(window, thresholds))) {
    if ((byKey.get(finding.key)?.gainPercent ?? -1) < finding.gainPercent) byKey.set(finding.key, finding);
  }
  return [...byKey.values()];
};

/** Whether the detectors find anything at all: ends with the first that does. */
export const detectsAnything = (window: EvidenceWindow, thresholds: DetectionThresholds = DETECTION_THRESHOLDS): boolean => DETECTORS.some((detector) => detector(window, thresholds).length > 0);
