/** What the filter needs to know of a processor: Linux's name for it, and its numbers of system calls. */
type Calls = { readonly audit: number; readonly clone: number; readonly refused: readonly number[]; readonly absent: readonly number[] };

/**
 * Numbers of Linux's system calls, from its tables `syscall_64.tbl` and `asm-generic/unistd.h`.
 * Refused: looking into other processes (ptrace, process_vm_*, kcmp, pidfd_getfd), keys, kernel programs and counters (bpf, perf,
 * userfaultfd), mounts and namespaces, files by handle, modules, the machine itself, and memory that belongs to no process (shm*).
 * Absent: what programs do without when it is not there (clone3, io_uring, memfd).
 */
const CALLS: Readonly<Record<string, Calls>> = {
  x64: {
    audit: 0xc000003e, clone: 56,
    refused: [101, 310, 311, 312, 438, 248, 249, 250, 321, 298, 323, 165, 166, 155, 161, 272, 308, 428, 429, 430, 431, 432, 433, 442, 303, 304, 175, 313, 176, 246, 320, 167, 168, 169, 170, 171, 163, 103, 179, 29, 30, 31, 154, 172, 173],
    absent: [435, 425, 426, 427, 319, 447],
  },
  arm64: {
    audit: 0xc00000b7, clone: 220,
    refused: [117, 270, 271, 272, 438, 217, 218, 219, 280, 241, 282, 40, 39, 41, 51, 97, 268, 428, 429, 430, 431, 432, 433, 442, 264, 265, 105, 273, 106, 104, 294, 224, 225, 142, 161, 162, 89, 116, 60, 194, 195, 196],
    absent: [435, 425, 426, 427, 279, 447],
  },
};

/** Any of CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET. */
const NEW_NAMESPACES = 0x7e020000;
const OTHER_NUMBERING = 0x40000000;
const EPERM = 1;
const ENOSYS = 38;

const LOAD = 0x20;
const JUMP_IF_EQUAL = 0x15;
const JUMP_IF_AT_LEAST = 0x35;
const JUMP_IF_ANY_BIT = 0x45;
const RETURN = 0x06;
const ALLOW = 0x7fff0000;
const KILL = 0x80000000;
const fail = (code: number): number => 0x00050000 | code;

/** Where Linux puts these in what a filter sees (`struct seccomp_data`); the first argument's lower half. */
const AT = { number: 0, processor: 4, firstArgument: 16 } as const;

type Instruction = readonly [code: number, ifTrue: number, ifFalse: number, operand: number];

/** A seccomp filter as `bwrap --seccomp` takes it; `undefined` on a processor whose numbers are not known here. */
export function seccompFilter(processor: string): Buffer | undefined {
  const calls = CALLS[processor];
  if (calls === undefined) return undefined;
  const answer = (numbers: readonly number[], code: number): Instruction[] => numbers.flatMap((number): Instruction[] => [[JUMP_IF_EQUAL, 0, 1, number], [RETURN, 0, 0, fail(code)]]);
  const program: Instruction[] = [
    [LOAD, 0, 0, AT.processor], [JUMP_IF_EQUAL, 1, 0, calls.audit], [RETURN, 0, 0, KILL],
    [LOAD, 0, 0, AT.number], [JUMP_IF_AT_LEAST, 0, 1, OTHER_NUMBERING], [RETURN, 0, 0, fail(ENOSYS)],
    ...answer(calls.refused, EPERM), ...answer(calls.absent, ENOSYS),
    [JUMP_IF_EQUAL, 0, 3, calls.clone], [LOAD, 0, 0, AT.firstArgument], [JUMP_IF_ANY_BIT, 0, 1, NEW_NAMESPACES], [RETURN, 0, 0, fail(EPERM)],
    [RETURN, 0, 0, ALLOW],
  ];
  const bytes = Buffer.alloc(program.length * 8);
  for (const [index, [code, ifTrue, ifFalse, operand]] of program.entries()) {
    bytes.writeUInt16LE(code, index * 8);
    bytes.writeUInt8(ifTrue, index * 8 + 2);
    bytes.writeUInt8(ifFalse, index * 8 + 3);
    bytes.writeUInt32LE(operand >>> 0, index * 8 + 4);
  }
  return bytes;
}
