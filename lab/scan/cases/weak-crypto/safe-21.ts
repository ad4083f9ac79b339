// case: upload deduplication groups equal files of one user by MD5 before comparing bytes
import { createHash } from 'node:crypto';

interface Upload {
  name: string;
  bytes: Buffer;
}

function fingerprint(bytes: Buffer): string {
  return createHash('md5').update(bytes).digest('hex');
}

export function withoutDuplicates(uploads: readonly Upload[]): Upload[] {
  const groups = new Map<string, Upload[]>();
  for (const upload of uploads) {
    const group = groups.get(fingerprint(upload.bytes)) ?? [];
    if (!group.some((other) => other.bytes.equals(upload.bytes))) {
      group.push(upload);
    }
    groups.set(fingerprint(upload.bytes), group);
  }
  return [...groups.values()].flat();
}
