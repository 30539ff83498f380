import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { runCommand } from './run-command.mjs';

/**
 * The cluster of a local control plane: `folder` has its scripts, `instance` keeps its data. AWS is an emulator.
 * What it is asked to serve can be given before it is up.
 */
export function openLab(folder, instance) {
  for (const script of ['up.sh', 'down.sh', 'in.sh', 'serve-upstream.sh', 'serve-chart.sh', 'serve-file.sh'])
    if (!existsSync(join(folder, script))) throw new Error(`${folder} has no ${script}: it is no lab`);
  const env = { RUN: instance };
  const script = (name, ...args) => runCommand([join(folder, name), ...args], { env });
  /** Runs a program with the network, kubectl context and AWS of the lab. */
  const run = (command, options = {}) =>
    runCommand([join(folder, 'in.sh'), ...command], { ...options, env: { ...env, ...options.env } });
  return {
    name: 'local control plane',
    hasAws: true,
    /** Its APIService asks a pod, and no container runs. */
    settings: ['components.metrics-server=false'],
    lacks: [
      'metrics-server is left out: the API server asks its pods',
      'containers do not run: pods are Ready because a simulator says so, images are not pulled',
      'admission webhooks are off',
      'statuses that controllers of AWS, cert-manager, External Secrets and Karpenter write are simulated',
    ],
    run,
    env,
    /** The command line that runs another one inside. */
    commandLine: (command) => [join(folder, 'in.sh'), ...command],
    kubectl: async (...args) => (await run(['kubectl', ...args])).stdout,
    versions: async () => {
      const versions = [];
      for (const [what, ...command] of VERSIONS)
        versions.push([what, /\d+\.\d+(?:\.\d+)?/.exec((await run(command)).stdout)?.[0] ?? 'unknown']);
      return versions;
    },
    up: async ({ sealingKey } = {}) => {
      const flags = sealingFlags(sealingKey, instance);
      for (let attempt = 1; ; attempt++) {
        await script('up.sh', '--moto', ...flags);
        if (await answers(run)) return;
        if (attempt === 3) throw new Error('the lab is up, but does not answer in its own network');
        await script('down.sh');
      }
    },
    publish: (url, repository) => script('serve-upstream.sh', addressOf(url), repository, 'main'),
    serveGit: (url, repository, revision) =>
      script('serve-upstream.sh', addressOf(url), repository, revision),
    serveChart: (url, chart, version) => script('serve-chart.sh', url, chart, version),
    serveFile: (url, file) => script('serve-file.sh', url, file),
    close: () => script('down.sh', '--wipe'),
  };
}

/** How each program says its version. */
const VERSIONS = [
  ['Kubernetes', 'kubectl', 'get', '--raw=/version'],
  ['Argo CD', 'argocd', 'version', '--client', '--short'],
  ['Kustomize', 'kustomize', 'version'],
  ['Helm', 'helm', 'version', '--short'],
  ['etcd', 'etcd', '--version'],
];

/** Now and then its programs start before their network namespace does, and then listen outside of it. */
async function answers(run) {
  const places = ['https://127.0.0.1:6443/livez', 'http://127.0.0.1:5000/moto-api/data.json'];
  const codes = [];
  for (const place of places)
    codes.push((await run(['curl', '-sko', '/dev/null', '--max-time', '10', place], { check: false })).code);
  return codes.every((code) => code === 0);
}

/** The lab's own controller starts before the bootstrap, and reads its key when it starts. */
function sealingFlags(sealingKey, instance) {
  if (sealingKey === undefined) return [];
  const folder = `${instance}-sealing-key`;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const secret = parse(readFileSync(sealingKey, 'utf8'));
  for (const name of ['tls.crt', 'tls.key'])
    writeFileSync(join(folder, name), Buffer.from(secret.data[name], 'base64'), { mode: 0o600 });
  return ['--sealing-key', folder];
}

const addressOf = (url) => url.replace(/^https:\/\//, '').replace(/\.git$/, '');
