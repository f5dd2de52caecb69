import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { stringAt } from '../../shared/src/json/json.ts';

interface BundledModule {
  readonly nameForCondition?: string | null;
  readonly modules?: readonly BundledModule[];
}

/** The packages that a bundle holds parts of, each with its license, by webpack's statistics. */
export function describeLicenses(statistics: string): string {
  const { modules } = JSON.parse(readFileSync(statistics, 'utf8')) as {
    readonly modules: readonly BundledModule[];
  };
  const folders = new Set(filesOf(modules).flatMap((file) => packageFolder(file) ?? []));
  const described = [...folders].map(describePackage);
  return [...new Set(described)].sort().join('\n');
}

function filesOf(modules: readonly BundledModule[]): readonly string[] {
  return modules.flatMap(({ nameForCondition, modules: inner = [] }) => [
    ...(typeof nameForCondition === 'string' ? [nameForCondition] : []),
    ...filesOf(inner),
  ]);
}

/** The folder of the package that a file of `node_modules` belongs to. */
function packageFolder(file: string): string | undefined {
  return /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(file)?.[0];
}

function describePackage(folder: string): string {
  const manifest: unknown = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const name = stringAt(manifest, 'name') ?? path.basename(folder);
  const license = stringAt(manifest, 'license');
  if (license === undefined) throw new Error(`${name} names no license`);
  const file = readdirSync(folder).find((each) => /^licen[cs]e(\.|$)/i.test(each));
  const text = file === undefined ? '' : readFileSync(path.join(folder, file), 'utf8').trim();
  return `${name}\n${license}\n${text}\n`;
}
