import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ExistingTree,
  RECORD_PATH,
  type TreeFile,
  textFile,
  toChanges,
  type WriteRecord,
} from '../src/index.ts';
import { parseRecord, recordFile } from '../src/record.ts';

const files = (texts: Record<string, string>): TreeFile[] =>
  Object.entries(texts).map(([path, text]) => textFile(path, text));
const tree = (texts: Record<string, string>, rest: Partial<ExistingTree> = {}): ExistingTree => ({
  folder: 'out',
  files: files(texts),
  folders: [],
  records: [],
  ...rest,
});
const recordOf = (texts: Record<string, string>): WriteRecord => parseRecord(recordFile(files(texts))).record;
const steps = (wanted: Record<string, string>, existing: ExistingTree, overwrite = false) => {
  const { changes, diagnostics } = toChanges(files(wanted), existing, { overwrite });
  return {
    changes: changes.map(({ type, path }) => `${type} ${path}`),
    codes: diagnostics.map(({ code }) => code),
  };
};

describe('toChanges', () => {
  it.each<[string, Record<string, string>, ExistingTree, { changes: string[]; codes: string[] }]>([
    ['a new folder', { a: '1', b: '2' }, tree({}), { changes: ['create a', 'create b'], codes: [] }],
    [
      'nothing to do',
      { a: '1' },
      tree({ a: '1' }, { records: [recordOf({ a: '1' })] }),
      { changes: ['unchanged a'], codes: [] },
    ],
    [
      'a new value',
      { a: '2' },
      tree({ a: '1' }, { records: [recordOf({ a: '1' })] }),
      { changes: ['update a'], codes: [] },
    ],
    [
      'a file less',
      {},
      tree({ a: '1' }, { records: [recordOf({ a: '1' })] }),
      { changes: ['delete a'], codes: [] },
    ],
    [
      'an edited file',
      { a: '2' },
      tree({ a: 'mine' }, { records: [recordOf({ a: '1' })] }),
      { changes: ['kept a'], codes: ['HAND_EDITED'] },
    ],
    [
      'an edited file that is no longer wanted',
      {},
      tree({ a: 'mine' }, { records: [recordOf({ a: '1' })] }),
      { changes: ['kept a'], codes: ['HAND_EDITED'] },
    ],
    [
      'a SealedSecret where an ExternalSecret is wanted now',
      { 'secrets/a/b.yaml': 'kind: ExternalSecret\n' },
      tree({ 'secrets/a/b.yaml': 'kind: SealedSecret\n' }, { records: [recordOf({ a: '1' })] }),
      { changes: ['update secrets/a/b.yaml'], codes: [] },
    ],
    [
      'a file of somebody else beside ours',
      { a: '1' },
      tree({ a: '1', notes: 'x' }, { records: [recordOf({ a: '1' })] }),
      { changes: ['unchanged a'], codes: [] },
    ],
    [
      'a file of somebody else in our way',
      { a: '1', b: '2' },
      tree({ a: '1', b: 'x' }, { records: [recordOf({ a: '1' })] }),
      { changes: ['unchanged a', 'kept b'], codes: ['HAND_EDITED'] },
    ],
    [
      'a folder of somebody else',
      { a: '1' },
      tree({ notes: 'x' }),
      { changes: ['create a'], codes: ['OUTPUT_NOT_OURS'] },
    ],
    [
      'a folder of somebody else with a file in our way',
      { a: '1' },
      tree({ a: 'x' }),
      { changes: ['kept a'], codes: ['OUTPUT_NOT_OURS'] },
    ],
    [
      'a first run that was interrupted',
      { a: '1', b: '2' },
      tree({ a: '1' }),
      { changes: ['unchanged a', 'create b'], codes: [] },
    ],
    [
      'an update that was interrupted, with other settings now',
      { a: '3', b: '3' },
      tree({ a: '2', b: '1' }, { records: [recordOf({ a: '1', b: '1' }), recordOf({ a: '2', b: '2' })] }),
      { changes: ['update a', 'update b'], codes: [] },
    ],
    [
      'a file where a folder must be',
      { 'a/b': '1' },
      tree({ a: 'x' }),
      { changes: ['create a/b'], codes: ['OUTPUT_NOT_OURS', 'BLOCKED_PATH'] },
    ],
    [
      'a folder where a file must be',
      { a: '1' },
      tree({}, { folders: ['a'] }),
      { changes: ['create a'], codes: ['BLOCKED_PATH'] },
    ],
  ])('%s', (_title, wanted, existing, expected) => {
    expect(steps(wanted, existing)).toEqual(expected);
  });

  it('overwrites when told to', () => {
    expect(steps({ a: '2' }, tree({ a: 'mine', b: 'x' }), true)).toEqual({
      changes: ['update a'],
      codes: [],
    });
  });

  it.each<[string, string | undefined, string | undefined, boolean, readonly string[]]>([
    ['of the same cluster', 'one', 'one', false, []],
    ['of another cluster', 'one', 'other', false, ['OUTPUT_OF_OTHER_CLUSTER']],
    ['of another cluster, when told to', 'one', 'other', true, []],
    ['that names no cluster', undefined, 'other', false, []],
    ['for which no cluster is known', 'one', undefined, false, []],
  ])('reads a folder %s', (_title, before, cluster, overwrite, codes) => {
    const { record } = parseRecord(recordFile(files({ a: '1' }), { cluster: before }));
    const changes = toChanges(files({ a: '2' }), tree({ a: '1' }, { records: [record] }), {
      cluster,
      overwrite,
    });
    expect(changes.diagnostics.map(({ code }) => code)).toEqual(codes);
    expect(parseRecord(changes.record).record.cluster).toBe(cluster);
  });

  it('says what is wrong where a run for another cluster was interrupted', () => {
    const records = ['one', 'other'].map(
      (cluster) => parseRecord(recordFile(files({ a: '1' }), { cluster })).record,
    );
    expect(
      toChanges(files({ a: '1' }), tree({ a: '1' }, { records }), { cluster: 'one' }).diagnostics,
    ).toMatchObject([{ code: 'OUTPUT_OF_OTHER_CLUSTER' }]);
  });

  it('compares modes and link targets', () => {
    const file = textFile('run.sh', 'x');
    const existing = {
      ...tree({}),
      files: [file],
      records: [{ files: new Map([['run.sh', recordHash(file)]]) }],
    };
    expect(toChanges([{ ...file, executable: true }], existing).changes[0]?.type).toBe('update');
    const link = { path: 'link', bytes: new Uint8Array(), symlink: 'a' };
    const linked = { ...tree({}), files: [link], records: [{ files: new Map([['link', 'symlink:a']]) }] };
    expect(toChanges([{ ...link, symlink: 'b' }], linked).changes[0]?.type).toBe('update');
    expect(toChanges([link], linked).changes[0]?.type).toBe('unchanged');
  });

  it('reports a damaged record', () => {
    expect(parseRecord(textFile(RECORD_PATH, '{ "version": 1')).diagnostics).toMatchObject([
      { code: 'BAD_RECORD' },
    ]);
    expect(parseRecord(textFile(RECORD_PATH, '{ "version": 2, "files": {} }')).diagnostics).toMatchObject([
      { code: 'BAD_RECORD' },
    ]);
    expect(
      parseRecord(textFile(RECORD_PATH, '{\n<<<<<<< HEAD\n=======\n>>>>>>> theirs\n}')).diagnostics,
    ).toMatchObject([{ code: 'BAD_RECORD', args: { problem: 'it has merge conflicts' } }]);
  });

  it('comes to rest: after its changes nothing is left to do', () => {
    const texts = fc.dictionary(fc.constantFrom('a', 'b', 'c/d', 'c/e'), fc.constantFrom('1', '2', '3'));
    fc.assert(
      fc.property(texts, texts, (before, wanted) => {
        const existing = tree(before, { records: [recordOf(before)] });
        const { changes } = toChanges(files(wanted), existing);
        const after = new Map(existing.files.map((file) => [file.path, file]));
        for (const change of changes) {
          if (change.type === 'create' || change.type === 'update') after.set(change.path, change.file);
          if (change.type === 'delete') after.delete(change.path);
        }
        const again = toChanges(files(wanted), {
          ...existing,
          files: [...after.values()],
          records: [recordOf(wanted)],
        });
        expect(again.changes.every(({ type }) => type === 'unchanged')).toBe(true);
        expect([...after.keys()].toSorted()).toEqual(Object.keys(wanted).toSorted());
      }),
    );
  });

  it('notices one byte that differs, wherever it is and wherever the bytes lie in memory', () => {
    const place = fc.record({ length: fc.nat(20), at: fc.nat(20), offset: fc.nat(5), by: fc.nat(255) });
    fc.assert(
      fc.property(place, ({ length, at, offset, by }) => {
        const wanted = { path: 'a', bytes: Uint8Array.from({ length }, (_, i) => i) };
        const bytes = new Uint8Array(length + offset).subarray(offset);
        bytes.set(wanted.bytes);
        if (at < length) bytes[at] = at ^ by;
        const { changes } = toChanges([wanted], { ...tree({}), files: [{ path: 'a', bytes }] });
        expect(changes[0]?.type === 'unchanged').toBe(at >= length || by === 0);
      }),
    );
  });
});

function recordHash(file: TreeFile): string {
  return parseRecord(recordFile([file])).record.files.get(file.path) ?? '';
}
