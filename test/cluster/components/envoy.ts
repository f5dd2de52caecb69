import { readFileSync } from 'node:fs';
import { statePath } from '../paths.ts';
import { runCommand } from '../processes/run-command.ts';
import { endpoints, hostPort } from '../ports.ts';
import { flags, type ClusterTools, type Component } from './component.ts';
import { answersHttp } from './probe.ts';

const bootstrapFile = statePath('envoy.json');

/** The data plane. It serves the Gateway and its own statistics as Contour tells it to. */
export const envoy: Component = {
  name: 'envoy',
  listens: [endpoints.envoyHttp, endpoints.envoyStats],
  address: `http://${hostPort(endpoints.envoyHttp)}`,
  spec: (tools) => ({
    command: tools.envoy,
    args: [
      '--config-path',
      bootstrapFile,
      '--log-level',
      'warn',
      '--concurrency',
      '2',
      '--service-cluster',
      'envoy',
      '--service-node',
      'envoy-local',
      // Hot restart would use shared memory that two users of one machine fight over.
      '--disable-hot-restart',
    ],
    files: { [bootstrapFile]: readFileSync(bootstrapFile, 'utf8') },
  }),
  check: () => answersHttp(endpoints.envoyStats, '/ready'),
};

/** Has Contour write the file Envoy starts from. */
export async function writeEnvoyBootstrap(tools: ClusterTools): Promise<void> {
  await runCommand(tools.contour, [
    'bootstrap',
    bootstrapFile,
    ...flags({
      'xds-address': endpoints.contourXds.host,
      'xds-port': endpoints.contourXds.port,
      'admin-address': statePath('envoy-admin.sock'),
    }),
  ]);
}
