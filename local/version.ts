/** Which Pawl this is, as its package says; here, because the command line starts without reading files. */
export const VERSION = '0.1.0';
