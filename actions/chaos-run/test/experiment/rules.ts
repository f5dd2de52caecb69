import { valueAt } from '@kube-delivery/shared/json/json';
import type { PythonProvider } from '../../src/experiment/experiment.ts';
import type { ExperimentRules } from '../../src/experiment/reading.ts';

/** Everything is allowed, and of Python `os.path.exists` is known. */
export const rules: ExperimentRules = {
  allowHttp: true,
  allowProcess: true,
  compat: 'strict',
  programs: { environment: process.env, folder: process.cwd() },
  pythonProblem: ({ module, func, arguments: given }: PythonProvider) => {
    if (`${module}.${func}` !== 'os.path.exists') return `${module}.${func} is unknown`;
    const known = Object.keys(given).join() === 'path' || Object.hasOwn(given, 'value');
    return known && valueAt(given, 'path') !== undefined ? undefined : 'takes path';
  },
};
