/** Flags that do not go together, or a file that cannot be used: told as it is, without a stack. */
export class UsageProblem extends Error {
  override name = 'UsageProblem';
}
