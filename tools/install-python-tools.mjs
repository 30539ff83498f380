/**
 * Makes `.tools/venv`, the virtual environment with the Python tools that some tests use: an emulator of AWS, a
 * checker of CloudFormation templates and the AWS CLI. Run again, it only fills in what is missing.
 *
 *   node tools/install-python-tools.mjs
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const VENV = join(import.meta.dirname, '../.tools/venv');
const PACKAGES = ['moto[server]==5.2.5', 'cfn-lint==1.58.0', 'awscli==1.46.3'];

const python = join(VENV, 'bin/python');
const run = (command, args) => execFileSync(command, args, { stdio: 'inherit' });

mkdirSync(join(VENV, '..'), { recursive: true });
writeFileSync(join(VENV, '../.gitignore'), '*\n');
if (!existsSync(python)) run(process.env.PYTHON ?? 'python3', ['-m', 'venv', VENV]);
run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...PACKAGES]);
console.log(`installed ${PACKAGES.join(', ')} into .tools/venv`);
