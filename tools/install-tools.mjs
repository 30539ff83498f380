/** Installs the programs that tests compare with, from pinned module versions, into .tools/bin: `node tools/install-tools.mjs [NAME...]`. */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const TOOLS = {
  kustomize: 'sigs.k8s.io/kustomize/kustomize/v5@v5.8.1',
  helm: 'helm.sh/helm/v3/cmd/helm@v3.20.2',
  kubeseal: 'github.com/bitnami-labs/sealed-secrets/cmd/kubeseal@v0.36.6',
  kubeconform: 'github.com/yannh/kubeconform/cmd/kubeconform@v0.7.0',
  dex: 'github.com/dexidp/dex@v0.0.0-20260806151424-ab64ed778070',
};
const FLAGS = ['-ldflags', '-s -w'];

const bin = join(import.meta.dirname, '..', '.tools', 'bin');
const env = { ...process.env, GOBIN: bin, CGO_ENABLED: '0' };
const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(TOOLS);
for (const name of names) {
  if (!Object.hasOwn(TOOLS, name)) throw new Error(`${name} is none of ${Object.keys(TOOLS).join(', ')}`);
  if (existsSync(join(bin, name))) continue;
  console.log(`${name}: go install ${TOOLS[name]}`);
  if (name === 'dex') buildDex(TOOLS[name]);
  else execFileSync('go', ['install', ...FLAGS, TOOLS[name]], { env, stdio: 'inherit' });
}

/** `go install` refuses Dex, because its go.mod replaces a module: it is built from a copy, without its gRPC API. */
function buildDex(version) {
  const { Dir } = JSON.parse(execFileSync('go', ['mod', 'download', '-json', version], { encoding: 'utf8' }));
  const source = mkdtempSync(join(tmpdir(), 'dex-'));
  try {
    cpSync(Dir, source, { recursive: true });
    makeWritable(source);
    const api = join(source, 'server', 'apiserver');
    rmSync(api, { recursive: true });
    mkdirSync(api);
    copyFileSync(join(import.meta.dirname, 'dex', 'apiserver.go'), join(api, 'api.go'));
    const go = (...args) => execFileSync('go', args, { cwd: source, env, stdio: 'inherit' });
    go('mod', 'edit', '-dropreplace=github.com/dexidp/dex/api/v2');
    go('build', '-mod=mod', ...FLAGS, '-o', join(bin, 'dex'), './cmd/dex');
  } finally {
    rmSync(source, { recursive: true });
  }
}

/** The module cache is read-only, and so is a copy of it. */
function makeWritable(folder) {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) makeWritable(path);
    else chmodSync(path, 0o644);
  }
}
