import { approveRow } from './approve-row.ts';
import { askApprovalRow } from './ask-approval-row.ts';
import type { CommandRow } from './command-row.ts';
import { createCredentialRow } from './create-credential-row.ts';
import { deployRow } from './deploy-row.ts';
import { goOnRow } from './go-on-row.ts';
import { listAuditRow } from './list-audit-row.ts';
import { listCredentialsRow } from './list-credentials-row.ts';
import { listImprovementsRow } from './list-improvements-row.ts';
import { pauseRow } from './pause-row.ts';
import { proposeRow } from './propose-row.ts';
import { readDigestRow } from './read-digest-row.ts';
import { readLedgerRow } from './read-ledger-row.ts';
import { rejectRow } from './reject-row.ts';
import { removeTargetRow } from './remove-target-row.ts';
import { resumeRow } from './resume-row.ts';
import { revokeCredentialRow } from './revoke-credential-row.ts';
import { ringAlarmRow } from './ring-alarm-row.ts';
import { rollBackRow } from './roll-back-row.ts';
import { setFlagRow } from './set-flag-row.ts';
import { startCycleRow } from './start-cycle-row.ts';
import { stopEverythingRow } from './stop-everything-row.ts';
import { verifyAuditRow } from './verify-audit-row.ts';
import { whoAmIRow } from './who-am-i-row.ts';

/** Everything that can be asked, through whichever door: what is looked at first, then what is done. */
export const COMMANDS: readonly CommandRow[] = [
  whoAmIRow,
  listImprovementsRow,
  readLedgerRow,
  readDigestRow,
  listAuditRow,
  verifyAuditRow,
  listCredentialsRow,
  startCycleRow,
  proposeRow,
  askApprovalRow,
  approveRow,
  rejectRow,
  rollBackRow,
  pauseRow,
  resumeRow,
  ringAlarmRow,
  deployRow,
  removeTargetRow,
  stopEverythingRow,
  goOnRow,
  setFlagRow,
  createCredentialRow,
  revokeCredentialRow,
];

export const COMMANDS_BY_NAME: ReadonlyMap<string, CommandRow> = new Map(COMMANDS.map((row) => [row.name, row]));
