import type { Facts } from '../facts.ts';
import { matchesPattern } from '../pattern.ts';
import type { PlacedObject } from '../placed-object.ts';
import { at, records, text } from '../reading.ts';
import { type Found, type Rule, rule } from '../rule.ts';

function ignoringNothing(facts: Facts): readonly Found<'entry'>[] {
  return facts.input.components.flatMap((component) =>
    (component.ignoreDifferences ?? []).flatMap((entry, index) => {
      const isThere = facts.objects.some(
        (object) =>
          object.component === component &&
          object.group === (entry.group ?? '') &&
          object.kind === entry.kind &&
          (entry.name === undefined || object.name === entry.name) &&
          (entry.namespace === undefined || object.namespace === entry.namespace),
      );
      if (isThere) return [];
      const spelled = [entry.group, entry.kind, entry.namespace, entry.name].filter(Boolean).join('/');
      return {
        object: applicationOf(component.name, facts),
        path: ['spec', 'ignoreDifferences', index],
        args: { entry: spelled },
      };
    }),
  );
}

/** The Application of a component; a finding is about an object even if that is somewhere else. */
function applicationOf(name: string, facts: Facts): PlacedObject {
  const present = facts.ofKind('argoproj.io/Application').find((one) => one.name === name);
  const component = facts.input.components.find((one) => one.name === name) ?? { name, objects: [] };
  const absent = { object: {}, component, apiVersion: 'argoproj.io/v1alpha1', group: 'argoproj.io', wave: 0 };
  return present ?? { ...absent, kind: 'Application', namespace: 'argocd', name };
}

interface Confined {
  readonly object: PlacedObject;
  readonly project: PlacedObject;
}

/** Every object with the project of its Application. */
function confined(facts: Facts): readonly Confined[] {
  const projects = new Map(facts.ofKind('argoproj.io/AppProject').map((one) => [one.name, one]));
  return facts.objects.flatMap((object) => {
    const project = projects.get(object.component.project ?? '');
    return project === undefined ? [] : { object, project };
  });
}

function kindsOutside(facts: Facts): readonly Found<'kind' | 'project'>[] {
  return confined(facts).flatMap(({ object, project }) => {
    const field = object.namespace === '' ? 'clusterResourceWhitelist' : 'namespaceResourceWhitelist';
    const listed = at(project.object, 'spec', field);
    // Without a list every namespaced kind is allowed, and no cluster-wide one
    if (listed === undefined && object.namespace !== '') return [];
    const isAllowed = records(listed).some(
      (one) => matchesPattern(object.group, text(one.group)) && matchesPattern(object.kind, text(one.kind)),
    );
    const kind = object.group === '' ? object.kind : `${object.group}/${object.kind}`;
    return isAllowed ? [] : { object, path: ['kind'], args: { kind, project: project.name } };
  });
}

function namespacesOutside(facts: Facts): readonly Found<'namespace' | 'project'>[] {
  return confined(facts).flatMap(({ object, project }) => {
    if (object.namespace === '') return [];
    const isAllowed = records(at(project.object, 'spec', 'destinations')).some((one) =>
      matchesPattern(object.namespace, text(one.namespace)),
    );
    const args = { namespace: object.namespace, project: project.name };
    return isAllowed ? [] : { object, path: ['metadata', 'namespace'], args };
  });
}

function idlePermissions(facts: Facts): readonly Found<'permission'>[] {
  const all = confined(facts);
  return facts.ofKind('argoproj.io/AppProject').flatMap((project) => {
    const own = all.filter((one) => one.project === project).map(({ object }) => object);
    if (own.length === 0) return [];
    const kinds = records(at(project.object, 'spec', 'clusterResourceWhitelist')).flatMap((one, index) => {
      const isUsed = own.some(
        ({ group, kind }) => matchesPattern(group, text(one.group)) && matchesPattern(kind, text(one.kind)),
      );
      const permission = `the kind ${[text(one.group), text(one.kind)].filter((part) => part !== '').join('/')}`;
      return isUsed ? [] : { path: ['spec', 'clusterResourceWhitelist', index], permission };
    });
    const namespaces = records(at(project.object, 'spec', 'destinations')).flatMap((one, index) => {
      const isUsed = usedNamespaces(project, own, facts).some((name) =>
        matchesPattern(name, text(one.namespace)),
      );
      return isUsed
        ? []
        : { path: ['spec', 'destinations', index], permission: `the namespace ${text(one.namespace)}` };
    });
    return [...kinds, ...namespaces].map(({ path, permission }) => ({
      object: project,
      path,
      args: { permission },
    }));
  });
}

/** Where objects lie, and what Applications say that they are for. */
function usedNamespaces(
  project: PlacedObject,
  own: readonly PlacedObject[],
  facts: Facts,
): readonly string[] {
  const destinations = facts
    .ofKind('argoproj.io/Application')
    .filter(({ object }) => at(object, 'spec', 'project') === project.name)
    .map(({ object }) => text(at(object, 'spec', 'destination', 'namespace')));
  return [...new Set([...own.map(({ namespace }) => namespace), ...destinations])];
}

export const applicationRules: readonly Rule[] = [
  rule({
    id: 'IGNORES_NOTHING',
    severity: 'warning',
    summary: 'Every entry of ignoreDifferences is about an object that is there',
    message: '{object} ignores differences of {entry}, which it does not deliver',
    hint: 'Correct the group, kind and name; webhooks are of the group admissionregistration.k8s.io, not apps.',
    explanation:
      'An entry with a wrong group silently does nothing (argo-cd#9323), and the object stays OutOfSync.',
    check: ignoringNothing,
  }),
  rule({
    id: 'KIND_OUTSIDE_PROJECT',
    severity: 'error',
    summary: 'Every project allows the kinds that its Applications deliver',
    message: '{object} is of the kind {kind}, which the AppProject {project} does not allow',
    hint: 'Add it to project.clusterKinds in component.yaml.',
    explanation:
      'Argo CD refuses to sync an Application with an object of a kind that its project does not allow.',
    check: kindsOutside,
  }),
  rule({
    id: 'NAMESPACE_OUTSIDE_PROJECT',
    severity: 'error',
    summary: 'Every project allows the namespaces that its Applications deliver to',
    message: '{object} lies in the namespace {namespace}, which the AppProject {project} does not allow',
    hint: 'Add it to project.namespaces in component.yaml.',
    explanation:
      'Argo CD refuses to sync an Application with an object in a namespace that its project does not allow.',
    check: namespacesOutside,
  }),
  rule({
    id: 'IDLE_PERMISSION',
    severity: 'warning',
    summary: 'No project allows what its Applications do not need',
    message: '{object} allows {permission}, which none of its Applications delivers',
    hint: 'Take it out of `project` in component.yaml.',
    explanation:
      'A project that allows more than is delivered lets a later mistake, or an intruder in the repository, deliver it.',
    check: idlePermissions,
  }),
];
