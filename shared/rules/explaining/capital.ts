/** A text as a sentence begins; `p95` and the like stay as they are written. */
export const capital = (text: string): string => (/^[a-z]\d/.test(text) ? text : text.charAt(0).toUpperCase() + text.slice(1));
