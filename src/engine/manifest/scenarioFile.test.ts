import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseScenarioFile } from './scenarioFile.ts'

const APP = `---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: web
          resources:
            requests:
              cpu: 500m # half
              memory: "1Gi"
            limits: {memory: 2Gi, ephemeral-storage: 1Gi}
        - name: helper
          image: helper
          resources: {requests: {cpu: 250m}}
---
apiVersion: batch/v1
kind: Job
metadata: {name: report}
spec:
  suspend: true
  template:
    spec:
      restartPolicy: Never
      containers: [{name: report, image: report}]
`

const scenario = (spec: string) => `apiVersion: podfall.dev/v1
kind: Scenario
metadata: {name: s}
spec:
${spec}
${APP}`

const problems = (text: string) =>
  parseScenarioFile(text).diagnostics.map((d) => `${d.line}:${d.column} ${d.severity} ${d.message}`)

const TYPES = '  machineTypes: [{name: a, allocatable: {cpu: 8, memory: 32Gi}}]\n'

describe('crowds', () => {
  it('a wave comes evenly over its time, again and again; a trace line by line', () => {
    const { scenario: read, diagnostics } = parseScenarioFile(
      scenario(`  arrivals:
  - {at: 10s, app: web, count: 3, over: 1s, times: 2, every: 1m}
  - {at: 5s, app: web, count: 2}
  - start: 2s
    trace: |
      0.5 report 3600
      9 web
`),
    )
    expect(diagnostics).toEqual([])
    expect(read!.arrivals.map(({ at, app, work }) => `${at} ${app} ${work ?? ''}`.trim())).toEqual([
      '2500 report 3600000',
      '5000 web',
      '5000 web',
      '10000 web',
      '10500 web',
      '11000 web',
      '11000 web',
      '70000 web',
      '70500 web',
      '71000 web',
    ])
  })

  it.each([
    ['{start: 2s, trace: "1 web"}', true],
    ['[{trace: "1 web"}, {trace: "2 report 60"}]', true],
    ['[{trace: "1 web"}, {at: 5s, app: web}]', undefined],
    ['{start: 2s, order: web}', undefined],
    ['[]', undefined],
  ])('arrivals %s are all recorded: %s', (arrivals, recorded) => {
    const { scenario: read } = parseScenarioFile(scenario(`  arrivals: ${arrivals}\n`))
    expect(read!.recorded).toBe(recorded)
  })

  it('what is done to machines in a row is done to each', () => {
    const { scenario: read } = parseScenarioFile(
      scenario(
        '  actions: [{at: 1s, pullPlug: {machine: 2, to: 4}}, {at: 2s, cordon: {machine: 1}}]',
      ),
    )
    expect(read!.actions).toEqual([
      ...[2, 3, 4].map((machine) => ({ at: 1_000, command: { type: 'pullPlug', machine } })),
      { at: 2_000, command: { type: 'cordon', machine: 1 } },
    ])
  })

  it.each([
    ['{at: 1s, app: web, count: 0}', 'spec.arrivals.count must be 1 or more.'],
    ['{at: 1s, app: web, count: 100000, times: 2}', 'make more than 150000 arrivals'],
    ['{trace: "soon web"}', 'has the line "soon web"; write seconds, the name of an app'],
    ['{trace: "1 wep"}', 'did you mean web?'],
    ['{trace: "1 web", order: web}', 'must be one of a stream'],
  ])('arrivals %s are refused', (text, sentence) => {
    expect(problems(scenario(`  arrivals: ${text}`)).join()).toContain(sentence)
  })

  it('a row of machines that ends before it begins is refused', () => {
    const text = scenario('  actions: [{at: 1s, pullPlug: {machine: 4, to: 2}}]')
    expect(problems(text).join()).toContain('pullPlug.to must be between 4 and 10000.')
  })
})

describe('parseScenarioFile', () => {
  it('reads node groups: their machines are of the type, but for what they say themselves', () => {
    const { scenario: s, diagnostics } = parseScenarioFile(
      scenario(`${TYPES}  nodeGroups:
    - {name: g, type: a, min: 1, max: 4}
    - {name: h, type: a, max: 4, count: 2, price: 0.1, bootTime: 1m, zone: b, spot: true, lifetime: 1h, tier: normal, labels: {x: y}}
  clusterAutoscaler: {expander: "priority, price", scaleDownUnneededTime: 1m}`),
    )
    expect(diagnostics).toEqual([])
    const [g, h] = s!.nodeGroups!
    expect(g).toMatchObject({ name: 'g', min: 1, max: 4, count: 1, spot: false, notice: 120_000 })
    expect(g!.machine).toMatchObject({ name: 'a', labels: { 'podfall.dev/node-group': 'g' } })
    expect(h).toMatchObject({ min: 0, count: 2, spot: true, lifetime: 3_600_000, tier: 'normal' })
    expect(h!.machine).toMatchObject({
      pricePerHour: 0.1,
      bootTime: 60_000,
      labels: { 'podfall.dev/node-group': 'h', 'topology.kubernetes.io/zone': 'b', x: 'y' },
    })
    expect(s!.clusterAutoscaler).toMatchObject({
      expander: ['priority', 'price'],
      scaleDownUnneededTime: 60_000,
      scaleDownDelayAfterAdd: 600_000,
    })
  })

  it('fills in defaults', () => {
    const file = parseScenarioFile(scenario(''))
    // A Scenario without a spec would say nothing at all.
    expect(file.scenario).toBeUndefined()
    const { scenario: s, diagnostics } = parseScenarioFile(scenario('  seed: 7'))
    expect(diagnostics).toEqual([])
    expect(s).toEqual({
      name: 's',
      title: 's',
      summary: '',
      seed: 7,
      lanes: [
        { id: 'one-click', title: 'One-click', policy: 'one-click', nodePrefix: 'vm-' },
        {
          id: 'kubernetes-bin-packing',
          title: 'Scheduler',
          policy: 'kubernetes-bin-packing',
          nodePrefix: 'node-',
        },
      ],
      machineTypes: [],
      machines: [],
      maxMachines: 1_000,
      arrivals: [],
      onCall: { detection: 60_000, wakeUp: 300_000, perApp: 60_000, startOfDay: 180 },
      actions: [],
      until: 600_000,
    })
  })

  it('reads the record of a run', () => {
    const { run, diagnostics } = parseScenarioFile(`${scenario('  seed: 7')}---
apiVersion: podfall.dev/v1
kind: Run
spec:
  seed: 8
  shuffle: 3
  policies: {one-click: first-fit}
  commands:
    - {at: 2s, drain: {machine: 2}}
    - {at: 1500ms, addMachine: {type: a, lane: one-click}}
  at: 1m2ms
`)
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toMatchObject([
      { message: expect.stringContaining('spec.commands[1].addMachine.type is "a"') },
    ])
    expect(run).toBeUndefined()
    const good = parseScenarioFile(`${scenario('  seed: 7')}---
apiVersion: podfall.dev/v1
kind: Run
spec: {seed: 8, policies: {one-click: first-fit}, commands: [{at: 2s, drain: {machine: 2}}], at: 1m2ms}
`)
    expect(good.diagnostics).toEqual([])
    expect(good.run).toEqual({
      seed: 8,
      policies: { 'one-click': 'first-fit' },
      log: [{ at: 2_000, command: { type: 'drain', machine: 2 } }],
      at: 60_002,
      startLine: 37,
      endLine: 39,
    })
    const strange = parseScenarioFile(
      'apiVersion: podfall.dev/v1\nkind: Run\nspec: {policies: {left: first-fit, one-click: lucky}}\n',
    )
    expect(strange.diagnostics.map(({ message }) => message)).toEqual([
      'spec.policies.left is for "left", which is no lane of this scenario; there are one-click, kubernetes-bin-packing.',
      expect.stringContaining('spec.policies.one-click is "lucky", which is no policy'),
    ])
  })

  it('reads machines, streams, moments and actions, by time', () => {
    const { scenario: s, diagnostics } = parseScenarioFile(
      scenario(`${TYPES.replace('}}]', '}, price: 0.5, bootTime: 1m30s, buyable: false, labels: {zone: z}, taints: [{key: k, effect: NoSchedule}]}]')}  machines: [{type: a, count: 2}]
  maxMachines: 4
  arrivals:
    - {start: 500ms, every: 250ms, order: "web*2 report"}
    - {at: 600ms, app: web, count: 2}
  onCall: {clock: "23:15", wakeUp: 1h}
  actions:
    - {at: 2m, plugIn: {machine: 1, lane: one-click}}
    - {at: 60s, pullPlug: {machine: 1}}
    - {at: 61s, addMachine: {type: a}}
    - {at: 62s, delete: {kind: Pod, name: x}}
    - {at: 63s, killRandom: {}}
    - at: 64s
      apply: |
        kind: Pod`),
    )
    expect(diagnostics).toEqual([])
    expect(s?.machineTypes).toEqual([
      {
        name: 'a',
        allocatable: { pods: '110', cpu: '8', memory: '32Gi' },
        labels: { zone: 'z' },
        taints: [{ key: 'k', effect: 'NoSchedule' }],
        pricePerHour: 0.5,
        bootTime: 90_000,
        buyable: false,
      },
    ])
    expect(s?.machines).toEqual([{ type: 'a', count: 2 }])
    expect(s?.arrivals.map(({ at, app }) => `${at} ${app}`)).toEqual([
      '500 web',
      '600 web',
      '600 web',
      '750 web',
      '1000 report',
    ])
    expect(s?.onCall).toMatchObject({ startOfDay: 23 * 60 + 15, wakeUp: 3_600_000 })
    expect(s?.actions).toEqual([
      { at: 60_000, command: { type: 'pullPlug', machine: 1 } },
      { at: 61_000, command: { type: 'addMachine', machineType: 'a' } },
      { at: 62_000, command: { type: 'delete', kind: 'Pod', namespace: 'default', name: 'x' } },
      { at: 63_000, command: { type: 'killRandom' } },
      { at: 64_000, command: { type: 'apply', text: expect.stringMatching(/^kind: Pod\n$/) } },
      { at: 120_000, command: { type: 'plugIn', machine: 1, lane: 'one-click' } },
    ])
    expect(s?.until).toBe(150_000)
  })

  it('tells two scheduler lanes apart by their policies', () => {
    const text = '  lanes: [kubernetes-default, {policy: first-fit, id: ff, nodePrefix: m}]'
    expect(parseScenarioFile(scenario(text)).scenario?.lanes).toEqual([
      {
        id: 'kubernetes-default',
        title: 'Kubernetes default',
        policy: 'kubernetes-default',
        nodePrefix: 'node-',
      },
      { id: 'ff', title: 'First fit', policy: 'first-fit', nodePrefix: 'm' },
    ])
  })

  it('has a default scenario for manifests alone', () => {
    const file = parseScenarioFile(APP)
    expect(file.hasScenario).toBe(false)
    expect(file.objects.map(({ kind }) => kind)).toEqual(['Deployment', 'Job'])
    expect(file.scenario).toMatchObject({ arrivals: [], machineTypes: [], until: 600_000 })
  })

  it('gives the manifests while the Scenario is broken, and the other way round', () => {
    const broken = parseScenarioFile(scenario('  until: never'))
    expect(broken).toMatchObject({ scenario: undefined, hasScenario: true })
    expect(broken.objects).toHaveLength(2)
    const file = parseScenarioFile(scenario('  arrivals: {order: web}').replace('500m', '-1'))
    expect(file.diagnostics).toHaveLength(1)
    expect(file.scenario?.arrivals).toHaveLength(1)
  })

  it.each<[string, string, string]>([
    [
      'an unknown policy',
      '  lanes: [one-clik]',
      '5:11 error spec.lanes[0] is "one-clik", which is no policy; did you mean one-click?',
    ],
    [
      'two lanes of one name',
      '  lanes: [random, random]',
      '5:19 error spec.lanes[1] makes a second lane "random"; give one of them another id.',
    ],
    [
      'no lane',
      '  lanes: []',
      '5:3 error spec.lanes is empty; name at least one policy, such as one-click.',
    ],
    [
      'a node group of an unknown type',
      `${TYPES}  nodeGroups: [{name: g, type: aa, max: 2}]`,
      '6:32 error spec.nodeGroups[0].type is "aa", which is no machine type of this scenario; there are a.',
    ],
    [
      'a node group that cannot be as small as it must be',
      `${TYPES}  nodeGroups: [{name: g, type: a, min: 3, max: 2}]`,
      '6:48 error spec.nodeGroups[0].max must be between 3 (min) and 10000.',
    ],
    [
      'more machines at the start than a group may have',
      `${TYPES}  nodeGroups: [{name: g, type: a, max: 2, count: 3}]`,
      '6:50 error spec.nodeGroups[0].count must be between 0 and 2 (max).',
    ],
    [
      'a notice for machines that nobody takes back',
      `${TYPES}  nodeGroups: [{name: g, type: a, max: 2, notice: 30s}]`,
      '6:51 error spec.nodeGroups[0].notice is only for spot machines; write spot: true beside it.',
    ],
    [
      'an unknown expander',
      `${TYPES}  nodeGroups: [{name: g, type: a, max: 2}]\n  clusterAutoscaler: {expander: "price, least-wast"}`,
      '7:33 error spec.clusterAutoscaler.expander is "least-wast", which is no expander; did you mean least-waste?',
    ],
    [
      'a cluster autoscaler without groups',
      '  clusterAutoscaler: {scaleDownUnneededTime: 1m}',
      '5:3 error spec.clusterAutoscaler has nothing to do: write nodeGroups beside it.',
    ],
    [
      'an unknown machine type',
      '  machines: [{type: big}]',
      '5:21 error spec.machines[0].type is "big", which is no machine type of this scenario; write it under machineTypes.',
    ],
    [
      'a machine without memory',
      '  machineTypes: [{name: a, allocatable: {cpu: 1}}]',
      '5:28 error spec.machineTypes[0].allocatable.memory is missing; a machine has both cpu and memory.',
    ],
    [
      'a negative price',
      '  machineTypes: [{name: a, allocatable: {cpu: 1, memory: 1}, price: -1}]',
      '5:69 error spec.machineTypes[0].price must be 0 or more.',
    ],
    [
      'too few machines allowed',
      `${TYPES}  machines: [{type: a, count: 3}]\n  maxMachines: 2`,
      '7:16 error spec.maxMachines is 2, but there are 3 machines at the start; raise it.',
    ],
    [
      'an unknown app',
      '  arrivals: {order: "web wep"}',
      '5:21 error spec.arrivals.order has "wep", which is no Deployment or suspended Job of this file; did you mean web?',
    ],
    [
      'a strange order',
      '  arrivals: {order: "web*x"}',
      '5:21 error spec.arrivals.order has "web*x"; write the name of an app, or app*3.',
    ],
    [
      'a stream and a moment',
      '  arrivals: {order: web, at: 1s}',
      '5:3 error spec.arrivals must be one of a stream (start, every, order), a wave (at, app, count, over) and a trace.',
    ],
    [
      'far too many arrivals',
      '  arrivals: {order: "web*999999"}',
      '5:3 error spec.arrivals make more than 150000 arrivals; write fewer.',
    ],
    [
      'no time span',
      '  until: soon',
      '5:10 error spec.until must be a time span such as 500ms, 10s or 1h30m, not "soon".',
    ],
    ['an endless time span', '  until: 99999h', '5:10 error spec.until must be at most a year.'],
    [
      'a strange clock',
      '  onCall: {clock: "25:00"}',
      '5:19 error spec.onCall.clock must be a time of day such as "03:00", not "25:00".',
    ],
    [
      'two actions in one',
      '  actions: [{at: 1s, killRandom: {}, cordon: {machine: 1}}]',
      '5:13 error spec.actions[0] must have at and exactly one of apply, delete, scale, annotate, rollout, setTraffic, pullPlug, plugIn, terminate, cordon, uncordon, drain, reclaim, controlPlane, killRandom, addMachine, setPolicy, acknowledgePager.',
    ],
    [
      'an unknown action',
      '  actions: [{at: 1s, pulPlug: {machine: 1}}]',
      '5:22 warning "pulPlug" is not a field that a Scenario has in spec.actions[0]; did you mean pullPlug?',
    ],
    [
      'an unknown lane',
      '  actions: [{at: 1s, drain: {machine: 1, lane: left}}]',
      '5:48 error spec.actions[0].drain.lane is "left", which is no lane of this scenario; there are one-click, kubernetes-bin-packing.',
    ],
    [
      'machine 0',
      '  actions: [{at: 1s, drain: {machine: 0}}]',
      '5:39 error spec.actions[0].drain.machine must be 1 or more: machines are numbered from 1.',
    ],
    [
      'a missing time',
      '  actions: [{killRandom: {}}]',
      '5:13 error spec.actions[0].at is missing; add it.',
    ],
  ])('%s', (_, spec, problem) => {
    expect(problems(scenario(spec))).toContain(problem)
  })

  it('wants Jobs that arrive to be suspended', () => {
    const text = scenario('  arrivals: {at: 1s, app: report}').replace('  suspend: true\n', '')
    expect(problems(text)).toEqual([
      '5:27 error spec.arrivals.app has "report", a Job that runs by itself; write suspend: true in its spec.',
    ])
  })

  it('allows one Scenario', () => {
    const second =
      '---\napiVersion: podfall.dev/v1\nkind: Scenario\nmetadata: {name: t}\nspec: {seed: 1}\n'
    expect(problems(scenario('  seed: 1') + second).join()).toContain('A file has one Scenario')
  })
})

describe('shapes', () => {
  it('say what a workload asks for and where the first container says so', () => {
    const [web, report] = parseScenarioFile(`# comment\n${APP}`).shapes
    expect(web).toMatchObject({
      app: 'web',
      kind: 'Deployment',
      document: 1,
      startLine: 3,
      endLine: 21,
      requests: { cpu: 750, memory: 2 ** 30, 'ephemeral-storage': 2 ** 30 },
      fields: {
        cpu: { line: 16, column: 20, endLine: 16, endColumn: 24 },
        memory: { line: 17, column: 23, endLine: 17, endColumn: 28 },
      },
    })
    expect(report).toMatchObject({ app: 'report', kind: 'Job', requests: {}, fields: {} })
  })

  it('offer no place to write where an alias stands', () => {
    const text = APP.replace(
      'requests:\n              cpu: 500m # half\n              memory: "1Gi"',
      'requests: &r {cpu: 500m}',
    ).replace('{requests: {cpu: 250m}}', '{requests: *r}')
    const swapped = text
      .replace('requests: &r {cpu: 500m}', 'requests: *r')
      .replace('metadata: {name: web}', 'metadata: {name: web, annotations: &r {cpu: 1}}')
    expect(Object.keys(parseScenarioFile(text).shapes[0]?.fields ?? {})).toEqual(['cpu'])
    expect(parseScenarioFile(swapped).shapes[0]?.fields ?? {}).toEqual({})
  })
})

describe('never throws', () => {
  it('damaged scenarios', () => {
    const good = scenario(`${TYPES}  machines: [{type: a}]
  arrivals: {order: web*2 report, every: 1s}
  onCall: {clock: "03:00"}
  actions: [{at: 1s, pullPlug: {machine: 1}}, {at: 2s, killRandom: {}}]
  until: 10s`)
    const damage = fc.record({
      at: fc.nat(good.length),
      remove: fc.nat(12),
      insert: fc.constantFrom(
        '',
        '\n',
        '  ',
        ':',
        '[]',
        '{}',
        'null',
        '-1',
        '1e999',
        '*3',
        '[',
        '"',
      ),
    })
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 3 }), (damages) => {
        let text = good
        for (const { at, remove, insert } of damages) {
          text = text.slice(0, at) + insert + text.slice(at + remove)
        }
        const file = parseScenarioFile(text)
        for (const { at } of file.scenario?.arrivals ?? []) expect(at).toBeGreaterThanOrEqual(0)
        if (file.hasScenario && !file.scenario) expect(file.diagnostics).not.toEqual([])
      }),
      { seed: 3, numRuns: 300 },
    )
  })
})
