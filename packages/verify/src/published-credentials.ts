/**
 * Credentials that stand in the repositories of upstreams: long enough to be found in any text.
 *
 * @see https://github.com/kubeflow/community-distribution the defaults of Dex and oauth2-proxy
 */
export const PUBLISHED_TEXTS: readonly string[] = [
  // The password 12341234 of user@example.com
  '$2y$12$4K/VkmDd1q1Orb3xAt82zu8gk7Ad6ReFR4LCP9UeYE90NLiN9Df72',
  '$2b$12$4K/VkmDd1q1Orb3xAt82zu8gk7Ad6ReFR4LCP9UeYE90NLiN9Df72',
  'pUBnBOY80SnXgjibTYM9ZWNzY2xreNGQok',
  'AKIAIOSFODNN7EXAMPLE',
  'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
];

/** What programs are installed with, where a credential is expected. */
const DEFAULTS: ReadonlySet<string> = new Set([
  '12341234',
  '123456',
  'admin',
  'changeit',
  'changeme',
  'default',
  'demo',
  'katib',
  'kubeflow',
  'minio',
  'minio123',
  'minioadmin',
  'mlflow',
  'mysql',
  'pass',
  'password',
  'postgres',
  'prom-operator',
  'root',
  'secret',
  'seaweedfs',
  'test',
]);

/** Whether a credential is a default. */
export function isPublished(value: string): boolean {
  return DEFAULTS.has(value.trim().toLowerCase());
}
