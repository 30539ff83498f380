import { describe, expect, it } from 'vitest';
import { checkGiven, LOGIN_NAMES, loginId, loginsFrom, redact, valueGraph } from '../src/index.ts';
import { specsOf } from './platform.ts';

const { graph } = valueGraph(specsOf(['oauth2-proxy', 'dex']));

describe('loginsFrom', () => {
  it('takes what the predecessor asked, where a credential uses it', () => {
    const environment = {
      email: 'ada@example.com',
      password: 'p',
      username: '',
      lastname: 'L',
      PATH: '/bin',
    };
    const given = loginsFrom(environment, graph);
    expect([...given].map(([id, value]) => [id, value.reveal()])).toEqual([
      ['admin-email', 'ada@example.com'],
      ['admin-password', 'p'],
    ]);
    expect(LOGIN_NAMES.map(loginId)).toEqual([
      'admin-email',
      'admin-username',
      'admin-firstname',
      'admin-lastname',
      'admin-password',
    ]);
  });
});

describe('checkGiven', () => {
  it('reports names that nothing uses, with those that are asked for', () => {
    const given = new Map([
      ['admin-pasword', redact('x')],
      ['oidc-client-id', redact('y')],
    ]);
    expect(checkGiven(given, graph).map(({ code, args }) => [code, args])).toEqual([
      ['UNKNOWN_GIVEN', { value: 'admin-pasword', known: 'admin-email, admin-username, admin-password' }],
    ]);
    expect(JSON.stringify(checkGiven(given, graph))).not.toContain('"x"');
  });
});
