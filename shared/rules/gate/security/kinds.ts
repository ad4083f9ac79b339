/** What a piece of input can be dangerous for, one bit each: a flow carries the bits it has been made safe for. */
export const KIND = {
  sql: 1, nosql: 2, ldap: 4, template: 8, header: 16, xss: 32, ssrf: 64, path: 128, command: 256, code: 512, prototype: 1024, deserialise: 2048,
  redirect: 4096, pattern: 8192, backtracking: 16_384, xpath: 32_768, timing: 65_536,
  /** Not a danger, but half a proof: begins with one slash, does not begin with two. Both together make a redirect local. */
  beginsWithSlash: 131_072, notTwoSlashes: 262_144,
  /** Choosing a whole program or statement: what callers of a library may do, callers of a service may not. */
  program: 524_288, statement: 1_048_576,
} as const;

/** Safe for everything. */
export const ALL = 2_097_151;

/** What a piece of text cannot do that an object could: bring operators or a prototype of its own. */
export const IS_TEXT = KIND.nosql | KIND.prototype;

/** A redirect stays on the host when it begins with one slash and not with two. */
export const isSafeFor = (safe: number, kind: number): boolean =>
  (safe & kind) === kind || (kind === KIND.statement && (safe & KIND.sql) !== 0) || (kind === KIND.program && (safe & KIND.command) !== 0) || (kind === KIND.redirect && (safe & KIND.beginsWithSlash) !== 0 && (safe & KIND.notTwoSlashes) !== 0);
