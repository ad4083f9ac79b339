/** What the command line ends with. */
export const EXIT = {
  done: 0,
  /** It was understood, and did not come to pass: refused, failed, or not what was hoped for. */
  failed: 1,
  /** It cannot be done as it was asked: flags, configuration, a missing file. */
  usage: 2,
  interrupted: 130,
} as const;
