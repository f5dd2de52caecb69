import type { InputReader } from '@kube-delivery/shared/action/input-reader';
import type { Caps } from '../blast-radius/caps.ts';
import { isNamespaceName } from '../namespace-name.ts';
import { readPercent } from './percent.ts';

/** Reads how much may be hit. */
export function readCaps(reader: InputReader): Caps {
  const namespaces = readNamespaces(reader, 'namespaces');
  const fallback = 'kube-system, kube-public, kube-node-lease';
  return {
    optIn: reader.choice('opt-in', ['required', 'none'], 'required'),
    namespaces: namespaces.length === 0 ? undefined : namespaces,
    protectedNamespaces: readNamespaces(reader, 'protected-namespaces', fallback),
    maxTargets: reader.integer('max-targets', 1, { min: 1 }),
    maxPercent: readPercent(reader, 'max-percent', '50%') ?? 0,
    minReadyRemaining: reader.integer('min-ready-remaining', 1, { min: 0 }),
    minimumAge: reader.duration('minimum-age', '0s', { zero: true }),
    respectPdb: reader.boolean('respect-pdb', true),
  };
}

function readNamespaces(reader: InputReader, name: string, fallback?: string): readonly string[] {
  const namespaces = reader.list(name, {
    commas: true,
    ...(fallback === undefined ? {} : { fallback }),
  });
  for (const namespace of namespaces) {
    if (!isNamespaceName(namespace)) {
      const why = 'is not a name of a namespace; wildcards are not known here';
      reader.reject(name, `${JSON.stringify(namespace)} ${why}`);
    }
  }
  return namespaces;
}
