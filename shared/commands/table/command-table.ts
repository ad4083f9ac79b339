import type { CommandRow } from './command-row.ts';
import { approveRow } from './approve-row.ts';
import { askApprovalRow } from './ask-approval-row.ts';
import { createCredentialRow } from './create-credential-row.ts';
import { deployRow } from './deploy-row.ts';
import { explainRow } from './explain-row.ts';
import { goOnRow } from './go-on-row.ts';
import { listApprovalsRow } from './list-approvals-row.ts';
import { listAuditRow } from './list-audit-row.ts';
import { listCredentialsRow } from './list-credentials-row.ts';
import { listCyclesRow } from './list-cycles-row.ts';
import { listImprovementsRow } from './list-improvements-row.ts';
import { listLessonsRow } from './list-lessons-row.ts';
import { listOpportunitiesRow } from './list-opportunities-row.ts';
import { listTargetsRow } from './list-targets-row.ts';
import { pauseRow } from './pause-row.ts';
import { proposeRow } from './propose-row.ts';
import { readDigestRow } from './read-digest-row.ts';
import { readLedgerRow } from './read-ledger-row.ts';
import { readReportRow } from './read-report-row.ts';
import { readSettingsRow } from './read-settings-row.ts';
import { rejectRow } from './reject-row.ts';
import { removeTargetRow } from './remove-target-row.ts';
import { resumeRow } from './resume-row.ts';
import { revokeCredentialRow } from './revoke-credential-row.ts';
import { ringAlarmRow } from './ring-alarm-row.ts';
import { rollBackRow } from './roll-back-row.ts';
import { setFlagRow } from './set-flag-row.ts';
import { showCycleRow } from './show-cycle-row.ts';
import { showImprovementRow } from './show-improvement-row.ts';
import { showTargetRow } from './show-target-row.ts';
import { startCycleRow } from './start-cycle-row.ts';
import { statusRow } from './status-row.ts';
import { stopEverythingRow } from './stop-everything-row.ts';
import { verifyAuditRow } from './verify-audit-row.ts';
import { whoAmIRow } from './who-am-i-row.ts';

/** Everything that can be asked, through whichever door: what is looked at first, then what is done. */
export const COMMANDS: readonly CommandRow[] = [
  whoAmIRow,
  statusRow,
  listTargetsRow,
  showTargetRow,
  listOpportunitiesRow,
  explainRow,
  listImprovementsRow,
  showImprovementRow,
  listApprovalsRow,
  listCyclesRow,
  showCycleRow,
  readReportRow,
  readDigestRow,
  readLedgerRow,
  listLessonsRow,
  listAuditRow,
  verifyAuditRow,
  readSettingsRow,
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
