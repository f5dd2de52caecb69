import { isJsonObject } from '@kube-delivery/shared/json/json';
import type { Json } from '@kube-delivery/shared/json/json';
import { readYaml } from '@kube-delivery/shared/manifests/yaml';
import type { FieldPath } from '../../rendered-object.ts';
import { showPath } from '../../schema/show-path.ts';

/** A text in a values file. */
export interface ValuesField {
  /** `database.password`, `env[0].value` */
  readonly path: string;
  /** What names it: its own key, that of the list it is in, or the name beside it. */
  readonly keys: readonly string[];
  readonly value: string;
  /** The line, from 1, where the value begins. */
  readonly lineOf: () => number;
}

/** Every text in a values file, with its place; none of a document that is no YAML. */
export function fieldsOf(text: string): readonly ValuesField[] {
  const { documents } = readYaml(text, 'kubernetes', { lastWins: true });
  return documents.flatMap((document) => {
    const below = (
      child: Json,
      steps: FieldPath,
      keys: readonly string[],
    ): readonly ValuesField[] => {
      if (typeof child === 'string') {
        return [
          { path: showPath(steps), keys, value: child, lineOf: () => document.lineOf(...steps) },
        ];
      }
      if (Array.isArray(child)) {
        const items = child as readonly Json[];
        return items.flatMap((item, index) => below(item, [...steps, index], keys));
      }
      if (!isJsonObject(child)) return [];
      const { name } = child;
      return Object.entries(child).flatMap(([key, item]) => {
        // `- name: DB_PASSWORD` with `value: …` below it, as in a container's env.
        const names = key === 'value' && typeof name === 'string' ? [key, name] : [key];
        return below(item, [...steps, key], names);
      });
    };
    return below(document.value, [], []);
  });
}
