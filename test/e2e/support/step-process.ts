import { readFileSync, readdirSync } from 'node:fs';

/** The process in which a runner runs an action's step that has this input; undefined where there is none. */
export function stepProcess(action: string, input: string, value: string): number | undefined {
  const variable = `INPUT_${input.toUpperCase()}=${value}`;
  const found = readdirSync('/proc').find((name) => {
    if (!/^\d+$/.test(name)) return false;
    const program = read(`/proc/${name}/cmdline`)[1] ?? '';
    const isAction = program.endsWith(`/${action}/dist/index.js`);
    return isAction && read(`/proc/${name}/environ`).includes(variable);
  });
  return found === undefined ? undefined : Number(found);
}

/** The texts of a file of /proc; none where the process has ended. */
function read(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8').split('\0');
  } catch {
    return [];
  }
}
