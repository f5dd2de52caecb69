import { statePath } from '../paths.ts';
import { endpoints, hostPort } from '../ports.ts';
import { flags, type Component } from './component.ts';
import { answersHttp } from './probe.ts';

const clientUrl = `http://${hostPort(endpoints.etcdClient)}`;
const peerUrl = `http://${hostPort(endpoints.etcdPeer)}`;

/** The API server's database. */
export const etcd: Component = {
  name: 'etcd',
  listens: [endpoints.etcdClient, endpoints.etcdPeer],
  spec: (tools) => ({
    command: tools.etcd,
    args: [
      ...flags({
        'data-dir': statePath('etcd'),
        'listen-client-urls': clientUrl,
        'advertise-client-urls': clientUrl,
        'listen-peer-urls': peerUrl,
        'initial-advertise-peer-urls': peerUrl,
        'initial-cluster': `default=${peerUrl}`,
        'log-level': 'warn',
      }),
      // The data need not survive the machine's power, only the process.
      '--unsafe-no-fsync',
    ],
  }),
  check: () => answersHttp(endpoints.etcdClient, '/health'),
};
