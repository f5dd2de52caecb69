import { describe, expect, test } from '@jest/globals';
import { kubeconfigText } from '../../src/helm/kubeconfig-text.ts';

const chosen = {
  name: 'production',
  cluster: { server: 'https://old', 'certificate-authority': '/ca.pem', 'proxy-url': 'http://p' },
  user: { token: 's3cret', as: 'deployer' },
  server: 'https://203.0.113.7:6443',
  namespace: 'shop',
  skipTlsVerify: false,
  proxyUrl: 'http://p',
  secrets: ['s3cret'],
};

describe('the kubeconfig for Helm', () => {
  test('holds the one cluster, user and namespace of the connection', () => {
    const text = kubeconfigText(chosen);
    expect(JSON.parse(text)).toMatchObject({
      clusters: [{ cluster: { ...chosen.cluster, server: chosen.server } }],
      users: [{ user: chosen.user }],
      contexts: [{ context: { namespace: 'shop' } }],
      'current-context': 'kube-delivery',
    });
  });

  test('names no authority where certificates are not checked, as Go refuses both', () => {
    const text = kubeconfigText({ ...chosen, skipTlsVerify: true });
    expect(JSON.parse(text)).toMatchObject({
      clusters: [
        {
          cluster: {
            server: chosen.server,
            'proxy-url': 'http://p',
            'insecure-skip-tls-verify': true,
          },
        },
      ],
    });
    expect(text).not.toContain('certificate-authority');
  });
});
