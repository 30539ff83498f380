/** The files of a component that does not exist yet, to be filled in: by their path in the repository. */
export function newComponent(name) {
  if (!/^[a-z][a-z0-9-]*[a-z0-9]$/.test(name))
    throw new RangeError(`${name} is no name of a component: use a-z, 0-9 and -`);
  const folder = `distribution/${name}`;
  return {
    [`${folder}/component.yaml`]: `# yaml-language-server: $schema=../component.schema.json
name: ${name}
summary: Says in one line what it is for
category: kubeflow
namespace: { name: ${name} }
source: { kustomize: {} }
needs: [namespaces]
enabled: false
`,
    [`${folder}/kustomization.yaml`]: `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: ${name}
resources:
  - configmap.yaml
`,
    [`${folder}/configmap.yaml`]: `apiVersion: v1
kind: ConfigMap
metadata:
  name: ${name}
data:
  cluster: <<__cluster_name__>>
`,
  };
}
