/** Whether an SDK error is one of those that answer the question, rather than a failure to ask it. */
export const isAnswer = (error: unknown, names: readonly string[]): boolean => error instanceof Error && names.includes(error.name);
