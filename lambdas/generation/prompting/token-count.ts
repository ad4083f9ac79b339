/** Characters of code a token: 3 to 4 with the tokenizers in use; the lower end, so that a budget is rather kept than passed. */
const CHARACTERS_PER_TOKEN = 3;

/** An estimate that is rather too high. The budget of a call is reserved by its own count; this one is for choosing what to show. */
export const tokenCount = (text: string): number => Math.ceil(text.length / CHARACTERS_PER_TOKEN);
