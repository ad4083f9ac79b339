import type { ItemStore } from '../../shared/ports/item-store.ts';
import { auditChange } from './auditing/audit-change.ts';
import { askModel, type AskDependencies } from './models/ask.ts';
import { storedBreakers } from './models/stored-breakers.ts';
import { remedyFromModel, type ModelInput, type ModelResult } from './remedy-from-model.ts';
import { withinTime } from './within-time.ts';

/** Everything that writing by a model takes, put together: asking within budgets and quotas, the auditors, the checks of an answer. */
export const modelWriterOn = ({ store, ...dependencies }: Omit<AskDependencies, 'breakers'> & { readonly store: ItemStore }): ((input: ModelInput) => Promise<ModelResult>) => {
  const ask = askModel({ ...dependencies, breakers: storedBreakers({ store, clock: dependencies.clock }) });
  const canAudit = new Set(dependencies.models.pool.map(({ provider }) => provider)).size > 1;
  return (input) => remedyFromModel(input, { ask: withinTime(ask, dependencies.clock), audit: auditChange, canAudit });
};
