import { createHash } from 'node:crypto';
import { goJson } from '@kube-delivery/shared/json/go-json';
import { arrayAt, isJsonObject, valueAt } from '@kube-delivery/shared/json/json';
import type { Json } from '@kube-delivery/shared/json/json';

/**
 * The digest that Helm writes into Chart.lock (`HashReq` in internal/resolver/resolver.go): SHA-256 of
 * the declared and the locked dependencies as Go's encoder writes them.
 */
export function lockDigest(declared: Json | undefined, locked: Json | undefined): string {
  return digest([entries(declared, sanitized), entries(locked, (text) => text)]);
}

/** The digest that Helm 2 wrote into requirements.lock (`HashV2Req`), which is taken for apiVersion v1. */
export function oldLockDigest(declared: Json | undefined): string {
  return digest({ dependencies: entries(declared, sanitized) });
}

function digest(value: unknown): string {
  return `sha256:${createHash('sha256').update(goJson(value)).digest('hex')}`;
}

type Clean = (text: string) => string;

/** A list that is not there is null to Go, an empty one is empty. */
function entries(dependencies: Json | undefined, clean: Clean): readonly unknown[] | null {
  if (!Array.isArray(dependencies)) return null;
  return (dependencies as readonly Json[]).map((entry) => encoded(entry, clean));
}

/** Fields in the order of Go's struct; all but name and repository are left out where they are empty. */
function encoded(entry: Json, clean: Clean): Readonly<Record<string, unknown>> {
  const text = (key: string): string => clean(scalar(valueAt(entry, key)));
  const tags = arrayAt(entry, 'tags').map((tag) => clean(scalar(tag)));
  const imported = arrayAt(entry, 'import-values').map(sorted);
  const alias = scalar(valueAt(entry, 'alias'));
  return {
    name: text('name'),
    ...(text('version') === '' ? {} : { version: text('version') }),
    repository: text('repository'),
    ...(text('condition') === '' ? {} : { condition: text('condition') }),
    ...(tags.length === 0 ? {} : { tags }),
    ...(valueAt(entry, 'enabled') === true ? { enabled: true } : {}),
    ...(imported.length === 0 ? {} : { 'import-values': imported }),
    ...(alias === '' ? {} : { alias }),
  };
}

function scalar(value: Json | undefined): string {
  return value === undefined || value === null || typeof value === 'object' ? '' : String(value);
}

/** Go sorts the keys of maps. */
function sorted(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(sorted);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, below]) => [key, sorted(below)]),
  );
}

/** As Helm cleans what it reads: white space becomes a blank, what cannot be printed goes. */
function sanitized(text: string): string {
  return text.replace(/\s/gu, ' ').replace(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, '');
}
