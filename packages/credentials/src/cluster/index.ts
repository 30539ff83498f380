export { type Command, commandRunner, type Finished, type RunCommand } from '../node/run-command.ts';
export {
  type ClusterOptions,
  type ControllerOptions,
  downloadCertificate,
  fetchCertificate,
} from './fetch-certificate.ts';
export { readSecrets } from './read-secrets.ts';
