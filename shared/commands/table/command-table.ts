import type { CommandRow } from './command-row.ts';
import { listImprovementsRow } from './list-improvements-row.ts';
import { readDigestRow } from './read-digest-row.ts';
import { readLedgerRow } from './read-ledger-row.ts';
import { startCycleRow } from './start-cycle-row.ts';
import { whoAmIRow } from './who-am-i-row.ts';

/** Everything that can be asked, through whichever door. */
export const COMMANDS: readonly CommandRow[] = [whoAmIRow, listImprovementsRow, startCycleRow, readLedgerRow, readDigestRow];

export const COMMANDS_BY_NAME: ReadonlyMap<string, CommandRow> = new Map(COMMANDS.map((row) => [row.name, row]));
