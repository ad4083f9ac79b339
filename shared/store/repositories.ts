import type { ItemStore } from '../ports/item-store.ts';
import { AuditLog } from './audit-log.ts';
import { Budgets } from './budgets.ts';
import { CostLedger } from './cost-ledger.ts';
import { Cycles } from './cycles.ts';
import { Discoveries } from './discoveries.ts';
import { Emergencies } from './emergencies.ts';
import { Explanations } from './explanations.ts';
import { Improvements } from './improvements.ts';
import { Lessons } from './lessons.ts';
import { Looks } from './looks.ts';
import { Opportunities } from './opportunities.ts';
import { Periods } from './periods.ts';
import { Releases } from './releases.ts';
import { Servings } from './servings.ts';
import { Slots } from './slots.ts';
import { Switches } from './switches.ts';
import { FactsOfTargets } from './target-facts.ts';
import { TargetStates } from './target-states.ts';

/** Everything that is kept, by the names that phases, commands and effects ask for it. The same on one machine and on AWS. */
export const repositoriesIn = (store: ItemStore) => ({
  improvements: new Improvements(store),
  releases: new Releases(store),
  slots: new Slots(store),
  facts: new FactsOfTargets(store),
  audit: new AuditLog(store),
  cycles: new Cycles(store),
  opportunities: new Opportunities(store),
  explanations: new Explanations(store),
  lessons: new Lessons(store),
  periods: new Periods(store),
  states: new TargetStates(store),
  servings: new Servings(store),
  emergencies: new Emergencies(store),
  looks: new Looks(store),
  ledger: new CostLedger(store),
  discoveries: new Discoveries(store),
  budgets: new Budgets(store),
  switches: new Switches(store),
});

/** All of them, by name. */
export type Repositories = ReturnType<typeof repositoriesIn>;
