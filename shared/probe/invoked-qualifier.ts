/** Lambda's limit for the name of an alias. */
const LONGEST = 128;

/**
 * What the caller asked for, read off `context.invokedFunctionArn` (`arn:aws:lambda:REGION:ACCOUNT:function:NAME[:QUALIFIER]`): an alias, a
 * version, or `$LATEST` where the ARN has no qualifier. `undefined` when it is no such ARN.
 */
export const qualifierOf = (invokedFunctionArn: string | undefined): string | undefined => {
  const parts = invokedFunctionArn?.split(':') ?? [];
  if (parts[0] !== 'arn' || parts[5] !== 'function' || parts.length > 8) return undefined;
  return (parts[7] ?? '$LATEST').slice(0, LONGEST);
};
