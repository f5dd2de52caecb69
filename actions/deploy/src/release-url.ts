import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { arrayAt, stringAt } from '@kube-delivery/shared/json/json';
import { groupOf } from '@kube-delivery/shared/manifests/manifest';

/**
 * The address under which the release is reached, from its first Ingress or HTTPRoute that names a
 * host; empty where none does. An HTTPRoute does not say whether its Gateway speaks TLS, so its
 * address is `https` only where it attaches to a listener whose name says so.
 */
export function releaseUrl(objects: readonly KubeObject[]): string {
  for (const object of objects) {
    const url = urlOf(object);
    if (url !== undefined) return url;
  }
  return '';
}

function urlOf(object: KubeObject): string | undefined {
  const kind = `${groupOf(object)}/${object.kind}`;
  if (kind === 'networking.k8s.io/Ingress') {
    const rule = arrayAt(object, 'spec', 'rules').find((each) => isName(stringAt(each, 'host')));
    const host = stringAt(rule, 'host');
    if (host === undefined) return undefined;
    const secure = arrayAt(object, 'spec', 'tls').some((tls) =>
      arrayAt(tls, 'hosts').includes(host),
    );
    const path = stringAt(rule, 'http', 'paths', 0, 'path') ?? '/';
    return `${secure ? 'https' : 'http'}://${host}${path}`;
  }
  if (kind === 'gateway.networking.k8s.io/HTTPRoute') {
    const host = arrayAt(object, 'spec', 'hostnames').find(
      (each): each is string => typeof each === 'string' && isName(each),
    );
    if (host === undefined) return undefined;
    const secure = arrayAt(object, 'spec', 'parentRefs').some(
      (parent) =>
        stringAt(parent, 'sectionName')?.includes('https') === true ||
        (typeof parent === 'object' && parent !== null && 'port' in parent && parent.port === 443),
    );
    const path = stringAt(object, 'spec', 'rules', 0, 'matches', 0, 'path', 'value') ?? '/';
    return `${secure ? 'https' : 'http'}://${host}${path}`;
  }
  return undefined;
}

/** A wildcard is no address that could be opened. */
function isName(host: string | undefined): boolean {
  return host !== undefined && host !== '' && !host.includes('*');
}
