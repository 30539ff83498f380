import { containers, is } from './pick.mjs';

/** Adds an object to a component. */
const added = (object, { component }) => {
  component.objects.push(object);
  return object;
};

const firstImage = (object) => containers(object)[0]?.image;

/** Ways to break what an object names beside other objects of its component. */
export const REFERENCE_MUTATIONS = [
  {
    rule: 'MISSING_CLAIM',
    breaks: 'pods mount a claim that nobody makes',
    pick: is('Deployment'),
    change: ({ spec }) => {
      const pod = spec.template.spec;
      pod.volumes = [
        ...(pod.volumes ?? []),
        { name: 'more', persistentVolumeClaim: { claimName: 'renamed' } },
      ];
    },
  },
  {
    rule: 'MISSING_STORAGE_CLASS',
    breaks: 'a claim asks for another class',
    pick: is('Deployment', ({ metadata }) => metadata.namespace === 'kubeflow'),
    change: ({ metadata: { namespace } }, context) =>
      added(
        {
          apiVersion: 'v1',
          kind: 'PersistentVolumeClaim',
          metadata: { name: 'more', namespace },
          spec: {
            storageClassName: 'renamed',
            accessModes: ['ReadWriteOnce'],
            resources: { requests: { storage: '1Gi' } },
          },
        },
        context,
      ),
  },
  {
    rule: 'MISSING_INGRESS_CLASS',
    breaks: 'an Ingress is for a class that nobody serves',
    also: ['HOST_WITHOUT_LOGIN'],
    pick: is('Service', ({ metadata }) => metadata.namespace === 'kubeflow'),
    change: ({ metadata: { namespace } }, context) =>
      added(
        {
          apiVersion: 'networking.k8s.io/v1',
          kind: 'Ingress',
          metadata: { name: 'more', namespace },
          spec: { ingressClassName: 'renamed' },
        },
        context,
      ),
  },
  {
    rule: 'MISSING_PORT',
    breaks: 'a Service names another port of its pods',
    pick: is('Service', ({ spec }) => spec.selector && typeof spec.ports[0].targetPort === 'string'),
    change: ({ spec }) => {
      spec.ports[0].targetPort = 'renamed';
    },
  },
  {
    rule: 'MISSING_TARGET',
    breaks: 'an autoscaler names another Deployment',
    pick: is('Deployment', ({ metadata }) => metadata.namespace === 'kubeflow'),
    change: ({ metadata: { namespace } }, context) =>
      added(
        {
          apiVersion: 'autoscaling/v2',
          kind: 'HorizontalPodAutoscaler',
          metadata: { name: 'more', namespace },
          spec: {
            maxReplicas: 2,
            scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'renamed' },
          },
        },
        context,
      ),
  },
  {
    rule: 'UNSERVED_HOST',
    breaks: 'a route is for a host of no Gateway',
    pick: is('VirtualService', ({ spec }) => !spec.hosts.includes('*')),
    change: ({ spec }) => {
      spec.hosts = ['other.example.org'];
    },
  },
  {
    rule: 'OPEN_AUTHORIZATION_POLICY',
    breaks: 'a policy lets everybody in',
    pick: is(
      'AuthorizationPolicy',
      ({ metadata, spec }) => metadata.namespace === 'kubeflow' && spec.action === 'ALLOW',
    ),
    change: ({ spec }) => {
      spec.rules = [{}];
    },
  },
  {
    rule: 'UNLOCKED_IMAGE',
    breaks: 'an image is not in the lock',
    pick: is('Deployment', (object, { images }) => {
      const uses = images.filter(({ image }) => image === firstImage(object));
      return uses.length === 1 && !firstImage(object).includes('@');
    }),
    change: (object, { images, input, canonicalImage }) => {
      const locked = images.map(({ image }) => image).filter((image) => image !== firstImage(object));
      input.imageLock = new Map(locked.map((image) => [canonicalImage(image), `sha256:${'0'.repeat(64)}`]));
    },
  },
];
