/** The pages that stand in the navigation, with the key that follows `g` to go there. */
export const PLACES = [
  { page: 'now', name: 'Now', key: 'n', group: 'Decide' },
  { page: 'approvals', name: 'Approvals', key: 'a', group: 'Decide' },
  { page: 'opportunities', name: 'Opportunities', key: 'o', group: 'Look' },
  { page: 'improvements', name: 'Improvements', key: 'i', group: 'Look' },
  { page: 'targets', name: 'Targets', key: 't', group: 'Look' },
  { page: 'cycles', name: 'Cycles', key: 'c', group: 'Look' },
  { page: 'ledger', name: 'Cost and impact', key: 'l', group: 'Look back' },
  { page: 'lessons', name: 'Lessons', key: 'e', group: 'Look back' },
  { page: 'audit', name: 'Audit', key: 'u', group: 'Look back' },
  { page: 'settings', name: 'Settings and flags', key: 's', group: 'Look back' },
] as const;
