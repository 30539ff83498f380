import { ARGOCD_DIAGNOSTICS } from '@kfdist/argocd';
import { CONFIG_DIAGNOSTICS } from '@kfdist/config';
import { CREDENTIALS_DIAGNOSTICS } from '@kfdist/credentials';
import { IAM_DIAGNOSTICS } from '@kfdist/iam';
import { MANIFESTS_DIAGNOSTICS } from '@kfdist/manifests';
import { PLATFORM_DIAGNOSTICS } from '@kfdist/platform';
import { expect, it } from 'vitest';
import { CLI_DIAGNOSTICS } from '../src/codes.ts';

it('gives each code one meaning in all packages', () => {
  const catalogs = [
    ARGOCD_DIAGNOSTICS,
    CLI_DIAGNOSTICS,
    CONFIG_DIAGNOSTICS,
    CREDENTIALS_DIAGNOSTICS,
    IAM_DIAGNOSTICS,
    MANIFESTS_DIAGNOSTICS,
    PLATFORM_DIAGNOSTICS,
  ];
  const codes = catalogs.flatMap((catalog) => Object.keys(catalog));
  expect(codes.filter((code, i) => codes.indexOf(code) !== i)).toEqual([]);
  expect(codes.filter((code) => !/^[A-Z]+(_[A-Z]+)*$/.test(code))).toEqual([]);
});
