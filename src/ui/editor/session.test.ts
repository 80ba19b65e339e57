import { beforeEach, describe, expect, test, vi } from 'vitest'
import { parseScenarioFile } from '../../engine/manifest/scenarioFile.ts'
import type { CheckResult, Replies } from '../../engine/protocol.ts'
import type { ScenarioFile } from './contract.ts'
import { openDrafts } from './drafts.ts'
import type { TextHost } from './host.ts'
import { newDocument } from './newDocument.ts'
import { createSession, type EditorSession } from './session.ts'
import { offsetOf } from './textPositions.ts'

const app = (name: string, cpu: number) =>
  newDocument({ kind: 'Deployment', name, cpu, memory: 2, gpu: 0, replicas: 1 })
const scenario = (name: string, seed = 1) =>
  `apiVersion: podfall.dev/v1\nkind: Scenario\nmetadata:\n  name: ${name}\nspec:\n  seed: ${seed}\n`
const file = (name: string, ...documents: string[]): ScenarioFile => ({
  name,
  text: [scenario(name), ...documents].join('---\n'),
})
const opening = file('opening', app('web', 1), app('db', 2))
const other = file('other', app('queue', 1))

/** A host without a screen: ten lines can be seen. */
function fakeHost(session: EditorSession, start: string) {
  let text = start
  let version = 1
  let cursor = 1
  let typing = false
  const shown = { topLine: 0, tinted: [] as readonly number[] }
  const host: TextHost = {
    rich: true,
    getText: () => text,
    getLength: () => text.length,
    getSelectedLength: () => 0,
    getVersion: () => version,
    open(next) {
      text = next
      version++
      session.events.change()
    },
    edit(edits) {
      const places = edits.map((edit) => ({
        written: edit.text,
        from: offsetOf(text, edit.range.line, edit.range.column),
        to: offsetOf(text, edit.range.endLine, edit.range.endColumn),
      }))
      for (const { written, from, to } of places.sort((a, b) => b.from - a.from))
        text = text.slice(0, from) + written + text.slice(to)
      version++
      session.events.change()
    },
    beginGesture: () => () => undefined,
    getCursorLine: () => cursor,
    getVisibleLines: () => 10,
    reveal(topLine, cursorLine) {
      shown.topLine = topLine
      cursor = cursorLine
    },
    goTo(line) {
      cursor = line
    },
    isTyping: () => typing,
    showDiagnostics: () => undefined,
    tint(lines) {
      shown.tinted = lines
    },
    setTheme: () => undefined,
    dispose: () => undefined,
  }
  return {
    host,
    shown,
    focus: (has: boolean) => {
      typing = has
    },
    /** As a person does, and then pauses. */
    type: async (from: string, to: string) => {
      expect(text).toContain(from)
      text = text.replace(from, to)
      version++
      session.events.change()
      await session.settled()
    },
  }
}

async function setUp(start = opening) {
  const check = async (text: string): Promise<CheckResult> => {
    const { diagnostics, shapes, hasScenario } = parseScenarioFile(text)
    return { diagnostics, shapes, hasScenario }
  }
  const page = {
    examples: [opening, other].map((example) => ({ ...example, title: example.name })),
    check: vi.fn(check),
    apply: vi.fn(async (): Promise<Replies['command']> => ({ results: [], diagnostics: [] })),
    load: vi.fn(async (text: string): Promise<Replies['load']> => {
      const { diagnostics } = await check(text)
      return { diagnostics, loaded: diagnostics.every(({ severity }) => severity !== 'error') }
    }),
  }
  const drafts = openDrafts(undefined)
  const session = createSession({ file: start, page: () => page, drafts, now: () => 1 })
  const fake = fakeHost(session, start.text)
  session.attach(fake.host)
  await session.settled()
  await vi.waitFor(() => expect(session.state.getState().shape).toBeDefined())
  return { session, page, drafts, ...fake, get: () => session.state.getState() }
}

describe('the editor', () => {
  let at: Awaited<ReturnType<typeof setUp>>
  beforeEach(async () => {
    at = await setUp()
  })

  test('E1: begins at the first app, with its requests in sight', () => {
    expect(at.get().shape?.app).toBe('web')
    const requests = opening.text.split('\n').findIndex((line) => line.includes('memory: 2Gi')) + 1
    expect(at.shown.topLine).toBe(requests - 8)
    expect(at.shown.tinted).toHaveLength(4)
  })

  test('M8: a paste that makes the text larger than 5 MB is not taken, and the reason is said', () => {
    expect(at.session.takesPaste('a'.repeat(100_000))).toBe(true)
    expect(at.get().status.type).toBe('none')
    expect(at.session.takesPaste('a'.repeat(5_000_001))).toBe(false)
    expect(at.get().status).toMatchObject({
      type: 'failed',
      text: expect.stringContaining('That text is larger than 5 MB'),
    })
    expect(at.session.takesPaste('a'.repeat(5_000_000))).toBe(false)
    expect(at.get().status).toMatchObject({
      text: expect.stringContaining('With that text this one would be larger than 5 MB'),
    })
    expect(at.session.getText()).toBe(opening.text)
  })

  test('E1: text that is not valid keeps the last good shape, and says what is wrong', async () => {
    await at.type('cpu: "1"', 'cpu: "1x"')
    expect(at.get().shape).toMatchObject({ app: 'web', stale: true, requests: { cpu: 1000 } })
    expect(at.get().problem?.message).toContain('1x')
    await at.type('cpu: "1x"', 'cpu: "3"')
    expect(at.get().shape).toMatchObject({ app: 'web', stale: false, requests: { cpu: 3000 } })
    expect(at.get().problem).toBeUndefined()
  })

  test('E1: even when the document falls apart', async () => {
    await at.type('kind: Deployment\nmetadata:\n  name: web', 'kind: Deployment\n\t: [')
    expect(at.get().shape).toMatchObject({ app: 'web', stale: true, requests: { cpu: 1000 } })
  })

  test('E2: a request is written into the app under the cursor', async () => {
    at.session.reveal('db')
    expect(at.get().shape?.app).toBe('db')
    at.session.setRequest('cpu', 2500)
    expect(at.host.getText()).toBe(opening.text.replace('cpu: "2"', 'cpu: "2500m"'))
    expect(at.get().shape?.requests.cpu).toBe(2500)
  })

  test('scrolls to the app that was chosen on the stage, unless somebody is typing', () => {
    at.focus(true)
    at.session.reveal('db')
    expect(at.get().shape?.app).toBe('web')
    at.focus(false)
    at.session.reveal('db')
    expect(at.get().shape?.app).toBe('db')
    at.session.reveal('nobody')
    expect(at.get().shape?.app).toBe('db')
  })

  test('E3: knows when the Scenario document was changed, and restarts with it', async () => {
    await at.type('name: web', 'name: web2')
    expect(at.get().restartFor).toBeUndefined()
    await at.type('seed: 1', 'seed: 2')
    expect(at.get().restartFor).toBe('Scenario')
    await at.session.restart()
    expect(at.page.load).toHaveBeenCalledWith(at.host.getText())
    at.session.setFile({ name: 'opening', text: at.host.getText() })
    expect(at.get()).toMatchObject({ restartFor: undefined, offer: undefined })
  })

  test('E5: what applying said is void when it is undone', async () => {
    await at.session.apply()
    at.session.commandsAre(1)
    expect(at.get().status.type).toBe('done')
    at.session.commandsAre(2)
    expect(at.get().status.type).toBe('done')
    at.session.commandsAre(1)
    expect(at.get().status.type).toBe('none')
    at.session.say({ type: 'done', text: 'a file was opened' })
    at.session.commandsAre(0)
    expect(at.get().status.type).toBe('done')
  })

  test('M9: a restart with a mistake leaves the run and the text', async () => {
    await at.type('seed: 1', 'seed: one')
    const text = at.host.getText()
    await at.session.restart()
    expect(at.get().status).toMatchObject({
      type: 'failed',
      text: expect.stringMatching(/^The run goes on as it was\. Line 6, column \d+: /),
    })
    expect(at.get().file).toBe(opening)
    expect(at.host.getText()).toBe(text)
  })

  test('E3: one step at a time; what failed is said', async () => {
    let answer = (_: Replies['command']) => {}
    at.page.apply.mockImplementationOnce(
      () =>
        new Promise((resolve) => {
          answer = resolve
        }),
    )
    const first = at.session.apply()
    await at.session.apply()
    expect(at.page.apply).toHaveBeenCalledTimes(1)
    answer({ results: [], diagnostics: [], error: 'The worker has died.' })
    await first
    expect(at.get().status).toEqual({
      type: 'failed',
      text: 'Nothing was applied: The worker has died.',
    })
    at.page.apply.mockRejectedValueOnce(new Error('no answer'))
    await at.session.apply()
    expect(at.get().status.type).toBe('failed')
  })

  test('E4: another file takes over; the edits before it are a draft', async () => {
    await at.type('cpu: "1"', 'cpu: "4"')
    at.session.setFile(other)
    expect(at.host.getText()).toBe(other.text)
    expect(at.get().offer).toMatchObject({ type: 'kept', name: 'opening' })
    expect(at.drafts.get('opening')?.text).toContain('cpu: "4"')
    await vi.waitFor(() => expect(at.get().shape?.app).toBe('queue'))
  })

  test('E4: the same example afresh offers the edits again', async () => {
    await at.type('cpu: "1"', 'cpu: "4"')
    await at.session.open(opening.text, 'opening')
    expect(at.host.getText()).toBe(opening.text)
    expect(at.get().offer).toMatchObject({ type: 'restore' })
    at.session.decideDraft(true)
    expect(at.host.getText()).toContain('cpu: "4"')
    expect(at.drafts.get('opening')?.text).toContain('cpu: "4"')
  })

  test('M9: a file with a mistake is not opened, but can be looked at', async () => {
    const broken = scenario('broken', Number.NaN)
    await at.session.open(broken, 'broken.yaml')
    const { status } = at.get()
    expect(status.type).toBe('refused')
    expect(at.host.getText()).toBe(opening.text)
    if (status.type === 'refused') status.openAnyway()
    expect(at.host.getText()).toBe(broken)
  })

  test('a document is added behind the last one and applied', async () => {
    await at.session.add(app('shop', 1.5))
    expect(at.host.getText()).toBe(`${opening.text.trimEnd()}\n---\n${app('shop', 1.5)}`)
    expect(at.page.apply).toHaveBeenCalledWith(at.host.getText())
    expect(at.get().shape?.app).toBe('shop')
  })

  test('the text survives the panel being put away, with no draft offered', async () => {
    at.session.reveal('db')
    await at.type('cpu: "1"', 'cpu: "4"')
    at.session.detach()
    at.session.setFile(opening)
    expect(at.session.getText()).toContain('cpu: "4"')
    const again = fakeHost(at.session, at.session.getText())
    at.session.attach(again.host)
    await at.session.settled()
    await vi.waitFor(() => expect(again.shown.tinted).toHaveLength(4))
    expect(at.get()).toMatchObject({ shape: { app: 'db' }, offer: undefined })
  })

  test('a file that comes while the panel is put away takes over', async () => {
    await at.type('cpu: "1"', 'cpu: "4"')
    at.session.detach()
    at.session.setFile(other)
    expect(at.session.getText()).toBe(other.text)
    expect(at.drafts.get('opening')?.text).toContain('cpu: "4"')
  })

  test('says when nobody checks the text any more', async () => {
    at.page.check.mockRejectedValueOnce(new Error('gone'))
    await at.type('cpu: "1"', 'cpu: "4"')
    expect(at.get().status.type).toBe('failed')
  })
})
