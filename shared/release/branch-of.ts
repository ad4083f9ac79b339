/** The branch that an improvement's unproven commit lives on, and nowhere else. */
export const branchOf = (improvementId: string): string => `pawl/${improvementId}`;
