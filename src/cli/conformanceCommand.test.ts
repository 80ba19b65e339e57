import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { conformanceCommand } from './conformanceCommand.ts'

const OWN = fileURLToPath(new URL('../../conformance/suites', import.meta.url))

const suite = (value: boolean) =>
  JSON.stringify({
    suite: 'Function.ToleratesTaint',
    kind: 'function',
    function: 'toleratesTaint',
    cases: [
      {
        name: '01 every taint',
        input: { toleration: { operator: 'Exists' }, taint: { key: 'a', effect: 'NoSchedule' } },
        expect: { value },
      },
    ],
  })

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'podfall-conformance-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function run(...args: string[]) {
  let out = ''
  let err = ''
  const status = conformanceCommand(OWN, args, {
    out: (text) => {
      out += text
    },
    err: (text) => {
      err += text
    },
  })
  return { status, out, err }
}

test('without a folder the own suites are run, and all pass', () => {
  expect(run()).toEqual({ status: 0, out: '344 passed, 0 failed, 0 skipped\n', err: '' })
})

test('a failing case is printed with expected and actual, and is an exit status', () => {
  writeFileSync(join(folder, 'a.json'), suite(false))
  writeFileSync(join(folder, 'b.json'), suite(true))
  expect(run(folder)).toEqual({
    status: 1,
    err: '',
    out: `FAILED Function.ToleratesTaint / 01 every taint
  expected  false
  actual    true
1 passed, 1 failed, 0 skipped
`,
  })
})

test('--json prints one value; the closing line goes to standard error', () => {
  writeFileSync(join(folder, 'a.json'), suite(false))
  const { status, out, err } = run('--json', folder)
  expect(status).toBe(1)
  expect(err).toBe('0 passed, 1 failed, 0 skipped\n')
  expect(JSON.parse(out)).toEqual({
    passed: 0,
    failed: 1,
    skipped: 0,
    suites: [
      {
        suite: 'Function.ToleratesTaint',
        passed: 0,
        failed: 1,
        skipped: 0,
        cases: [
          {
            name: '01 every taint',
            outcome: { status: 'failed', expected: false, actual: true },
          },
        ],
      },
    ],
  })
})

test.each([
  ['a file that is no JSON', 'a.json', '{', /the file is not JSON: /],
  ['a folder without suites', 'a.txt', '', /the folder has no suite file \(\*\.json\)/],
])('%s is a failure', (_, file, text, message) => {
  writeFileSync(join(folder, file), text)
  const { status, out } = run(folder)
  expect(status).toBe(1)
  expect(out).toMatch(message)
  expect(out).toMatch(/\n0 passed, 1 failed, 0 skipped\n$/)
})

test('a folder that does not exist is a failure', () => {
  const { status, out } = run(join(folder, 'nowhere'))
  expect(status).toBe(1)
  expect(out).toContain('there is no such file or folder')
})

test('a wrong command line says what is wrong', () => {
  expect(run('--yaml')).toMatchObject({ status: 2, out: '' })
  expect(run('a', 'b').err).toBe(
    'conformance: one folder, not 2\nSee: npm run -s conformance -- --help\n',
  )
})
