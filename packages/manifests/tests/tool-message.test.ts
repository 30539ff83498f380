import { describe, expect, it } from 'vitest';
import { toolMessage } from '../src/build/tool-message.ts';
import { fetchError, UnreachableError } from '../src/build/upstream-error.ts';

describe('toolMessage', () => {
  it.each([
    [
      "# Warning: 'vars' is deprecated.\nError: accumulating resources: accumulation err='accumulating resources from 'a.yaml': open a.yaml: no such file",
      'open a.yaml: no such file',
    ],
    [
      'Error: template: dns/templates/a.yaml:1: function "x" not defined\n',
      'template: dns/templates/a.yaml:1: function "x" not defined',
    ],
    ['fatal: not a tree object\n', 'not a tree object'],
    ['', 'it said nothing'],
    [`Error: ${'x'.repeat(400)}`, `${'x'.repeat(300)}…`],
  ])('of %j', (stderr, message) => {
    expect(toolMessage(stderr)).toBe(message);
  });
});

describe('what a program said that was to fetch', () => {
  it.each<[string, string, string | undefined]>([
    [
      'https://github.com/a/b',
      "unable to access 'https://github.com/a/b/': Could not resolve host: github.com",
      'github.com',
    ],
    [
      'git@git.example.com:a/b',
      'ssh: Could not resolve hostname git.example.com: Name or service not known',
      'git.example.com',
    ],
    [
      'ssh://git@git.example.com:2222/a',
      'ssh: connect to host git.example.com port 2222: Connection refused',
      'git.example.com',
    ],
    [
      'https://ada:pass@git.example.com/a',
      'Failed to connect to git.example.com port 443 after 1 ms',
      'git.example.com',
    ],
    ['https://[::1]:8080/a', "Couldn't connect to server", '[::1]'],
    [
      'https://charts.example.com/dns',
      'Get "https://charts.example.com/index.yaml": dial tcp: lookup charts.example.com: no such host',
      'charts.example.com',
    ],
    ['oci://ghcr.io/example/dns', 'Get "https://ghcr.io/v2/": dial tcp 10.0.0.1:443: i/o timeout', 'ghcr.io'],
    ['https://github.com/a/b', "couldn't find remote ref v9", undefined],
    [
      'https://github.com/a/b',
      'could not read Username for https://github.com: terminal prompts disabled',
      undefined,
    ],
    ['https://github.com/a/b', 'SSL certificate problem: unable to get local issuer certificate', undefined],
  ])('of %s: %s', (address, said, host) => {
    const error = fetchError(address, said);
    expect(error instanceof UnreachableError ? error.host : undefined).toBe(host);
    expect(error.message).toBe(host === undefined ? said : `${host} cannot be reached`);
  });
});
