import type ts from 'typescript';

/** Something code can do, in words that stay the same wherever it is done: two places with equal words use one power. */
export type Power = { readonly what: string; readonly line: number };

/** What one rule sees at one node. The file as a whole is in `reading`. */
export type PowerRule = (node: ts.Node, reading: Reading) => readonly string[];

/** One source file with its names resolved: what is declared here, what is imported, and what comes out of nowhere, which is the runtime's. */
export type Reading = {
  readonly path: string;
  readonly source: ts.SourceFile;
  readonly isTest: boolean;
  /** A script in which `this` may be the global object: no import, no export, no "use strict". */
  readonly isSloppy: boolean;
  /** Whether the name is the runtime's own. A `declare` of it makes it no less so. */
  readonly isGlobal: (name: ts.Identifier) => boolean;
  readonly declarationOf: (name: ts.Identifier) => ts.Declaration | undefined;
  /** The constant text or number an expression has, however it is put together; `undefined` when it is not known before it runs. */
  readonly valueOf: (expression: ts.Node) => Constant | undefined;
};

export type Constant = string | number | readonly Constant[];
