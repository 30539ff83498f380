import { is } from './pick.mjs';

const customObjects = ({ spec }, objects) =>
  objects.filter(
    ({ object }) => object.kind === spec.names.kind && String(object.apiVersion).startsWith(`${spec.group}/`),
  );

/** Ways to break what an API server makes of the objects, and when. */
export const API_MUTATIONS = [
  {
    rule: 'MISSING_KIND',
    breaks: 'the definition of a kind is gone',
    pick: is(
      'CustomResourceDefinition',
      (object, { objects }) => customObjects(object, objects).length === 1,
    ),
    change: (object, { component, objects }) => {
      component.objects.splice(component.objects.indexOf(object), 1);
      return customObjects(object, objects)[0].object;
    },
  },
  {
    rule: 'UNSERVED_VERSION',
    breaks: 'a custom object has a version that is not served',
    pick: is('VirtualService'),
    change: (object) => {
      object.apiVersion = 'networking.istio.io/v1alpha1';
    },
  },
  {
    rule: 'DEPRECATED_API',
    breaks: 'Endpoints are written by hand',
    pick: is('Service', ({ metadata }) => metadata.namespace === 'kubeflow'),
    change: ({ metadata: { namespace } }, { component }) => {
      const endpoints = { apiVersion: 'v1', kind: 'Endpoints', metadata: { name: 'database', namespace } };
      component.objects.push(endpoints);
      return endpoints;
    },
  },
  {
    rule: 'IMMUTABLE_FIELD',
    breaks: 'the class of a load balancer changes',
    pick: is('Service', ({ spec }) => spec.type === 'LoadBalancer'),
    change: ({ spec }, { input, before }) => {
      input.previous = before.components;
      spec.loadBalancerClass = 'example.com/other';
    },
  },
  {
    rule: 'LATE_WEBHOOK',
    breaks: 'an issuer comes with the server of its webhook',
    also: ['LATE_KIND'],
    pick: is('ClusterIssuer'),
    change: (_object, { component, input }) => {
      component.wave = input.components.find(({ name }) => name === 'cert-manager').wave;
    },
  },
];
