/** What a tenant is told of who stopped everything, and why: the operators' own words may be about somebody else. They stand in the audit log of Pawl. */
export const STOPPED_FOR_ALL = { by: 'the operators of Pawl', reason: 'Everything is stopped, for every tenant.' } as const;
