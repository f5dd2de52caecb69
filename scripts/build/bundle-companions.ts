import { cp } from 'node:fs/promises';
import path from 'node:path';
import { kubernetesSchemas } from './kubernetes-schemas.ts';

/** Puts the files that an action reads beside its bundle into the bundle's folder. */
export async function addCompanions(action: string, folder: string): Promise<void> {
  if (action === 'helm-lint') {
    await cp(await kubernetesSchemas(), path.join(folder, 'schemas'), { recursive: true });
  }
}
