/** What is called: tells the reader of a record which remedies fit. */
export type DependencyKind = 'http' | 'aws' | 'database' | 'cache' | 'queue';
