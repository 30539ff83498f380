import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Diagnostic,
  formatDiagnostic,
  formatDiagnostics,
  hasErrors,
  locateDiagnostic,
  positionAt,
  reporter,
  type Source,
  sourcesOf,
} from '../src/index.ts';

const report = reporter({
  BAD_VALUE: { severity: 'error', message: '{key} must be {kind}', hint: 'Write {kind}' },
  NOTE: { severity: 'warning', message: 'only a note' },
} as const);

describe('reporter', () => {
  it('fills message and hint and keeps the arguments for programs', () => {
    const span = { path: 'a', start: 0, end: 1 };
    expect(report('BAD_VALUE', { args: { key: 'x', kind: 'a port' }, span })).toEqual({
      code: 'BAD_VALUE',
      severity: 'error',
      message: 'x must be a port',
      hint: 'Write a port',
      span,
      args: { key: 'x', kind: 'a port' },
    });
  });

  it('lets the place replace the hint and leaves out what is not there', () => {
    expect(report('NOTE', { args: {} })).toEqual({
      code: 'NOTE',
      severity: 'warning',
      message: 'only a note',
    });
    expect(report('BAD_VALUE', { args: { key: 'x', kind: 'y' }, hint: 'other' }).hint).toBe('other');
  });

  it('does not expand an argument that looks like another one', () => {
    expect(report('BAD_VALUE', { args: { key: '{kind}', kind: 'z' } }).message).toBe('{kind} must be z');
  });
});

describe('positionAt', () => {
  it.each([
    ['', 0, 1, 1],
    ['ab', 2, 1, 3],
    ['a\nb', 2, 2, 1],
    ['a\r\nb', 3, 2, 1],
    ['a\rb', 2, 2, 1],
    ['a\nb', 99, 2, 2],
    ['a', -1, 1, 1],
  ])('%j at %d is %d:%d', (text, offset, line, column) => {
    expect(positionAt(text, offset)).toEqual({ line, column });
  });
});

const text = 'cluster_name: example\nrds.password: hunter2\nport: x\n';
const at = (part: string, source = text) => {
  const start = source.indexOf(part);
  return { path: 'kfdist.yaml', start, end: start + part.length };
};
const sources = (source: Partial<Source> = {}) => sourcesOf([{ path: 'kfdist.yaml', text, ...source }]);

describe('formatDiagnostic', () => {
  it('shows sentence, place, line, carets and the next step', () => {
    const diagnostic = report('BAD_VALUE', { args: { key: 'port', kind: 'a number' }, span: at('port: x') });
    expect(formatDiagnostic(diagnostic, sources())).toBe(
      [
        'error: port must be a number [BAD_VALUE]',
        '  --> kfdist.yaml:3:1',
        '  |',
        '3 | port: x',
        '  | ^^^^^^^',
        '  = help: Write a number',
      ].join('\n'),
    );
  });

  it('never prints a redacted range, wherever the span lies', () => {
    const secret = at('hunter2');
    const redacted = [{ start: secret.start, end: secret.end }];
    for (const span of [
      secret,
      at('rds.password'),
      at('rds.password: hunter2'),
      { ...secret, start: secret.start + 2 },
    ]) {
      const shown = formatDiagnostic({ ...report('NOTE', { args: {} }), span }, sources({ redacted }));
      expect(shown).toContain('rds.password: [redacted]');
      expect(shown).not.toMatch(/hunter|unter2/);
    }
  });

  it('names the file alone when its text is not at hand', () => {
    const shown = formatDiagnostic(
      { ...report('NOTE', { args: {} }), span: { path: 'gone', start: 4, end: 5 } },
      new Map(),
    );
    expect(shown).toBe('warning: only a note [NOTE]\n  --> gone');
  });

  it('keeps lines within the width around the mark of a very long line', () => {
    const long = `${'a'.repeat(100_000)}MARK${'b'.repeat(100_000)}`;
    const diagnostic = { ...report('NOTE', { args: {} }), span: at('MARK', long) };
    const lines = formatDiagnostic(diagnostic, sources({ text: long })).split('\n');
    expect(lines.every((line) => line.length <= 80)).toBe(true);
    expect(lines.at(-1)?.indexOf('^^^^')).toBe(lines.at(-2)?.indexOf('MARK'));
  });

  it('shows related places', () => {
    const diagnostic = {
      ...report('NOTE', { args: {} }),
      span: at('port'),
      related: [{ message: 'first set here', span: at('cluster_name') }],
    };
    expect(formatDiagnostic(diagnostic, sources())).toContain('note: first set here\n  --> kfdist.yaml:1:1');
  });

  it('accepts any text and any span, and prints no control character of the source', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(60), fc.nat(60), (source, start, length) => {
        const span = { path: 'p', start, end: start + length };
        const shown = formatDiagnostic(
          { ...report('NOTE', { args: {} }), span },
          sourcesOf([{ path: 'p', text: source }]),
        );
        expect(shown).not.toMatch(/[^\P{Cc}\n]/u);
      }),
    );
  });
});

describe('a list of diagnostics', () => {
  const warning = report('NOTE', { args: {} });
  const error: Diagnostic = report('BAD_VALUE', { args: { key: 'a', kind: 'b' } });

  it('prints errors last', () => {
    const shown = formatDiagnostics([error, warning], new Map());
    expect(shown.indexOf('NOTE')).toBeLessThan(shown.indexOf('BAD_VALUE'));
  });

  it('has errors only when one is', () => {
    expect([hasErrors([]), hasErrors([warning]), hasErrors([warning, error])]).toEqual([false, false, true]);
  });

  it('is located for programs', () => {
    const located = locateDiagnostic({ ...error, span: at('port: x') }, sources());
    expect(located).toMatchObject({ path: 'kfdist.yaml', line: 3, column: 1, endLine: 3, endColumn: 8 });
    expect(locateDiagnostic(error, sources())).toEqual(error);
    const related = [{ message: 'here', span: at('port: x') }];
    expect(locateDiagnostic({ ...error, related }, sources()).related).toMatchObject([
      { line: 3, column: 1 },
    ]);
  });
});
