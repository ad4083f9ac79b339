import type { Improvement } from '../../domain/improvement.ts';
import type { ImprovementDetail } from '../../domain/views/improvement-detail.ts';
import { unifiedDiff } from '../../rules/gate/unified-diff.ts';
import { releaseView } from '../../rules/views/release-view.ts';
import { improvementAccount } from '../../store/model-accounts.ts';
import type { Asking } from '../table/command-row.ts';
import type { DoorDependencies } from '../table/door-dependencies.ts';
import { awaits } from './approvals.ts';
import { auditOf } from './audit-of.ts';
import { improvementRow } from './improvement-row.ts';

/** An improvement from its evidence to its verdict. The caller may see it. */
export const improvementDetail = async (improvement: Improvement, { caller }: Pick<Asking, 'caller'>, dependencies: DoorDependencies): Promise<ImprovementDetail> => {
  const { explanations, releases, budgets, audit } = dependencies;
  const { id, history, remedy, report, approval, outcome } = improvement;
  const [explanation, release, spent, acts, standing] = await Promise.all([explanations.keptFor(id), releases.find(id), budgets.spentIn(improvementAccount(id)), auditOf(improvement, audit), awaits(improvement, caller, dependencies)]);
  return {
    improvement: improvementRow(improvement),
    history, explanation, report, approval, outcome,
    diff: remedy === undefined ? '' : unifiedDiff(remedy.files),
    remedyReason: remedy?.reason,
    confidence: remedy?.confidence,
    awaits: standing,
    release: release && releaseView(release),
    cost: {
      microUsd: spent.microUsd,
      tokens: spent.tokens,
      calls: (remedy?.workings?.calls ?? []).map(({ purpose, model, inputTokens, outputTokens, microUsd }) => ({ purpose, model, tokens: inputTokens + outputTokens, microUsd })),
    },
    audit: acts,
  };
};
