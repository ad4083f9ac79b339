import type { Claim } from '../../../../shared/domain/claim.ts';
import type { Evidence } from '../../../../shared/domain/evidence.ts';
import { learnedShare } from '../../claim/learned.ts';
import { patchFromDraft } from '../../patch-from-draft.ts';
import type { TargetProgram } from '../../program/target-program.ts';
import { callChain } from '../../reading/call-chain.ts';
import { descendants, isOwnFunction } from '../../reading/enclosing.ts';
import { entryBodies, reachable, type Body } from '../../reading/reachable.ts';
import { abstain, Abstention, type Recipe, type RecipeInput } from '../../recipe.ts';
import { milliseconds, percent } from '../../wording.ts';
import { isMaking, makingName, type Making } from './client-making.ts';
import { connectingAround, connectOnce } from './connect-once.ts';
import { hoistClient } from './hoist-client.ts';
import { functionAround, isPartOf, refuseUnshared } from './refuse-unshared.ts';

const NAME = 'reuse-clients';

/** Of the time that a dependency takes, what is claimed for the connections that are no longer made anew. */
const CLAIMED_OF_DEPENDENCY = 0.3;
/** Where only the whole is measured. */
const CLAIMED_OF_WHOLE = 0.1;
const LEAST_GAIN = 0.05;
const MOST_GAIN = 0.4;
/** How far from the measured frames, and from the entry, makings are looked for. */
const NEAR = 2;
const FAR = 8;

/**
 * A client that is made anew for each request, and with it its connections: made once for all requests of a process. Only where it is the same
 * for every request, and nobody ends or changes it.
 */
export const reuseClients: Recipe = {
  name: NAME,
  for: ['slow-dependency', 'latency-degradation', 'slow-regression', 'resource-exhaustion'],
  apply: (input, target) => {
    const { evidence } = input.opportunity;
    const gain = gainOf(input, evidence);
    const making = sharableMaking(target, bodiesFor(input, target, evidence));
    const path = target.pathOf(making) ?? '';
    const connecting = connectingAround(target, making);
    const { edits, when } = connecting ? { edits: connectOnce(target, connecting), when: 'first-use' } : hoistClient(target, making);
    const name = makingName(making);
    return patchFromDraft(input, target, {
      recipe: NAME,
      edits: new Map([[path, edits]]),
      title: `Make ${name} once for all requests in ${functionAround(making)}`,
      reason: [
        measuredSentence(evidence),
        `\`${functionAround(making)}\` makes \`${name}\` anew for each request, and with it connections that no other request can use. What it is made of is the same for every request, and nobody ends, changes or listens to it: it is now made ${when === 'load' ? 'while the module loads' : 'by the first request that needs it'}, and kept for the life of the process. What changes: a connection may be older than the request that uses it, which such clients expect.`,
        'No test is added: that a connection is used again shows only at the other end of it; validation measures whether the existing tests run the changed lines.',
      ].join('\n\n'),
      claim: { on: 'latency', gain },
      confidence: evidence.kind === 'dependency' ? 0.75 : 0.6,
      risk: 'medium',
    });
  },
};

/** Code that can be to blame: around the measured frames, or, where nothing but the whole is measured, all that the handler runs. */
function bodiesFor(input: RecipeInput, target: TargetProgram, evidence: Evidence): Set<Body> {
  if (evidence.kind === 'dependency') {
    const bodies = callChain(target, evidence.sites).flatMap(({ fn }): Body[] => (fn && isOwnFunction(fn) ? [fn] : []));
    return bodies.length > 0 ? reachable(target, bodies, NEAR) : abstain('none of the measured places is in the source');
  }
  const bodies = entryBodies(target, input.target.entry, input.target.handlerExport);
  return bodies.length > 0 ? reachable(target, bodies, FAR) : abstain(`the handler \`${input.target.handlerExport}\` of ${input.target.entry} is not in the source`);
}

/** The first client made there that all requests may share; with none, the reason why the first one may not. */
function sharableMaking(target: TargetProgram, bodies: ReadonlySet<Body>): Making {
  const all = [...new Set([...bodies].flatMap((body) => descendants(body, (node): node is Making => isMaking(target, node))))];
  const makings = all.filter((making) => !all.some((other) => isPartOf(making, other)));
  const refusals: string[] = [];
  for (const making of makings) {
    const refusal = refusalOf(() => refuseUnshared(target, making, connectingAround(target, making)));
    if (refusal === undefined) return making;
    refusals.push(refusal);
  }
  return abstain(refusals[0] ?? 'no client is made inside the functions that the request runs: all are made already while modules load, or none is known');
}

function refusalOf(refuse: () => void): string | undefined {
  try {
    refuse();
    return undefined;
  } catch (error) {
    if (error instanceof Abstention) return error.message;
    throw error;
  }
}

function gainOf(input: RecipeInput, evidence: Evidence): Claim['gain'] {
  const learned = learnedShare(input.lessons, NAME, input.target.id);
  const share = evidence.kind === 'dependency' ? evidence.shareOfTime * CLAIMED_OF_DEPENDENCY : CLAIMED_OF_WHOLE;
  if ((evidence.kind === 'metric' || evidence.kind === 'trend') && !/^(?:latency|duration|memory|concurrency)/.test(evidence.metric)) abstain(`clients that are made anew do not explain \`${evidence.metric}\``);
  if (!['dependency', 'metric', 'trend'].includes(evidence.kind)) abstain('the evidence is of nothing that a client made anew would explain');
  const gain = Math.round(Math.min(MOST_GAIN, share * learned) * 100) / 100;
  return gain < LEAST_GAIN ? abstain(`${percent(share)} less latency at most is too little to prove`) : gain;
}

function measuredSentence(evidence: Evidence): string {
  if (evidence.kind === 'dependency') return `Measured over ${evidence.requests} requests: calls of ${evidence.shape} take ${milliseconds(evidence.currentMs.p50)} at the median (${milliseconds(evidence.usualMs.p50)} before) and ${percent(evidence.shareOfTime)} of the requests' time.`;
  if (evidence.kind === 'metric' || evidence.kind === 'trend') return `Measured over ${evidence.requests} requests: ${evidence.metric} went from ${shownNumber(evidence.baseline)} to ${shownNumber(evidence.current)}.`;
  return '';
}

const shownNumber = (value: number) => String(Math.round(value * 100) / 100);
