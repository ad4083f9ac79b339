/** What a published version says about itself: the commit it was built from and the improvement it belongs to. */
export const describeVersion = (commit: string, improvementId: string): string => `commit=${commit} improvement=${improvementId}`;

/** The commit in a version's description; `undefined` for a version that Pawl did not publish. */
export const commitOfVersion = (description: string): string | undefined => /\bcommit=([0-9a-f]{7,64})\b/.exec(description)?.[1];

/** The improvement in a version's description; `undefined` for a version that Pawl did not publish for one. */
export const improvementOfVersion = (description: string): string | undefined => /\bimprovement=((?:imp|dep)-[\w-]+)/.exec(description)?.[1];
