/**
 * Names a weakness by what it is and what is written there, not by where: the same after lines moved, after reformatting, and in a file
 * of another name. FNV-1a (Fowler, Noll, Vo), 64 bits.
 */
export function fingerprintOf(rule: string, sink: string, input: string): string {
  const text = `${rule}\n${sink.replaceAll(/\s+/g, '')}\n${input.replaceAll(/\s+/g, '')}`;
  let hash = 0xcbf29ce484222325n;
  for (const character of text) hash = BigInt.asUintN(64, (hash ^ BigInt(character.codePointAt(0) ?? 0)) * 0x100000001b3n);
  return hash.toString(16).padStart(16, '0');
}
