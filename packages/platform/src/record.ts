import type { Diagnostic } from '@kfdist/diagnostics';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import * as v from 'valibot';
import { report } from './codes.ts';
import { type TreeFile, textFile, textOf } from './tree-file.ts';

/** The file in an output folder that says which of its files are ours. */
export const RECORD_PATH = '.kfdist.json';

/** What was written before: the SHA-256 of each file by its path. No time, no values. */
export interface WriteRecord {
  readonly files: ReadonlyMap<string, string>;
  /** The ARN of the cluster whose platform it is, where it is one. */
  readonly cluster?: string;
}

const recordSchema = v.object({
  version: v.literal(1),
  cluster: v.exactOptional(v.string()),
  files: v.record(v.string(), v.string()),
});

/** SHA-256 in hexadecimal. */
export type Digest = (bytes: Uint8Array) => string;

const portableDigest: Digest = (bytes) => bytesToHex(sha256(bytes));

/** The fingerprint of a file: of its bytes, or of where its link points. */
export function fingerprint(file: TreeFile, digest: Digest = portableDigest): string {
  if (file.symlink !== undefined) return `symlink:${file.symlink}`;
  return `${digest(file.bytes)}${file.executable === true ? ':x' : ''}`;
}

/** What a record says and how. */
export interface RecordOptions {
  /** The ARN of the cluster whose platform the files are. */
  readonly cluster?: string | undefined;
  /** The machine's own SHA-256, where it has a fast one. */
  readonly digest?: Digest | undefined;
}

/** The record as the file that is written last. */
export function recordFile(files: readonly TreeFile[], { cluster, digest }: RecordOptions = {}): TreeFile {
  const hashes = Object.fromEntries(files.map((file) => [file.path, fingerprint(file, digest)]));
  return textFile(RECORD_PATH, `${JSON.stringify({ version: 1, cluster, files: hashes }, null, 2)}\n`);
}

/** Reads a record; a damaged one is a diagnostic, since nothing can be told apart then. */
export function parseRecord(file: TreeFile): { record: WriteRecord; diagnostics: readonly Diagnostic[] } {
  const text = textOf(file) ?? '';
  try {
    const { version: _, files, ...others } = v.parse(recordSchema, JSON.parse(text));
    return { record: { ...others, files: new Map(Object.entries(files)) }, diagnostics: [] };
  } catch (error) {
    const args = { file: file.origin ?? file.path, problem: problemOf(text, error) };
    return { record: { files: new Map() }, diagnostics: [report('BAD_RECORD', { args })] };
  }
}

function problemOf(text: string, error: unknown): string {
  if (/^<{7}|^>{7}/m.test(text)) return 'it has merge conflicts';
  return error instanceof Error ? error.message : String(error);
}
