import * as z from 'zod';

/** The parts that inputs are made of, described once for every door's help. */
const text = (most: number) => z.string().trim().min(1).max(most);

export const targetId = text(64).describe('id of the target');
export const tenantId = text(100).describe('only this tenant');
export const improvementId = text(200).describe('id of the improvement');
export const cycleId = text(200).describe('id of the cycle');
export const reason = text(1000).describe('why, in a sentence');
export const title = text(200).describe('one line that says what it does');
export const shortText = text;
