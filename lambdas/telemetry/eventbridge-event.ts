import * as z from 'zod';

/** What every event on EventBridge has. `time` is when it happened, to the second. */
export const EventBridgeEvent = z.object({ id: z.string(), source: z.string(), 'detail-type': z.string(), time: z.iso.datetime({ offset: true }), resources: z.array(z.string()).default([]), detail: z.unknown() });
export type EventBridgeEvent = z.infer<typeof EventBridgeEvent>;

/** Milliseconds of a time as AWS's services write it, `+0000` for UTC too; `otherwise` when it is none. */
export const momentOf = (text: string, otherwise: string): number => {
  const at = Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  return Number.isFinite(at) ? Math.max(0, at) : Math.max(0, Date.parse(otherwise));
};

/** Name of the function in an ARN, a partial ARN or a name, with or without a qualifier. */
export const functionNameIn = (reference: string): string => {
  const [name = ''] = (/(?:^|:)function:(.+)$/.exec(reference)?.[1] ?? reference).split(':');
  return name;
};
