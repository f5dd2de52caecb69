import path from 'node:path';
import { serviceAccountKeyFiles, tokenFile } from '../credentials.ts';
import { statePath } from '../paths.ts';
import { endpoints, hostPort, nodeAddress } from '../ports.ts';
import { flags, type Component } from './component.ts';
import { answersHttps } from './probe.ts';

// Where the API server puts the certificate it signs for itself.
const certificateFolder = statePath('api-server');

/** The bundle that clients trust it by. */
export const apiServerCaFile = path.join(certificateFolder, 'apiserver.crt');

/** The API server, with RBAC and static tokens. */
export const apiServer: Component = {
  name: 'kube-apiserver',
  listens: [endpoints.apiServer],
  address: `https://${hostPort(endpoints.apiServer)}`,
  spec: (tools) => ({
    command: tools['kube-apiserver'],
    args: flags({
      'etcd-servers': `http://${hostPort(endpoints.etcdClient)}`,
      'bind-address': endpoints.apiServer.host,
      'secure-port': endpoints.apiServer.port,
      'cert-dir': certificateFolder,
      'advertise-address': nodeAddress,
      // The certificate and the port are for loopback; pods do not reach the API.
      'endpoint-reconciler-type': 'none',
      'token-auth-file': tokenFile,
      'authorization-mode': 'Node,RBAC',
      'service-account-issuer': 'https://kubernetes.default.svc',
      'service-account-key-file': serviceAccountKeyFiles.public,
      'service-account-signing-key-file': serviceAccountKeyFiles.private,
      'service-cluster-ip-range': '10.96.0.0/16',
      // The node's name is in no DNS: exec, logs and port-forward must go to its address.
      'kubelet-preferred-address-types': 'InternalIP',
    }),
  }),
  check: () => answersHttps(endpoints.apiServer, '/readyz'),
};
