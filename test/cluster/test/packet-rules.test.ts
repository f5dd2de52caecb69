import { expect, test } from '@jest/globals';
import { withoutKubernetesRules } from '../network/packet-rules.ts';

const saved = `*nat
:PREROUTING ACCEPT [0:0]
:KUBE-SERVICES - [0:0]
:KUBE-SEP-7ABC - [0:0]
:DOCKER - [0:0]
-A PREROUTING -m comment --comment "kubernetes service portals" -j KUBE-SERVICES
-A PREROUTING -j DOCKER
-A KUBE-SERVICES -d 10.96.0.1/32 -p tcp -j KUBE-SEP-7ABC
-A DOCKER -p tcp -j DNAT --to-destination 172.17.0.2:80
COMMIT
`;

test('chains of Kubernetes go with all that leads to them, others stay', () => {
  expect(withoutKubernetesRules(saved)).toBe(`*nat
:PREROUTING ACCEPT [0:0]
:DOCKER - [0:0]
-A PREROUTING -j DOCKER
-A DOCKER -p tcp -j DNAT --to-destination 172.17.0.2:80
COMMIT
`);
});

test('rules without Kubernetes stay as they are', () => {
  const others = '*filter\n-A INPUT -m comment --comment "NOKUBE-1" -j ACCEPT\nCOMMIT\n';
  expect(withoutKubernetesRules(others)).toBe(others);
});
