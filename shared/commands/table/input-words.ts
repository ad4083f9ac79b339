import * as z from 'zod';
import { isCursor } from '../../store/time-index.ts';
import type { Asking } from './command-row.ts';

/** The parts that inputs are made of, described once for every door's help. */
const text = (most: number) => z.string().trim().min(1).max(most);

export const targetId = text(64).describe('id of the target');
export const tenantId = text(100).describe('only this tenant');
export const improvementId = text(200).describe('id of the improvement');
export const cycleId = text(200).describe('id of the cycle');
export const reason = text(1000).describe('why, in a sentence');
export const title = text(200).describe('one line that says what it does');
export const shortText = text;

/** Where a list goes on: the `next` of the answer before. `isOurs`: whether the list may have given it. */
export const afterOf = (isOurs: (cursor: string) => boolean) => z.string().max(600).refine(isOurs, 'is not a cursor: leave it out, or say the "next" of the answer before').optional().describe('the "next" of the answer before');

/** The same of a list in time order. */
export const after = afterOf(isCursor);

/** The name under which an act is done once: the same caller's same request, told twice. Empty when the request has no id. */
export const oneAct = ({ caller, requestId }: Pick<Asking, 'caller' | 'requestId'>): { readonly requestId?: string } => (requestId === undefined ? {} : { requestId: `${caller.name}: ${requestId}` });
