import { parse } from 'acorn';
import type { Node, ObjectExpression } from 'acorn';

/**
 * A bundle whose modules V8 compiles while it reads them. Otherwise it reads each of them twice: to find
 * where it ends, and again when it runs, which nearly all do at the start. A function in parentheses is
 * taken for one that is called at once (https://v8.dev/blog/preparser#pife).
 */
export function compileModulesEagerly(bundle: string): string {
  const places = modulesOf(bundle);
  let text = '';
  let from = 0;
  for (const { start, end } of places) {
    text += `${bundle.slice(from, start)}(${bundle.slice(start, end)})`;
    from = end;
  }
  return text + bundle.slice(from);
}

/** The functions of webpack's table of modules, in their order. */
function modulesOf(bundle: string): readonly Node[] {
  const { body } = parse(bundle, { ecmaVersion: 'latest', sourceType: 'module' });
  const tables = body
    .flatMap((statement) =>
      statement.type === 'VariableDeclaration' ? statement.declarations : [],
    )
    .flatMap(({ init }) => (init?.type === 'ObjectExpression' && isTable(init) ? [init] : []));
  const [table, ...others] = tables;
  if (table === undefined || others.length > 0) {
    throw new Error(`the bundle has ${tables.length} tables of modules instead of one`);
  }
  return table.properties.flatMap((each) => (each.type === 'Property' ? [each.value] : []));
}

function isTable({ properties }: ObjectExpression): boolean {
  return (
    properties.length > 0 &&
    properties.every(
      (each) =>
        each.type === 'Property' &&
        each.key.type === 'Literal' &&
        ['ArrowFunctionExpression', 'FunctionExpression'].includes(each.value.type),
    )
  );
}
