import { beforeEach, describe, expect, test, vi } from 'vitest'
import { parseScenarioFile } from '../../engine/manifest/scenarioFile.ts'
import type { CheckResult, Replies } from '../../engine/protocol.ts'
import type { ScenarioFile } from './contract.ts'
import { type Draft, openDrafts } from './drafts.ts'
import type { TextHost } from './host.ts'
import { newDocument } from './newDocument.ts'
import { createSession, type EditorSession } from './session.ts'
import { withEdits } from './textPositions.ts'

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
  /** What undo would go back to. */
  const before: string[] = []
  const did: string[] = []
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
      before.push(text)
      did.push('edit')
      text = withEdits(text, edits)
      version++
      session.events.change()
    },
    beginGesture() {
      did.push('begin')
      return () => void did.push('end')
    },
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
    before,
    did,
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

/** The editor in a page, before anything shows its text. */
function openEditor(start = opening, saved: readonly Draft[] = []) {
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
  for (const draft of saved) drafts.save(draft)
  const session = createSession({ file: start, page: () => page, drafts, now: () => 1 })
  return { session, page, drafts, get: () => session.state.getState() }
}

/** Monaco or the plain field is there. */
function show(session: EditorSession) {
  let fake: ReturnType<typeof fakeHost> | undefined
  session.attach((text) => {
    fake = fakeHost(session, text)
    return fake.host
  })
  return fake!
}

async function setUp(start = opening) {
  const opened = openEditor(start)
  const fake = show(opened.session)
  await opened.session.settled()
  await vi.waitFor(() => expect(opened.get().shape).toBeDefined())
  return { ...opened, ...fake }
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

  test('G8: says it again when another language is spoken', async () => {
    const { type, session, page, get } = at
    await type('cpu: "1"', 'cpu: "many"')
    const said = get().problem?.message
    page.check.mockImplementationOnce(async (text) => {
      const { diagnostics, shapes, hasScenario } = parseScenarioFile(text)
      const translated = diagnostics.map((each) => ({ ...each, message: 'En otra lengua.' }))
      return { diagnostics: translated, shapes, hasScenario }
    })
    await session.checkAgain()
    expect(said).toMatch(/must be a quantity/)
    expect(get().problem?.message).toBe('En otra lengua.')
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
    const again = show(at.session)
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

describe('what is asked of the editor before it is there', () => {
  const mine = opening.text.replace('cpu: "1"', 'cpu: "4"')
  const saved = [{ name: 'opening', text: mine, savedAt: 7 }]

  test('G8 a draft that is restored is the text, stays a draft, and can be undone', async () => {
    const { session, drafts, get } = openEditor(opening, saved)
    expect(get().offer).toMatchObject({ type: 'restore', text: mine })
    session.decideDraft(true)
    session.flush()
    expect(session.getText()).toBe(mine)
    expect(drafts.get('opening')?.text).toBe(mine)
    session.setFile(opening)
    const { host, before } = show(session)
    expect(host.getText()).toBe(mine)
    expect(before).toEqual([opening.text])
    await session.settled()
    await vi.waitFor(() => expect(get().shape?.requests).toMatchObject({ cpu: 4000 }))
    session.flush()
    expect(drafts.get('opening')?.text).toBe(mine)
    // The next visit is offered the same again.
    expect(openEditor(opening, drafts.list()).get().offer).toMatchObject({ text: mine })
  })

  test('G8 a draft that is thrown away is gone, and one that is not decided stays', () => {
    const undecided = openEditor(opening, saved)
    show(undecided.session)
    undecided.session.flush()
    expect(undecided.drafts.get('opening')?.text).toBe(mine)
    const discarded = openEditor(opening, saved)
    discarded.session.decideDraft(false)
    expect(show(discarded.session).host.getText()).toBe(opening.text)
    expect(discarded.drafts.get('opening')).toBeUndefined()
  })

  test('M8 a file that is added stands there, is applied, and is in sight', async () => {
    const { session, page, get } = openEditor()
    session.append(app('shop', 1))
    session.append(app('cart', 1))
    const text = [opening.text.trimEnd(), app('shop', 1).trimEnd(), app('cart', 1)].join('\n---\n')
    expect(session.getText()).toBe(text)
    await session.apply()
    expect(page.apply).toHaveBeenCalledWith(text)
    const { host, before, shown } = show(session)
    expect(host.getText()).toBe(text)
    expect(before).toHaveLength(2)
    const line = text.slice(0, text.lastIndexOf('\n---\n')).split('\n').length + 2
    expect(shown.topLine).toBe(line)
    await session.settled()
    await vi.waitFor(() => expect(get().shape?.app).toBe('cart'))
    expect(shown.topLine).toBe(line)
  })

  test('a file that takes over ends what was asked for before it', async () => {
    const { session, drafts } = openEditor()
    session.append(app('shop', 1))
    session.setFile(other)
    expect(drafts.get('opening')?.text).toContain('shop')
    const { host, before } = show(session)
    expect(host.getText()).toBe(other.text)
    expect(before).toEqual([])
  })

  test('what is wrong with it is said at once', async () => {
    const { session, get } = openEditor()
    session.append('kind: Pod\nmetadata: 3\n')
    await session.settled()
    expect(get().diagnostics).not.toEqual([])
  })

  test('E2: a piece is dragged while the panel comes back, as one step', async () => {
    const at = await setUp()
    at.session.detach()
    const end = at.session.beginGesture()
    at.session.setRequest('cpu', 2000)
    const back = show(at.session)
    at.session.setRequest('cpu', 3000)
    end()
    expect(back.host.getText()).toBe(opening.text.replace('cpu: "1"', 'cpu: "3"'))
    expect(back.did).toEqual(['begin', 'edit', 'edit', 'end'])
  })
})
