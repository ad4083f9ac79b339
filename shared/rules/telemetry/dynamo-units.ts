/** Write request units of one item of so many bytes: one for each kilobyte begun, twice that in a transaction, which prepares and then commits (DynamoDB's documentation). */
export const writeUnits = (bytes: number, { inTransaction }: { inTransaction: boolean }): number => Math.max(1, Math.ceil(bytes / 1024)) * (inTransaction ? 2 : 1);

/** Read request units of a consistent read: one for each 4 KB begun; nothing found costs one as well. */
export const readUnits = (bytes: number): number => Math.max(1, Math.ceil(bytes / 4096));
