import type { Problem } from './problem.ts';
import type { Settings } from './settings.ts';
import { settingsFor } from './settings-for.ts';

/** What is legal value by value and still makes no sense together. Looked at in the settings in force, and in each tenant's. */
export function settingsProblems(settings: Settings): Problem[] {
  const common = contradictions(settings).map(([name, message, advice]) => ({ path: `settings.${name}`, message, advice }));
  const tenants = Object.keys(settings.tenants).flatMap((id) =>
    contradictions(settingsFor(settings, id))
      .filter(([name]) => name === 'monitoringDurationSeconds')
      .map(([, message, advice]) => ({ path: `tenants.${id}.monitoring_duration`, message, advice })),
  );
  return [...common, ...tenants];
}

function contradictions(settings: Settings): [name: keyof Settings, message: string, advice: string][] {
  const { canaryWeights, burnInSeconds, monitoringDurationSeconds, tickSeconds } = settings;
  const found: [keyof Settings, string, string][] = [];
  if (canaryWeights[0] > canaryWeights[1]) found.push(['canaryWeights', `must not shrink, and ${canaryWeights[0]} is more than ${canaryWeights[1]}`, 'write the smaller share first']);
  if (tickSeconds * 2 > monitoringDurationSeconds) found.push(['tickSeconds', `must fit at least twice into the watch of ${monitoringDurationSeconds} s, not be ${tickSeconds} s`, 'shorten the tick or lengthen monitoringDurationSeconds']);
  if (burnInSeconds + 2 * tickSeconds > monitoringDurationSeconds)
    found.push(['monitoringDurationSeconds', `must leave time after the burn-in of ${burnInSeconds} s, and ${monitoringDurationSeconds} s does not`, 'lengthen it or shorten burnInSeconds']);
  return found;
}
