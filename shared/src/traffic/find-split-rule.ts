import { InputError } from '../action/errors.ts';
import type { InputProblem } from '../action/errors.ts';
import { describeReference } from '../cluster/api-error.ts';
import type { KubeObject } from '../cluster/kube-object.ts';
import { arrayAt, numberAt, stringAt } from '../json/json.ts';
import { backendsOf, placesOfService } from './http-route.ts';
import type { SplitRule } from './http-route.ts';
import type { RouteBackends } from './traffic-router.ts';

/** How the user names the two sides; what is left out is found by convention. */
export interface SplitQuestion {
  /** A rule's name, or its number counted from 1; needed where several rules carry the stable side. */
  readonly rule: string | undefined;
  /** The stable Service; else the route's first backend. */
  readonly stable: string | undefined;
  /** The canary's Service; else `<stable>-canary`. */
  readonly canary: string | undefined;
}

/** Where an HTTPRoute shares requests between two Services. */
export interface FoundSplit {
  readonly place: SplitRule;
  readonly backends: RouteBackends;
}

/**
 * Finds the one rule that carries the stable side. Throws an InputError that names input and route
 * where there is none, more than one, or a third backend whose share would be unclear.
 */
export function findSplitRule(route: KubeObject, question: SplitQuestion): FoundSplit {
  const shown = describeReference({ ...route.metadata, kind: route.kind });
  const fail = (input: string, message: string): never => {
    const problem: InputProblem = { input, message };
    throw new InputError([problem]);
  };
  const candidates = rulesNamed(route, question.rule);
  if (candidates.length === 0) {
    fail('rule', `${shown} has no rule ${JSON.stringify(question.rule)}; it has ${rules(route)}`);
  }
  const stable =
    question.stable ??
    candidates.map((rule) => stringAt(backendsOf(route, rule), 0, 'name')).find(Boolean);
  if (stable === undefined) return fail('route', `${shown} has no backend to take traffic from`);
  const carrying = candidates.filter((rule) => placesOfService(route, rule, stable).length > 0);
  const [rule] = carrying;
  if (rule === undefined) {
    return fail('stable', `no rule of ${shown} has Service ${stable} as a backend`);
  }
  if (carrying.length > 1) {
    const numbers = carrying.map((index) => index + 1).join(', ');
    fail(
      'rule',
      `Service ${stable} is a backend of rules ${numbers} of ${shown}; name one of them`,
    );
  }
  const canary = question.canary ?? `${stable}-canary`;
  if (canary === stable) fail('canary', `is Service ${stable}, which is the stable side already`);

  const [place, ...again] = placesOfService(route, rule, stable);
  const canaryPlaces = placesOfService(route, rule, canary);
  const total = backendsOf(route, rule).length;
  if (place === undefined || again.length > 0 || canaryPlaces.length > 1) {
    return fail('route', `rule ${rule + 1} of ${shown} names the same backend twice`);
  }
  if (total > 1 + canaryPlaces.length) {
    fail(
      'route',
      `rule ${rule + 1} of ${shown} has ${total} backends, and only ${stable} and ${canary} may share its traffic`,
    );
  }
  const port = numberAt(backendsOf(route, rule), place, 'port');
  if (port === undefined) return fail('route', `backend ${stable} of ${shown} names no port`);
  return {
    place: { rule, stable: place, canary: canaryPlaces[0] },
    backends: { stable, canary, port },
  };
}

function rulesNamed(route: KubeObject, wanted: string | undefined): readonly number[] {
  const all = arrayAt(route, 'spec', 'rules');
  const indices = all.map((_, index) => index);
  if (wanted === undefined) return indices;
  const named = indices.filter((index) => stringAt(all, index, 'name') === wanted);
  return named.length > 0 ? named : indices.filter((index) => String(index + 1) === wanted);
}

function rules(route: KubeObject): string {
  const all = arrayAt(route, 'spec', 'rules');
  const names = all.flatMap((rule) => stringAt(rule, 'name') ?? []);
  return [`${all.length} rule${all.length === 1 ? '' : 's'}`, ...names].join(', ');
}
