export type DoorName = 'terminal' | 'api' | 'page' | 'mcp' | 'function';

export type StatedGap = { readonly door: DoorName; readonly commands: readonly string[]; readonly reason: string };

/** What is not at every door, and why. The page's test fails where a gap is not here, and where one that is here is none. */
export const STATED_GAPS: readonly StatedGap[] = [
  { door: 'mcp', commands: ['approve', 'reject'], reason: 'An agent may ask for a decision and never gives one, whatever its token says.' },
  { door: 'mcp', commands: ['deploy'], reason: 'What the owners release is theirs to choose; an agent proposes a patch, which is judged by whoever may say yes.' },
  { door: 'mcp', commands: ['go-on', 'set-flag', 'remove-target', 'list-credentials', 'create-credential', 'revoke-credential'], reason: 'Switches, targets and credentials are for people: an agent may stop everything, and cannot put anything on again or let anybody in.' },
  { door: 'function', commands: ['approve', 'reject'], reason: 'Who may invoke a function says who they are and nobody can check it: a yes is given at the page or through the API, which know.' },
  { door: 'function', commands: ['go-on', 'set-flag', 'remove-target', 'list-credentials', 'create-credential', 'revoke-credential'], reason: 'A program cannot administer, for the same reason.' },
  { door: 'function', commands: ['ring-alarm'], reason: 'On AWS alarms ring by themselves (CloudWatch); refused there as `off`, at the API too.' },
  { door: 'api', commands: ['create-credential', 'revoke-credential'], reason: 'A token that is shown in an answer would stand in the logs of what lies between, and whoever got hold of one token could make others: refused as `forbidden`, so that a program learns where to go.' },
  { door: 'page', commands: ['create-credential', 'revoke-credential', 'list-credentials'], reason: 'The page holds a credential and is no place to look after credentials.' },
  { door: 'page', commands: ['propose', 'deploy'], reason: 'Both begin with something in a working copy, a diff or a commit: whoever has one is at a terminal, or is a program or an agent.' },
  { door: 'page', commands: ['ask-approval'], reason: 'It is for those who cannot decide; the screen `approvals` shows who may, and an improvement that needs a yes has told them already.' },
  { door: 'page', commands: ['remove-target'], reason: 'It comes before a target is taken out of the configuration, which is a file: at the terminal beside it, or by a program of the owners’ through the API.' },
  { door: 'page', commands: ['ring-alarm'], reason: 'It stands in for CloudWatch on one machine: for scripts and drills.' },
  { door: 'page', commands: ['read-digest'], reason: 'The ledger shows the same figures for as many days as are asked for, live.' },
];
