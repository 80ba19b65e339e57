import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { missingEntries } from './lockfile.mjs'
import { fileFor, serve } from './serve.mjs'
import { nodeIsRecent, packagesAreFresh, withoutHosts } from './setup.mjs'

let folder
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'podfall-setup-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('setup', () => {
  test.each([
    ['v20.19.0', true],
    ['v20.20.2', true],
    ['v22.0.0', true],
    ['v20.18.3', false],
    ['v18.20.0', false],
  ])('Node %s for >=20.19: %s', (version, expected) => {
    expect(nodeIsRecent(version, '>=20.19')).toBe(expected)
  })

  const lockfile = (packages) => JSON.stringify({ packages: { '': {}, ...packages } })
  const a = { 'node_modules/a': { version: '1.0.0', integrity: 'x' } }
  test.each([
    ['nothing installed', a, undefined, false],
    ['the same', a, a, true],
    ['another version', a, { 'node_modules/a': { version: '1.0.1', integrity: 'y' } }, false],
    ['another content', a, { 'node_modules/a': { version: '1.0.0', integrity: 'y' } }, false],
    ['one is missing', { ...a, 'node_modules/b': { version: '1.0.0' } }, a, false],
    [
      'one for another platform is missing',
      { ...a, 'node_modules/b': { version: '1.0.0', optional: true } },
      a,
      true,
    ],
  ])('packages are fresh: %s', (_, wanted, installed, expected) => {
    writeFileSync(join(folder, 'package-lock.json'), lockfile(wanted))
    if (installed) {
      mkdirSync(join(folder, 'node_modules'))
      writeFileSync(join(folder, 'node_modules/.package-lock.json'), lockfile(installed))
    }
    expect(packagesAreFresh(folder)).toBe(expected)
  })

  test('a lockfile gets the platform packages that a registry has hidden', () => {
    const tool = {
      version: '2.0.0',
      dev: true,
      license: 'MIT',
      optionalDependencies: {
        '@tool/linux-arm-musleabihf': '2.0.0',
        '@tool/linux-x64': '2.0.0',
        '@tool/win32-x64-msvc': '2.0.0',
        fsevents: '~2.3.3',
      },
    }
    const here = { version: '2.0.0', optional: true }
    expect(
      missingEntries({ 'node_modules/tool': tool, 'node_modules/@tool/linux-x64': here }),
    ).toEqual({
      'node_modules/@tool/linux-arm-musleabihf': {
        version: '2.0.0',
        cpu: ['arm'],
        dev: true,
        libc: ['musl'],
        license: 'MIT',
        optional: true,
        os: ['linux'],
      },
      'node_modules/@tool/win32-x64-msvc': {
        version: '2.0.0',
        cpu: ['x64'],
        dev: true,
        license: 'MIT',
        optional: true,
        os: ['win32'],
      },
    })
  })

  test('web addresses are printed without their host', () => {
    expect(withoutHosts('GET https://mirror.example:8080/a/b failed')).toBe(
      'GET https://.../a/b failed',
    )
  })
})

describe('the file server', () => {
  test.each([
    ['/', '/', 'index.html'],
    ['/', '/assets/a.js?x=1', 'assets/a.js'],
    ['/', '/a%20b.txt', 'a b.txt'],
    ['/deep/er/', '/deep/er/', 'index.html'],
    ['/deep/er/', '/deep/er/a.js', 'a.js'],
    ['/deep/er/', '/a.js', undefined],
    ['/', '/../secret', undefined],
    ['/', '/%2e%2e/secret', undefined],
    ['/', '/%', undefined],
    ['/', '/a%00b', undefined],
  ])('under %s the path %s is %s', (base, url, expected) => {
    expect(fileFor('/dist', base, url)).toBe(expected && join('/dist', expected))
  })

  test('serves a folder under a path', async () => {
    writeFileSync(join(folder, 'index.html'), '<p>hello</p>')
    const { url, close } = await serve({ folder, base: '/some/where/' })
    try {
      const page = await fetch(url)
      expect([page.status, page.headers.get('content-type'), await page.text()]).toEqual([
        200,
        'text/html; charset=utf-8',
        '<p>hello</p>',
      ])
      expect((await fetch(new URL('gone.js', url))).status).toBe(404)
      expect((await fetch(new URL('/', url))).status).toBe(404)
      expect((await fetch(url, { method: 'POST' })).status).toBe(405)
    } finally {
      await close()
    }
  })
})
