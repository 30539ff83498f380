import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileManifest, renderManifest } from '../src/index.ts';
import { documents, isReadable, meant, read, template, VERSIONS, values } from './slotted-documents.ts';

describe('the structure of a YAML document', () => {
  it('is what its template says, whatever the values', () => {
    fc.assert(
      fc.property(template.filter(isReadable), values, (text, settings) => {
        const compiled = compileManifest({ path: 'x.yaml', text });
        expect(compiled.diagnostics).toEqual([]);
        const rendered = renderManifest(compiled, (key) => settings[key]);
        if (rendered.diagnostics.some(({ code }) => code === 'DUPLICATE_KEY')) return;
        expect(rendered.diagnostics).toEqual([]);
        for (const version of VERSIONS) {
          expect(read(rendered.text, version)).toEqual(
            documents(text, version).map(({ contents }) => meant(contents, settings)),
          );
        }
      }),
      { numRuns: 500 },
    );
  });
});
