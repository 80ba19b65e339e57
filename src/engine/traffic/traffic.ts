import type { Traffic } from '../api/traffic.ts'
import type { EndpointSlice, Pod, Service } from '../api/types.gen.ts'
import { type Millis, SECOND } from '../api/units.ts'
import type { ControllerContext, HasPower } from '../controllers/context.ts'
import { cpuPerRequest, doorOf } from '../rules/podService.ts'
import { keyOf, uidOf } from '../store/identity.ts'
import type { Change } from '../store/store.ts'
import { type Stream, sentBy } from './counting.ts'
import { type EndpointTarget, endpointsOf } from './endpointsOf.ts'
import { FAILURE, type Found, findRoute } from './findRoute.ts'
import { createFlows, type Flows } from './flows.ts'
import { isAllowed, type Party, targetPortOf } from './networkPolicy.ts'
import { closeSecond, countFailures, createTally, type Tally } from './tally.ts'
import { createTarget, type Entry, openDoors, settleTarget, type Target } from './targets.ts'

const OWNER = 'traffic'
/** A change of endpoints reaches the machines' kube-proxies so long after (--iptables-min-sync-period). */
const PROPAGATION: Millis = SECOND
/** metrics-server reads usage every 15 s (--metric-resolution). */
const METRIC_RESOLUTION: Millis = 15 * SECOND

/** A sender and where its requests go now. */
export interface Source {
  traffic: Traffic
  stream: Stream
  readonly tally: Tally
  /** Why no request gets anywhere; undefined = see `entries`. */
  failure: string | undefined
  service: Tally | undefined
  /** Uid of the Service. */
  serviceUid: string | undefined
  /** Uid of the pod that a Service with session affinity sends it to. */
  partner: string | undefined
  entries: readonly Entry[]
  /** Of requests that get nowhere: the first that is not counted yet. */
  settled: number
  readonly flows: Flows
}

/** What of requests is known; counts are those of the last whole second or change. */
export interface TrafficBook {
  /** Grows when counts have changed, and at most once a second for that. */
  readonly version: number
  sources(): Iterable<Source>
  /** By the Service's namespace and name. */
  tallyOf(service: string): Tally | undefined
  /** Called when a second is over and before its counts are closed. */
  onSecond(listener: (sources: Iterable<Source>) => void): void
  /** Millicores that answering costs a pod; undefined = nothing says what it costs, or not known yet. */
  cpuOf(pod: Pod): number | undefined
  /** Requests a second that a pod gets; undefined = none, or not known yet. */
  requestsOf(pod: Pod): number | undefined
  powerLost(nodeName: string): void
  powerRestored(nodeName: string): void
}

/**
 * Requests from Traffic objects to the pods behind Services. Nothing is done request by request: what
 * was sent is counted when something changes that decides what becomes of it, and every second.
 */
export function startTraffic({ store, clock }: ControllerContext, hasPower: HasPower): TrafficBook {
  /** By namespace and name. */
  const sources = new Map<string, Source>()
  const tallies = new Map<string, Tally>()
  const targets = new Map<string, Target>()
  /** What kube-proxies know of the Services that are spoken to, by the Service's uid. */
  const proxied = new Map<string, readonly EndpointSlice[]>()
  const changed = new Set<string>()
  const listeners: ((sources: Iterable<Source>) => void)[] = []
  let version = 0

  clock.handle(OWNER, (key) => {
    if (key === 'routes') findRoutes()
    else if (key === 'proxy') propagate()
    else if (key === 'second') closeSeconds()
    else lookAtDoors(targets.get(key))
  })

  store.watch(noteChange, undefined, { podsWhile: 'Traffic' })

  function noteChange({ kind, object, type }: Change): void {
    if (kind === 'Traffic') {
      if (type === 'DELETED') drop(object)
      else set(object)
      clock.schedule(OWNER, 'routes', clock.now)
    } else if (sources.size === 0) {
      return
    } else if (kind === 'Pod') {
      const target = targets.get(uidOf(object))
      if (target) setPod(target, type === 'DELETED' ? undefined : object)
    } else if (kind === 'EndpointSlice') {
      const service = object.metadata?.ownerReferences?.[0]?.uid ?? ''
      if (!proxied.has(service)) return
      changed.add(service)
      if (clock.dueAt(OWNER, 'proxy') === undefined) {
        clock.schedule(OWNER, 'proxy', clock.now + PROPAGATION)
      }
    } else if (ROUTING.has(kind)) {
      clock.schedule(OWNER, 'routes', clock.now)
    }
  }

  // ------------------------------------------------------------------ senders

  function set(traffic: Traffic): void {
    const source = sources.get(keyOf(traffic)) ?? newSource(traffic)
    sources.set(keyOf(traffic), source)
    const perSecond = traffic.spec?.requestsPerSecond ?? 0
    if (perSecond !== source.stream.perSecond) {
      settle(source)
      source.stream = { since: clock.now, before: sentBy(source.stream, clock.now), perSecond }
    }
    source.traffic = traffic
    if (perSecond > 0 && clock.dueAt(OWNER, 'second') === undefined) planSecond()
  }

  function newSource(traffic: Traffic): Source {
    return {
      traffic,
      stream: { since: clock.now, before: 0, perSecond: 0 },
      tally: createTally(),
      failure: FAILURE.unknownName,
      service: undefined,
      serviceUid: undefined,
      partner: undefined,
      entries: [],
      settled: 0,
      flows: createFlows(),
    }
  }

  function drop(traffic: Traffic): void {
    const source = sources.get(keyOf(traffic))
    if (!source) return
    settle(source)
    leave(source)
    sources.delete(keyOf(traffic))
  }

  /** Counts what was sent and is not counted yet. */
  function settle(source: Source): void {
    const sent = sentBy(source.stream, clock.now)
    if (source.failure !== undefined && sent > source.settled) {
      const count = sent - source.settled
      countFailures(source.tally, count, source.failure)
      source.flows.lost(count)
      if (source.service) countFailures(source.service, count, source.failure)
    }
    source.settled = sent
    for (const { target } of source.entries) settleTarget(target, clock.now)
  }

  // ------------------------------------------------------------------ routes

  function findRoutes(): void {
    for (const source of sources.values()) aim(source)
    forget()
  }

  /** kube-proxies learn of the endpoints that have changed. */
  function propagate(): void {
    for (const service of changed) proxied.set(service, slicesOf(service))
    for (const source of sources.values()) {
      if (changed.has(source.serviceUid ?? '')) aim(source)
    }
    changed.clear()
    forget()
  }

  function aim(source: Source): void {
    settle(source)
    const found = findRoute(store, source.traffic)
    leave(source)
    source.service = found.service && tallyFor(found.service)
    source.serviceUid = found.service && uidOf(found.service)
    if ('failure' in found) {
      source.failure = found.failure
      return
    }
    const uid = uidOf(found.service)
    const slices = proxied.get(uid) ?? slicesOf(uid)
    proxied.set(uid, slices)
    const endpoints = endpointsOf(slices, found)
    const headless = found.servicePort === undefined
    if (endpoints.length > 0) source.failure = undefined
    else source.failure = headless ? FAILURE.unknownName : FAILURE.noEndpoints
    enter(source, found, endpoints)
  }

  const slicesOf = (service: string) => store.ownedBy('EndpointSlice', service)

  function tallyFor(service: Service): Tally {
    const tally = tallies.get(keyOf(service)) ?? createTally()
    tallies.set(keyOf(service), tally)
    return tally
  }

  function leave(source: Source): void {
    for (const entry of source.entries) {
      source.flows.take(entry)
      entry.target.entries.delete(entry)
    }
    source.entries = []
  }

  function enter(source: Source, found: Found, endpoints: readonly EndpointTarget[]): void {
    const from = senderOf(source.traffic, found.ingress)
    const policies = store.list('NetworkPolicy')
    const used = sharedBy(source, found, endpoints)
    source.entries = used.map((endpoint, place) => {
      const target = targetFor(endpoint)
      const { pod } = target
      const to: Party = {
        ...partyAt(endpoint.namespace),
        labels: pod?.metadata?.labels ?? {},
        address: pod?.status?.podIP ?? '',
      }
      const port = pod
        ? targetPortOf(pod, endpoint.port)
        : { number: endpoint.port, name: undefined }
      const entry: Entry = {
        target,
        port: endpoint.port,
        place,
        targets: used.length,
        denied: policies.length > 0 && !isAllowed(policies, from, to, port),
        tallies: source.service ? [source.tally, source.service] : [source.tally],
        settled: source.settled,
        door: doorOf(undefined, endpoint.port, true, clock.now),
        version: '',
        answered: 0,
        answeredNow: 0,
        failedNow: 0,
        sent: () => sentBy(source.stream, clock.now),
        perSecond: () => source.stream.perSecond,
      }
      target.entries.add(entry)
      return entry
    })
    for (const { target } of source.entries) lookAtDoors(target)
  }

  /** One sender is one address, which session affinity always sends to the same pod while that is there. */
  function sharedBy(source: Source, { service }: Found, endpoints: readonly EndpointTarget[]) {
    if (service.spec?.sessionAffinity !== 'ClientIP') return endpoints
    const one = endpoints.find(({ uid }) => uid === source.partner) ?? endpoints[0]
    source.partner = one?.uid
    return one ? [one] : []
  }

  function senderOf({ metadata, spec }: Traffic, ingress: boolean): Party {
    const controller = ingress && !spec?.from
    const base = partyAt(controller ? INGRESS_CONTROLLER : (metadata?.namespace ?? ''))
    const { ip, podLabels } = spec?.from ?? {}
    return {
      address: ip ?? SENDER_ADDRESS,
      // Whoever has an address of its own and no labels is outside of the cluster.
      ...(ip !== undefined && podLabels === undefined && { outside: true as const }),
      namespace: base.namespace,
      labels: controller
        ? { 'app.kubernetes.io/name': INGRESS_CONTROLLER }
        : (podLabels ?? metadata?.labels ?? {}),
      namespaceLabels: spec?.from?.namespaceLabels ?? base.namespaceLabels,
    }
  }

  function partyAt(namespace: string): Pick<Party, 'namespace' | 'namespaceLabels'> {
    const labels = store.get('Namespace', '', namespace)?.metadata?.labels
    return { namespace, namespaceLabels: { 'kubernetes.io/metadata.name': namespace, ...labels } }
  }

  // ------------------------------------------------------------------ pods

  function targetFor(endpoint: EndpointTarget): Target {
    const known = targets.get(endpoint.uid)
    if (known) return known
    const target = createTarget(endpoint, clock.now)
    const pod = store.get('Pod', endpoint.namespace, endpoint.name)
    if (pod && uidOf(pod) === endpoint.uid) {
      target.pod = pod
      target.machine = pod.spec?.nodeName
    }
    targets.set(endpoint.uid, target)
    return target
  }

  function setPod(target: Target, pod: Pod | undefined): void {
    settleTarget(target, clock.now)
    look(target, pod)
  }

  function lookAtDoors(target: Target | undefined): void {
    if (!target) return
    settleTarget(target, clock.now)
    look(target, target.pod)
  }

  function look(target: Target, pod: Pod | undefined): void {
    const machine = pod?.spec?.nodeName ?? target.machine
    const powered = machine === undefined || hasPower(machine)
    const next = openDoors(target, pod, powered, clock.now)
    if (next !== undefined) clock.schedule(OWNER, target.uid, next, 'beat')
    else clock.cancel(OWNER, target.uid)
  }

  /** Pods that no route leads to any more. */
  function forget(): void {
    for (const [uid, { entries }] of targets) {
      if (entries.size > 0) continue
      targets.delete(uid)
      clock.cancel(OWNER, uid)
    }
  }

  function powerChanged(nodeName: string): void {
    for (const target of targets.values()) {
      if (target.machine === nodeName) lookAtDoors(target)
    }
  }

  // ------------------------------------------------------------------ seconds

  function planSecond(): void {
    clock.schedule(OWNER, 'second', (Math.floor(clock.now / SECOND) + 1) * SECOND, 'beat')
  }

  function closeSeconds(): void {
    for (const source of sources.values()) settle(source)
    for (const listener of listeners) listener(sources.values())
    for (const tally of tallies.values()) closeSecond(tally)
    let busy = false
    for (const { tally, stream, entries, flows } of sources.values()) {
      closeSecond(tally)
      for (const entry of entries) flows.take(entry)
      flows.close()
      if (stream.perSecond > 0 || tally.perSecond > 0) busy = true
    }
    if (clock.now % METRIC_RESOLUTION === 0) for (const target of targets.values()) measure(target)
    version += 1
    // A second without requests is shown, too.
    if (busy) planSecond()
  }

  function measure(target: Target): void {
    const seconds = METRIC_RESOLUTION / SECOND
    const whole = clock.now - target.since >= METRIC_RESOLUTION
    if (whole)
      target.usage = {
        cpu: Math.round(target.work / seconds),
        requests: target.taken / seconds,
      }
    target.work = 0
    target.taken = 0
  }

  return {
    get version() {
      return version
    },
    sources: () => sources.values(),
    tallyOf: (service) => tallies.get(service),
    onSecond: (listener) => void listeners.push(listener),
    cpuOf(pod) {
      if (cpuPerRequest(pod) === undefined) return undefined
      const target = targets.get(uidOf(pod))
      return target ? target.usage?.cpu : 0
    },
    requestsOf: (pod) => targets.get(uidOf(pod))?.usage?.requests,
    powerLost: powerChanged,
    powerRestored: powerChanged,
  }
}

/** Changes of these may lead requests elsewhere. */
const ROUTING: ReadonlySet<string> = new Set(['Ingress', 'Namespace', 'NetworkPolicy', 'Service'])
/** Of a sender that says nothing else: one of the pod network that no pod has. */
const SENDER_ADDRESS = '10.244.255.1'
/** Name of the controller that stands for all Ingresses, and of its namespace. */
const INGRESS_CONTROLLER = 'ingress-nginx'
