import type { NativeFunction } from '../../actions/chaos-run/src/functions/native-function.ts';
import { between, rows } from './action-tables.ts';

/** `readme` with the table between its `functions` markers made from the functions that run natively. */
export function withFunctions(readme: string, functions: readonly NativeFunction[]): string {
  const names = functions.flatMap((fn) =>
    [`${fn.module}.${fn.func}`, ...fn.aliases].map((name) => ({ fn, ...partsOf(name) })),
  );
  const modules = [...new Set(names.map(({ module }) => module))].sort();
  const body = modules.map((module) => {
    const own = names.filter((each) => each.module === module);
    const cells = own.map(({ fn, func }) => `\`${func}${signatureOf(fn)}\``).sort();
    return [`\`${module}\``, cells.join(', ')];
  });
  return between(readme, 'functions', rows(['Module', 'Functions'], body));
}

function partsOf(name: string): { readonly module: string; readonly func: string } {
  const dot = name.lastIndexOf('.');
  return { module: name.slice(0, dot), func: name.slice(dot + 1) };
}

/** The parameters of our own functions, which no other page tells. */
function signatureOf({ module, parameters }: NativeFunction): string {
  if (!module.startsWith('kube_delivery.')) return '';
  const shown = Object.entries(parameters).map(([name, parameter]) =>
    parameter.default === undefined ? name : `${name}=${JSON.stringify(parameter.default)}`,
  );
  return `(${shown.join(', ')})`;
}
