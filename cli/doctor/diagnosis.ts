/** One thing that was looked at. `warning`: Pawl works, with less; `error`: it does not. `advice` says how to get what is missing. */
export type Diagnosis = { readonly name: string; readonly status: 'ok' | 'warning' | 'error'; readonly detail: string; readonly advice?: string };

export const fine = (name: string, detail: string): Diagnosis => ({ name, status: 'ok', detail });
export const warning = (name: string, detail: string, advice: string): Diagnosis => ({ name, status: 'warning', detail, advice });
export const wrong = (name: string, detail: string, advice: string): Diagnosis => ({ name, status: 'error', detail, advice });
