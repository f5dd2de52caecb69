import { access } from 'node:fs/promises';
import path from 'node:path';
import { Arguments } from '../arguments.ts';
import type { NativeProbe } from '../native-function.ts';
import { required } from '../parameter.ts';

/** Python's `os.path.exists`: whether there is such a file or folder; relative to the workspace. */
export const pathExists: NativeProbe = {
  type: 'probe',
  module: 'os.path',
  func: 'exists',
  aliases: [],
  parameters: { path: required },
  run: async (given, { workspace }) => {
    const file = path.resolve(workspace, new Arguments(given).text('path'));
    return access(file).then(
      () => true,
      () => false,
    );
  },
};
