import type { GroupVersionKind } from '@kube-delivery/shared/cluster/kube-object';
import { quote } from './describe-value.ts';
import type { Fault } from './field-problem.ts';
import { minorOf } from './kubernetes-versions.ts';

interface NameRule {
  readonly pattern: RegExp;
  readonly longest: number;
  readonly described: string;
}

const subdomain: NameRule = {
  pattern: /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/,
  longest: 253,
  described: 'lower-case letters, digits, `-` and `.`, and begins and ends with a letter or digit',
};
const label: NameRule = {
  pattern: /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/,
  longest: 63,
  described: 'lower-case letters, digits and `-`, and begins and ends with a letter or digit',
};
const letterFirst: NameRule = {
  pattern: /^[a-z](?:[-a-z0-9]*[a-z0-9])?$/,
  longest: 63,
  described: 'lower-case letters, digits and `-`, and begins with a letter',
};
const pathSegment: NameRule = {
  pattern: /^(?!\.\.?$)[^/%]+$/,
  longest: Infinity,
  described: 'any characters but `/` and `%`',
};

/** Until then the name of a Service must begin with a letter (RelaxedServiceNameValidation). */
const relaxedServiceMinor = 36;

/** Kinds that the server holds to another rule than that of a DNS subdomain (its pkg/apis). */
const rulesByKind: Readonly<Record<string, NameRule>> = {
  'v1 Namespace': label,
  'apps/v1 StatefulSet': label,
  // Its jobs append eleven characters, and their name becomes a label.
  'batch/v1 CronJob': { ...subdomain, longest: 52 },
  'batch/v1 Job': { ...subdomain, longest: 63 },
};

/** APIs whose kinds may have any name that fits into a URL. */
const freeApis = new Set([
  'apiregistration.k8s.io/v1',
  'certificates.k8s.io/v1',
  'certificates.k8s.io/v1alpha1',
  'certificates.k8s.io/v1beta1',
  'internal.apiserver.k8s.io/v1alpha1',
  'networking.k8s.io/v1 IPAddress',
  'policy/v1',
  'rbac.authorization.k8s.io/v1',
]);

/** Why an object of this kind cannot have `name` in a Kubernetes version; undefined where it can. */
export function checkName(
  { apiVersion, kind }: GroupVersionKind,
  name: string,
  version: string,
): Fault | undefined {
  const rule = ruleOf(apiVersion, kind, version);
  const isTooLong = name.length > rule.longest;
  if (!isTooLong && rule.pattern.test(name)) return undefined;
  const why = isTooLong
    ? `it has ${name.length} characters of at most ${rule.longest}`
    : `it may hold ${rule.described}`;
  return {
    rule: 'invalid-name',
    message: `a ${kind} cannot have the name ${quote(name)}: ${why}`,
    hint: isTooLong
      ? `shorten it, in a template with \`| trunc ${rule.longest} | trimSuffix "-"\``
      : 'change it, in a template with `| lower | replace "_" "-"`',
  };
}

function ruleOf(apiVersion: string, kind: string, version: string): NameRule {
  const name = `${apiVersion} ${kind}`;
  if (name === 'v1 Service') return minorOf(version) < relaxedServiceMinor ? letterFirst : label;
  if (freeApis.has(apiVersion) || freeApis.has(name)) return pathSegment;
  return rulesByKind[name] ?? subdomain;
}
