import * as z from 'zod';
import type { TargetEvent } from '../../shared/domain/signal.ts';
import { functionNameIn, momentOf, type EventBridgeEvent } from './eventbridge-event.ts';

/** CloudTrail leaves absent what a call did not say; figures in maps may come as text. */
const Routing = z.object({ additionalVersionWeights: z.record(z.string(), z.coerce.number()).nullish() }).nullish();
const CallDetail = z.object({
  eventID: z.string(),
  eventTime: z.string().default(''),
  eventSource: z.literal('lambda.amazonaws.com'),
  eventName: z.string(),
  errorCode: z.string().optional(),
  userIdentity: z.object({ arn: z.string().optional() }).optional(),
  requestParameters: z.object({ functionName: z.string(), name: z.string().optional(), functionVersion: z.string().optional(), routingConfig: Routing }),
  responseElements: z.object({ name: z.string().optional(), functionVersion: z.string().optional(), version: z.string().optional(), routingConfig: Routing }).nullish(),
});
type CallDetail = z.infer<typeof CallDetail>;

export type FunctionChange = { readonly functionName: string; readonly event: TargetEvent };

/** API call → what it changes. CloudTrail writes the API's date behind the name: `UpdateAlias20150331`. */
const CHANGES: readonly (readonly [RegExp, 'alias' | 'code' | 'configuration' | 'version'])[] = [
  [/^(Create|Update)Alias\d/, 'alias'],
  [/^UpdateFunctionCode\d/, 'code'],
  [/^UpdateFunctionConfiguration\d/, 'configuration'],
  [/^PublishVersion\d/, 'version'],
];

/** A call of Lambda's API that changed a function, as CloudTrail tells it where there is a trail. `undefined` for what failed or changed nothing. */
export const readFunctionChange = (event: EventBridgeEvent): FunctionChange | undefined => {
  const parsed = CallDetail.safeParse(event.detail);
  if (!parsed.success || parsed.data.errorCode !== undefined) return undefined;
  const call = parsed.data;
  const what = CHANGES.find(([name]) => name.test(call.eventName))?.[1];
  if (what === undefined) return undefined;
  const base = { id: `call ${call.eventID}`, at: momentOf(call.eventTime, event.time), ...(call.userIdentity?.arn === undefined ? {} : { by: call.userIdentity.arn }) };
  const functionName = functionNameIn(call.requestParameters.functionName);
  if (what === 'alias') return aliasMove(functionName, base, call);
  const version = call.responseElements?.version;
  return { functionName, event: { kind: 'change', ...base, what, ...(version === undefined ? {} : { version }) } };
};

const aliasMove = (functionName: string, base: { id: string; at: number; by?: string }, { requestParameters, responseElements }: CallDetail): FunctionChange | undefined => {
  const alias = responseElements?.name ?? requestParameters.name;
  const version = responseElements?.functionVersion ?? requestParameters.functionVersion;
  if (alias === undefined || version === undefined) return undefined;
  const weights = (responseElements?.routingConfig ?? requestParameters.routingConfig)?.additionalVersionWeights ?? {};
  const [additional] = Object.entries(weights);
  return { functionName, event: { kind: 'deployment', ...base, alias, version, ...(additional === undefined ? {} : { additional: { version: additional[0], weight: additional[1] } }) } };
};
