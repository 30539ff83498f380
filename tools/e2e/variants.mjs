/**
 * Platforms to bring up: every member of every pick-one group is in one of them, and each optional component.
 * `needs` is what a member asks for that has no default.
 */
export const VARIANTS = {
  default: [],
  sealed: [
    'components.secrets=sealed-secrets',
    'components.authentication=keycloak',
    'components.certificates=self-signed',
    'components.autoscaler=karpenter',
    'components.training=both',
  ],
  external: [
    'components.authentication=external-oidc',
    'oidc.issuer=https://login.example.com',
    'oidc.redis.connection_url=rediss://example.abcdef.euc1.cache.amazonaws.com:6379',
    'components.certificates=acm',
    'certificates.acm_arn=arn:aws:acm:eu-central-1:123456789012:certificate/12345678-1234-1234-1234-123456789012',
    'components.secrets=both',
    'components.autoscaler=none',
    'components.training=training-operator',
    'components.serving=none',
  ],
  imported: ['components.certificates=imported'],
};
