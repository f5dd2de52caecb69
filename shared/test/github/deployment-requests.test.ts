import { describe, expect, test } from '@jest/globals';
import { deploymentRequest, statusRequest } from '../../src/github/deployment-requests.ts';
import type { DeploymentBody, StatusBody } from './github-types.ts';

const sha = 'a'.repeat(40);
const runUrl = 'https://github.example/shop/web/actions/runs/7';
const facts = { environment: 'staging', sha, runUrl, description: 'Release web' };

describe('deploymentRequest', () => {
  test('asks for exactly this commit', () => {
    const body: DeploymentBody = deploymentRequest(facts, 'one');
    expect(body).toEqual({
      ref: sha,
      task: 'deploy',
      auto_merge: false,
      required_contexts: [],
      payload: { id: 'one', run: runUrl },
      environment: 'staging',
      description: 'Release web',
      transient_environment: false,
      production_environment: false,
    });
  });

  test.each([
    ['production', true],
    ['Production', true],
    ['prod', true],
    ['prod-eu', true],
    ['eu/production', true],
    ['pre-production', false],
    ['non-prod', false],
    ['preprod', false],
    ['product-catalogue', false],
    ['pr-17', false],
  ])('%s is of production: %s', (environment, expected) => {
    const { production_environment } = deploymentRequest({ ...facts, environment }, 'one');
    expect(production_environment).toBe(expected);
  });
});

describe('statusRequest', () => {
  test('tells the state with its URLs', () => {
    const environmentUrl = 'http://shop.example/';
    const about = { description: 'Revision 3', runUrl, environmentUrl };
    const body: StatusBody = statusRequest('success', about);
    expect(body).toEqual({
      state: 'success',
      description: 'Revision 3',
      log_url: runUrl,
      environment_url: environmentUrl,
    });
  });

  test.each(['', 'shop.example', 'ftp://shop.example', 'javascript:alert(1)'])(
    'leaves out what is no URL of the web: %j',
    (url) => {
      const about = { description: 'x', runUrl: url, environmentUrl: url };
      expect(statusRequest('failure', about)).toEqual({ state: 'failure', description: 'x' });
    },
  );

  test.each([
    ['a short one', 'short', 'short'],
    ['one of several lines', ' two\r\n  lines\n', 'two lines'],
    ['one of 140 characters', 'é'.repeat(140), 'é'.repeat(140)],
    ['one of 141 characters', 'é'.repeat(141), `${'é'.repeat(139)}…`],
    ['one of characters outside the basic plane', '🚀'.repeat(141), `${'🚀'.repeat(139)}…`],
  ])('shortens descriptions: %s', (_, description, shown) => {
    expect(statusRequest('error', { description, runUrl }).description).toBe(shown);
  });
});
