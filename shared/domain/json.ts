/** What a stored body may hold: JSON without NaN or infinities. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };
