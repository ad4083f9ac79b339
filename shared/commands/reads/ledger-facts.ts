import { SETTLED, type Improvement, type ImprovementState } from '../../domain/improvement.ts';
import type { Instant } from '../../domain/instant.ts';
import { improvementAccount } from '../../store/model-accounts.ts';
import type { DoorDependencies } from '../table/door-dependencies.ts';

export type LedgerReading = Pick<DoorDependencies, 'improvements'>;

/** As much of an improvement as the ledger needs: not its patch, its checks or its evidence. */
export type LedgerFacts = Pick<Improvement, 'id' | 'targetId' | 'tenantId' | 'title' | 'origin' | 'history' | 'outcome' | 'state' | 'stateSince' | 'createdAt' | 'ending' | 'reason'>;

const factsOf = ({ id, targetId, tenantId, title, origin, history, outcome, state, stateSince, createdAt, ending, reason }: Improvement): LedgerFacts => ({
  id, targetId, title, origin, history, state, stateSince, createdAt, ...(tenantId === undefined ? {} : { tenantId }), ...(outcome === undefined ? {} : { outcome }), ...(ending === undefined ? {} : { ending }), ...(reason === undefined ? {} : { reason }),
});

/** After what settled is watched, measured and learned from; only another state changes it then, and that stands in its row. */
const FINAL_AFTER_MS = 2 * 86_400_000;
const MOST_KEPT = 10_000;

/** Of each store's improvements: what is final, by id. */
const FINAL = new WeakMap<DoorDependencies['improvements'], Map<string, LedgerFacts>>();

/** What the ledger needs of the newest improvements, at most `most`, newest first. What is final is read once. `now`: or any time before it. */
export const ledgerFacts = async ({ improvements }: LedgerReading, most: number, now: Instant): Promise<readonly LedgerFacts[]> => {
  const final = FINAL.get(improvements) ?? new Map<string, LedgerFacts>();
  FINAL.set(improvements, final);
  const found: LedgerFacts[] = [];
  const isKnown = (id: string, settled: ImprovementState | undefined): boolean => {
    const known = found.length < most ? final.get(id) : undefined;
    if (known !== undefined && known.state === settled) found.push(known);
    return known !== undefined && known.state === settled;
  };
  let after: string | undefined;
  do {
    // Pages are of what is not known yet; a row of what is known costs next to nothing.
    const page = await improvements.page({ limit: most, ...(after === undefined ? {} : { after }) }, ({ settled }, id) => found.length < most && !isKnown(id, settled), (improvement) => {
      const facts = factsOf(improvement);
      found.push(facts);
      if (isFinal(facts, now) && final.size < MOST_KEPT) final.set(facts.id, facts);
      return false;
    });
    after = page.next;
  } while (after !== undefined && found.length < most);
  return found.toSorted((a, b) => b.createdAt - a.createdAt).slice(0, most);
};

/** Of each store's accounts: what was spent on what is final. */
const SPENT = new WeakMap<DoorDependencies['budgets'], Map<string, Spending>>();

type Spending = { readonly tokens: number; readonly microUsd: number };

/** What models took for an improvement. Of what is final it is read once. */
export const spentOn = async (facts: LedgerFacts, now: Instant, budgets: DoorDependencies['budgets']): Promise<Spending> => {
  const known = SPENT.get(budgets) ?? new Map<string, Spending>();
  SPENT.set(budgets, known);
  const spent = known.get(facts.id) ?? (await budgets.spentIn(improvementAccount(facts.id)));
  if (isFinal(facts, now) && known.size < MOST_KEPT) known.set(facts.id, spent);
  return spent;
};

/** Whether nothing of it changes any more but by another state. */
const isFinal = ({ state, stateSince }: Pick<LedgerFacts, 'state' | 'stateSince'>, now: Instant): boolean => SETTLED.includes(state) && stateSince < now - FINAL_AFTER_MS;
