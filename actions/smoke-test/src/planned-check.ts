import type { Check } from '@kube-delivery/shared/http-check/check';
import type { Inputs } from './inputs.ts';
import type { PodPort } from '@kube-delivery/shared/target/pod-port';

/** A check that is sent, or the mere opening of a connection. */
export type PlannedCheck =
  | { readonly kind: 'http'; readonly check: Check }
  | { readonly kind: 'connect'; readonly name: string };

type Wanted = Pick<Inputs, 'checks' | 'simple'>;

/** The checks for a URL: those given, or one GET of the URL itself. */
export function checksForUrl({ checks, simple }: Wanted, url: URL): readonly PlannedCheck[] {
  if (checks !== undefined) return checks.map((check) => ({ kind: 'http', check }));
  return [{ kind: 'http', check: get(url.pathname, url, simple.expectation) }];
}

/**
 * The checks for a pod: those given that have a path, or one GET of its readiness path; where its
 * readiness probe is no plain HTTP one and nothing is expected of an answer, that its port takes a
 * connection.
 */
export function checksForPod({ checks, simple }: Wanted, port: PodPort): readonly PlannedCheck[] {
  if (checks !== undefined) {
    return checks
      .filter(({ url }) => !(url instanceof URL))
      .map((check) => ({ kind: 'http', check }));
  }
  if (port.readinessPath === undefined && !simple.given) {
    return [{ kind: 'connect', name: `TCP connect to port ${port.number}` }];
  }
  const path = port.readinessPath ?? '/';
  const name =
    port.readinessPath === undefined ? 'path /' : `readiness path ${path.replace(/[?#].*/s, '')}`;
  return [{ kind: 'http', check: get(name, { path }, simple.expectation) }];
}

/** The name that a check is reported by. */
export function nameOf(planned: PlannedCheck): string {
  return planned.kind === 'http' ? planned.check.name : planned.name;
}

function get(name: string, url: Check['url'], expect: Check['expect']): Check {
  return { name, url, method: 'GET', headers: {}, expect };
}
