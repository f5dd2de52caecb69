import { isAlias, isMap, isScalar, isSeq, LineCounter, parseAllDocuments } from 'yaml';
import type { ParsedNode } from 'yaml';

/** A text in a values file. */
export interface ValuesField {
  /** `database.password`, `env[0].value` */
  readonly path: string;
  /** What names it: its own key, that of the list it is in, or the name beside it. */
  readonly keys: readonly string[];
  readonly value: string;
  /** From 1, where the value begins. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

/** Every text in a values file, with its place; none of a file that is no YAML. */
export function fieldsOf(text: string): readonly ValuesField[] {
  const lineCounter = new LineCounter();
  const documents = parseAllDocuments(text, { logLevel: 'silent', lineCounter, uniqueKeys: false });
  if ('empty' in documents) return [];
  const fields: ValuesField[] = [];
  const visit = (node: ParsedNode | null, path: string, keys: readonly string[]): void => {
    if (isScalar(node) && typeof node.value === 'string') {
      const { line, col: column } = lineCounter.linePos(node.range[0]);
      fields.push({ path, keys, value: node.value, line, column });
    } else if (isSeq(node)) {
      for (const [index, item] of node.items.entries()) visit(item, `${path}[${index}]`, keys);
    } else if (isMap(node)) {
      const name = nameOf(node.get('name'));
      for (const { key, value } of node.items) {
        const own = isScalar(key) ? String(key.value) : '';
        // `- name: DB_PASSWORD` with `value: …` below it, as in a container's env.
        const named = own === 'value' && name !== undefined ? [own, name] : [own];
        visit(value, path === '' ? own : `${path}.${own}`, named);
      }
    }
  };
  for (const { contents, errors } of documents) {
    if (errors.length === 0 && !isAlias(contents)) visit(contents, '', []);
  }
  return fields;
}

function nameOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
