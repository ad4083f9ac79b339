import { STAGE, type World } from './world.ts';

/** What a person can do once it stands, as commands to copy. `ratePerSecond` is absent when nothing is asked of the service. */
export function nextSteps({ emulator, repository }: World, ratePerSecond: number | undefined): string {
  const exports = Object.entries(emulator.env).map(([name, value]) => `  export ${name}=${value}`);
  const load = ratePerSecond === undefined ? 'Nothing is asked of the orders service: there will be no telemetry.' : `The orders service gets ${ratePerSecond} requests a second; telemetry is read each minute.`;
  return `
Pawl and the orders service are deployed on ${emulator.endpoint}. ${load}

Speak to it from another terminal, with any AWS client:
${exports.join('\n')}

  # what it knows and does
  aws lambda invoke --function-name pawl-${STAGE}-command --cli-binary-format raw-in-base64-out --payload '{"command":"status"}' /dev/stdout
  # a cycle now
  aws lambda invoke --function-name pawl-${STAGE}-command --cli-binary-format raw-in-base64-out --payload '{"command":"start-cycle","by":"me"}' /dev/stdout
  # an emergency
  aws cloudwatch set-alarm-state --alarm-name pawl-${STAGE}-target-orders-errors --state-value ALARM --state-reason tried

The owners' working copy is ${repository}.
The emulator's log is ${emulator.logFile}. Ctrl-C ends everything.`;
}
