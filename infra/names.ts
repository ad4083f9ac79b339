/**
 * Every name that another stack, a person or a state machine may have to know, derived from the stage alone.
 * Stable names instead of references between stacks: the loop and each target deploy apart, and no role waits for a function.
 */
export interface PawlNames {
  readonly stage: string;
  /** The loop's stack; the table and the bus have the same name. */
  readonly loop: string;
  readonly cycleMachine: string;
  readonly improvementMachine: string;
  /** A function, by its short name in the table of functions. Its role has the same name. */
  readonly function: (name: string) => string;
  /** The function that builds and tests one target's unproven code. */
  readonly workshop: (targetId: string) => string;
  readonly logGroup: (name: string) => string;
  readonly alarm: (name: string) => string;
  /** Where the loop's stack leaves what a target's stack must look up at deployment. */
  readonly parameter: (name: string) => string;
  readonly bucket: (account: string, region: string) => string;
}

/** A stage like `dev` or `prod`: short, because a bucket's name has 63 characters at most. */
export const STAGE_PATTERN = /^[a-z][a-z0-9]{0,11}$/;

/** Throws when the stage is not a short word of lower-case letters and digits. */
export const pawlNames = (stage: string): PawlNames => {
  if (!STAGE_PATTERN.test(stage)) throw new Error(`"${stage}" is no stage: it must match ${STAGE_PATTERN.source}, like dev or prod.`);
  const loop = `pawl-${stage}`;
  const functionName = (name: string): string => `${loop}-${name}`;
  return {
    stage,
    loop,
    cycleMachine: `${loop}-cycle`,
    improvementMachine: `${loop}-improvement`,
    function: functionName,
    workshop: (targetId) => `${loop}-workshop-${targetId}`.slice(0, 64),
    logGroup: (name) => `/aws/lambda/${functionName(name)}`,
    alarm: (name) => `${loop}-${name}`,
    parameter: (name) => `/pawl/${stage}/${name}`,
    bucket: (account, region) => `${loop}-${account}-${region}`,
  };
};
