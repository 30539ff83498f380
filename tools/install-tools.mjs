/** Installs the programs that tests compare with, from pinned module versions, into .tools/bin: `node tools/install-tools.mjs [NAME...]`. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const TOOLS = {
  kustomize: 'sigs.k8s.io/kustomize/kustomize/v5@v5.8.1',
  helm: 'helm.sh/helm/v3/cmd/helm@v3.20.2',
  kubeseal: 'github.com/bitnami-labs/sealed-secrets/cmd/kubeseal@v0.36.6',
  kubeconform: 'github.com/yannh/kubeconform/cmd/kubeconform@v0.7.0',
};

const bin = join(import.meta.dirname, '..', '.tools', 'bin');
const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(TOOLS);
for (const name of names) {
  if (!Object.hasOwn(TOOLS, name)) throw new Error(`${name} is none of ${Object.keys(TOOLS).join(', ')}`);
  if (existsSync(join(bin, name))) continue;
  console.log(`${name}: go install ${TOOLS[name]}`);
  const env = { ...process.env, GOBIN: bin, CGO_ENABLED: '0' };
  execFileSync('go', ['install', '-ldflags', '-s -w', TOOLS[name]], { env, stdio: 'inherit' });
}
