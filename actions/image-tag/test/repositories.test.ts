import { expect, test } from '@jest/globals';
import { parseRepository, readRepositories } from '../src/repositories.ts';
import { reading } from './reading.ts';

test.each([
  ['registry.example/team/app', 'registry.example', 'team/app'],
  ['127.0.0.1:5000/app', '127.0.0.1:5000', 'app'],
  ['localhost/app', 'localhost', 'app'],
  ['team/app', 'docker.io', 'team/app'],
  ['nginx', 'docker.io', 'library/nginx'],
])('%s is %s and %s', (text, registry, repository) => {
  expect(parseRepository(text)).toEqual({ registry, repository });
});

test.each([
  ['registry.example/Team/App', 'upper case', 'registry.example/team/app'],
  ['Team/app', 'upper case', 'team/app'],
  ['registry.example:5000/app:1.2', 'has a tag', 'registry.example:5000/app'],
  ['nginx:latest', 'has a tag', 'nginx'],
  [`app@sha256:${'a'.repeat(64)}`, 'has a digest', 'app'],
  ['https://registry.example/app/', 'is a URL', 'registry.example/app'],
  ['registry.example/app/', 'is not a repository', 'registry.example/app'],
])('%s %s: write %s', (text, fault, corrected) => {
  const message = parseRepository(text);
  expect(message).toEqual(expect.stringContaining(fault));
  expect(message).toMatch(new RegExp(`; write ${corrected}$`));
});

test.each(['a b', '/', 'registry.example//app', '-x/app', '功能'])(
  '%s is no repository',
  (text) => {
    expect(parseRepository(text)).toMatch(/is not a repository; write host\/path/);
  },
);

test('a repository that stands twice is told in either spelling', () => {
  const { value, problems } = reading(
    { images: 'nginx\nregistry.example/app\ndocker.io/library/nginx' },
    readRepositories,
  );
  expect(value).toHaveLength(2);
  expect(problems).toEqual([
    'images: docker.io/library/nginx is listed twice, as docker.io/library/nginx; list it once',
  ]);
});

test.each([
  ['', 'images: is required and was not given'],
  [',', 'images: names no repository'],
])('images %j', (images, problem) => {
  expect(reading({ images }, readRepositories).problems).toEqual([problem]);
});
